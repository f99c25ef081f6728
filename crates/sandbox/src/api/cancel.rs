//! `POST /payments/cancel`: all or part of a payment is given back.

use std::sync::Arc;

use super::Call;
use super::order::{check_needed, not_negative};
use super::views::PaymentView;
use crate::events::EventKind;
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::messages;
use crate::params::{Params, Whole};
use crate::settings::Pg;
use crate::store::{Cancel, Payment, Store};
use crate::test_cards::NO_PARTIAL_CANCEL;
use crate::world::World;

/// A cancel as the merchant asked for it.
struct Wish {
    /// 0: everything that is left.
    amount: i64,
    tax_free: i64,
    checksum: Option<i64>,
    reason: Box<str>,
}

pub(super) fn handle(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    let now = world.now();
    let cancelled = carry_out(&mut world.store.lock(), &call.params, now);
    match cancelled {
        Ok(payment) => {
            if call.params.flag("enable_webhook") {
                world.happened(EventKind::Cancelled, &payment, now);
            }
            Answer::ok(&PaymentView::of(&payment, settings.answers))
        }
        Err(answer) => answer,
    }
}

fn carry_out(store: &mut Store, params: &Params, now: i64) -> Result<Arc<Payment>, Answer> {
    if params.missing(&["imp_uid", "merchant_uid"]).len() == 2 {
        return Err(Answer::refused(messages::CANCEL_NAMES_NOTHING));
    }
    let wish = Wish::read(params)?;
    let payment = target(store, params).ok_or_else(|| Answer::business(messages::NOTHING_TO_CANCEL))?;
    let balance = payment.balance();
    if balance == 0 {
        return Err(Answer::business(messages::ALREADY_CANCELLED));
    }
    if wish.checksum.is_some_and(|checksum| checksum != balance) {
        return Err(Answer::business(messages::CHECKSUM_MISMATCH));
    }
    let amount = if wish.amount == 0 { balance } else { wish.amount };
    if amount > balance {
        return Err(Answer::refused(messages::OVER_BALANCE));
    }
    check_needed(params, tax_parts_needed(&payment))?;
    let tax_free = tax_free_part(&wish, &payment, amount)?;
    if amount < balance && payment.cancels.len() >= Pg::of(&payment.account.pg_provider).partial_cancels {
        return Err(Answer::refused(messages::TOO_MANY_PARTIAL_CANCELS));
    }
    if let Some(refusal) = payment.cancel_refusal.as_deref()
        && (amount < payment.amount || *refusal != NO_PARTIAL_CANCEL)
    {
        return Err(Answer::refused(&format!("{}{}", messages::CANCEL_FAILED, refusal.reason())));
    }
    let cancel = Cancel {
        pg_tid: payment.account.cancel_tid(store.ids(), now).into(),
        amount,
        tax_free,
        cancelled_at: now,
        reason: wish.reason,
        cancellation_id: store.ids().cancellation().into(),
    };
    store.cancel(payment.imp_uid, cancel).ok_or_else(|| Answer::business(messages::NOTHING_TO_CANCEL))
}

/// The tax parts that the PG wants to be told of a payment that had them.
fn tax_parts_needed(payment: &Payment) -> &'static [&'static str] {
    let pg = Pg::of(&payment.account.pg_provider);
    let tax_free = pg.needs_tax_free_at_cancel && payment.tax.tax_free > 0;
    match (tax_free, payment.tax.vat.is_some()) {
        (true, true) => &["tax_free", "vat_amount"],
        (true, false) => &["tax_free"],
        (false, true) => &["vat_amount"],
        (false, false) => &[],
    }
}

/// The tax-free part of a cancel. One that takes all that is left takes all of that part; of any other both parts
/// must still be there.
fn tax_free_part(wish: &Wish, payment: &Payment, amount: i64) -> Result<i64, Answer> {
    if wish.tax_free > amount {
        return Err(Answer::refused(messages::TAX_FREE_TOO_MUCH));
    }
    let given_back: i64 = payment.cancels.iter().map(|cancel| cancel.tax_free).sum();
    let (balance, left) = (payment.balance(), payment.tax.tax_free - given_back);
    let adds_up = wish.tax_free <= left && amount - wish.tax_free <= balance - left;
    if amount == balance {
        Ok(left)
    } else if adds_up {
        Ok(wish.tax_free)
    } else {
        Err(Answer::refused(messages::TAX_PARTS))
    }
}

impl Wish {
    fn read(params: &Params) -> Result<Self, Answer> {
        let checksum = match params.whole("checksum") {
            Whole::Absent => None,
            Whole::Is(balance) => Some(balance),
            Whole::Unreadable => return Err(Answer::refused(&messages::not_a_whole_number("checksum"))),
        };
        Ok(Self {
            amount: not_negative(params, "amount")?,
            tax_free: not_negative(params, "tax_free")?,
            checksum,
            reason: params.text("reason").as_deref().unwrap_or(messages::DEFAULT_CANCEL_REASON).into(),
        })
    }
}

/// The payment meant: the imp_uid decides when there is one, even if it is wrong; of several charges under one
/// merchant_uid the newest that still has something to give back.
fn target(store: &Store, params: &Params) -> Option<Arc<Payment>> {
    if let Some(imp_uid) = params.text("imp_uid") {
        return store
            .payment(ImpUid::parse(&imp_uid)?)
            .filter(|payment| payment.is_charged())
            .map(Arc::clone);
    }
    let merchant_uid = params.text("merchant_uid")?;
    let charged = || store.attempts(&merchant_uid).rev().filter(|payment| payment.is_charged());
    charged().find(|payment| payment.balance() > 0).or_else(|| charged().next()).map(Arc::clone)
}
