//! A billing key is issued for a card without charging it, where the contract allows that.

use std::sync::Arc;

use super::charge::is_outside_limits;
use super::onetime::{check_card, missing_holder_data};
use super::order::check_needed;
use crate::http::answer::Answer;
use crate::messages;
use crate::params::Params;
use crate::settings::{Channel, ChannelType, Rules, Settings};
use crate::store::{Account, BillingKey, Customer};
use crate::test_cards::{AMOUNT_LIMITS, CardBehaviour, Decline, NO_SUCH_BIN};

/// Why no key was issued.
pub(super) enum KeyRefusal {
    /// The call asked for something that is not to be had.
    Call(Answer),
    /// The card was refused. Each call has words of its own for that.
    Card(Decline),
}

impl From<Answer> for KeyRefusal {
    fn from(answer: Answer) -> Self {
        Self::Call(answer)
    }
}

/// The channel a key is issued through: by `channel_key`, or as older callers name it by `pg`.
pub(super) fn channel<'s>(settings: &'s Settings, params: &Params) -> Result<&'s Channel, Answer> {
    let found = match params.text("channel_key") {
        Some(wanted) => {
            settings.channels.iter().find(|c| c.kind == ChannelType::ApiPayment && c.channel_key == wanted)
        }
        None => settings.api_channel(params.text("pg").as_deref()),
    };
    found.ok_or_else(|| Answer::refused(messages::NO_API_CHANNEL))
}

/// What a key is issued for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// For payments to come, nobody knows when.
    Keeping,
    /// For the schedules of the same call.
    Schedule,
}

/// A key for the card in the parameters, which names a card number and an expiry. Nothing is kept yet.
pub(super) fn issue(
    settings: &Settings,
    params: &Params,
    purpose: Purpose,
    customer_uid: Box<str>,
    customer: Customer,
    now: i64,
) -> Result<BillingKey, KeyRefusal> {
    let channel = channel(settings, params)?;
    let rules = settings.rules(&channel.pg_provider, &channel.pg_id);
    let (is_offered, needed) = match purpose {
        Purpose::Keeping => (rules.standalone_billing_key, rules.pg.needs.key),
        Purpose::Schedule => {
            (rules.standalone_billing_key || rules.pg.key_with_schedule, rules.pg.needs.schedule_card)
        }
    };
    if !is_offered {
        return Err(Answer::refused(messages::UNSUPPORTED_PG).into());
    }
    missing_holder_data(params, rules.auth)?;
    check_needed(params, needed)?;
    let (card, wrong_data) = check_card(params, channel, &rules);
    let card = card.ok_or(KeyRefusal::Card(NO_SUCH_BIN))?;
    let behaviour = card.behaviour();
    if let Some(decline) = wrong_data.or_else(|| found_at_issue(behaviour)) {
        return Err(KeyRefusal::Card(decline));
    }
    let (account, card) = (Arc::new(Account::of(channel)), card.face());
    Ok(BillingKey { customer_uid, account, card, behaviour, customer, inserted: now, updated: now })
}

/// What stands against a sum that is authorised and at once given back, to see whether a card is good. `None`:
/// nothing; not a won has moved then.
pub(super) fn checking_fails(
    amount: i64,
    rules: &Rules,
    behaviour: CardBehaviour,
    with_key: bool,
) -> Option<String> {
    if is_outside_limits(amount, rules) {
        return Some(AMOUNT_LIMITS.reason());
    }
    match behaviour {
        CardBehaviour::Record(decline) | CardBehaviour::Message(decline) => Some(decline.reason()),
        CardBehaviour::KeyRecord(decline) | CardBehaviour::KeyMessage(decline) => {
            with_key.then(|| decline.reason())
        }
        CardBehaviour::TroubleCharged(decline) | CardBehaviour::TroubleNotCharged(decline) => {
            Some(format!("{}{}", messages::PG_TROUBLE, decline.reason()))
        }
        CardBehaviour::Approve | CardBehaviour::CancelRefused(_) => None,
    }
}

/// Wrong card data show when a key is issued; limits and lost cards only when money is asked for.
fn found_at_issue(behaviour: CardBehaviour) -> Option<Decline> {
    match behaviour {
        CardBehaviour::Record(decline) | CardBehaviour::Message(decline) => {
            decline.card_data.then_some(decline)
        }
        CardBehaviour::Approve
        | CardBehaviour::TroubleCharged(_)
        | CardBehaviour::TroubleNotCharged(_)
        | CardBehaviour::KeyRecord(_)
        | CardBehaviour::KeyMessage(_)
        | CardBehaviour::CancelRefused(_) => None,
    }
}
