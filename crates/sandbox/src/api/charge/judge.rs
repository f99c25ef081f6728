//! How a charge ends: what the PG and the card make of it.

use super::{Charge, Means};
use crate::messages;
use crate::settings::{DeclineForm, Rules, Settings};
use crate::store::Usage;
use crate::test_cards::{AMOUNT_LIMITS, CardBehaviour, Decline, INSTALMENTS, TIMED_OUT};

/// The smallest amount that can be paid in instalments, in won (PortOne V1 API).
const INSTALMENTS_FROM: i64 = 50_000;

/// How a charge ends.
pub(super) enum Verdict {
    Paid,
    /// Paid, but the answer says something else.
    PaidUnsaid(String),
    /// A failed payment is recorded.
    Failed(String),
    /// Nothing is recorded.
    Refused(String),
}

pub(super) fn judge(charge: &Charge, settings: &Settings) -> Verdict {
    if let Some(decline) = charge.wrong_data {
        return Verdict::Refused(message(charge, decline));
    }
    let order = &charge.order;
    if matches!(charge.means, Means::NoKey(_)) {
        return Verdict::Failed(messages::UNKNOWN_BUYER.to_owned());
    }
    if is_outside_limits(order.amount, &charge.rules) {
        return Verdict::Failed(AMOUNT_LIMITS.reason());
    }
    if order.card_quota >= 2 && order.amount < INSTALMENTS_FROM {
        return Verdict::Failed(INSTALMENTS.reason());
    }
    let trouble = |decline: Decline| format!("{}{}", messages::PG_TROUBLE, decline.reason());
    let with_key = matches!(charge.means, Means::Key { .. });
    let (decline, own_form) = match charge.behaviour {
        CardBehaviour::KeyRecord(decline) if with_key => (decline, DeclineForm::Record),
        CardBehaviour::KeyMessage(decline) if with_key => (decline, DeclineForm::Message),
        CardBehaviour::Approve
        | CardBehaviour::KeyRecord(_)
        | CardBehaviour::KeyMessage(_)
        | CardBehaviour::CancelRefused(_) => {
            return Verdict::Paid;
        }
        CardBehaviour::Record(decline) => (decline, DeclineForm::Record),
        CardBehaviour::Message(decline) => (decline, DeclineForm::Message),
        CardBehaviour::TroubleCharged(decline) => return Verdict::PaidUnsaid(trouble(decline)),
        CardBehaviour::TroubleNotCharged(decline) => return Verdict::Refused(trouble(decline)),
    };
    let form = if settings.decline_form == DeclineForm::ByCard { own_form } else { settings.decline_form };
    match form {
        // Nobody waits for the answer of a scheduled attempt, so its refusal stands in the record without a prefix.
        DeclineForm::Message if charge.usage() == Usage::Scheduled => Verdict::Failed(decline.reason()),
        DeclineForm::Message => Verdict::Refused(message(charge, decline)),
        DeclineForm::Record | DeclineForm::ByCard => Verdict::Failed(decline.reason()),
    }
}

/// What a fault makes of the verdict: a payment that would be made fails, and turns paid after so many seconds.
pub(super) fn bent(verdict: Verdict, fails_first: Option<u64>) -> (Verdict, Option<u64>) {
    match (verdict, fails_first) {
        (Verdict::Paid | Verdict::PaidUnsaid(_), Some(seconds)) => {
            (Verdict::Failed(TIMED_OUT.reason()), Some(seconds))
        }
        (verdict, _) => (verdict, None),
    }
}

/// Whether card companies do not take the amount.
pub(crate) fn is_outside_limits(amount: i64, rules: &Rules) -> bool {
    let amount = amount.unsigned_abs();
    amount < rules.minimum_amount || (rules.maximum_amount != 0 && amount > rules.maximum_amount)
}

fn message(charge: &Charge, decline: Decline) -> String {
    let at_card_check = decline.card_data && matches!(charge.means, Means::Card { .. });
    let prefix = if at_card_check { messages::CARD_CHECK_FAILED } else { messages::PAYMENT_FAILED };
    format!("{prefix}{}", decline.reason())
}
