//! What onetime, again and schedules do in the same way: judge a charge, carry it out, answer.

mod judge;

use std::sync::Arc;

use super::Call;
use super::order::vat;
use super::views::PaymentView;
use crate::card::CardFace;
use crate::events::EventKind;
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::messages;
use crate::params::Params;
use crate::settings::{InFlight, Rules, SameMerchantUid, Settings};
use crate::store::{Account, BillingKey, Customer, Order, Payment, Status, Store, Usage};
use crate::test_cards::{CardBehaviour, Decline};
use crate::world::World;

pub(super) use judge::is_outside_limits;
use judge::{Verdict, bent, judge};

/// A charge that can be attempted: all parameters are read.
pub(super) struct Charge {
    pub(super) order: Arc<Order>,
    pub(super) account: Arc<Account>,
    pub(super) rules: Rules,
    pub(super) behaviour: CardBehaviour,
    /// What the card check found wrong with the card data as written.
    pub(super) wrong_data: Option<Decline>,
    pub(super) means: Means,
}

/// What is charged.
pub(super) enum Means {
    /// A card, kept under a customer_uid if all goes well. Its face is missing when its number cannot be read.
    Card { face: Option<CardFace>, register: Option<Box<str>> },
    /// A billing key.
    Key { key: Arc<BillingKey>, usage: Usage },
    /// The billing key of a schedule, which is gone.
    NoKey(Box<str>),
}

/// Who made an attempt, and when.
pub(super) struct Attempt<'a> {
    pub(super) user_agent: Option<&'a Arc<str>>,
    /// Unix seconds.
    pub(super) started_at: i64,
    /// The name under which the payment is already shown.
    pub(super) shown_as: Option<ImpUid>,
}

impl<'a> Attempt<'a> {
    pub(super) fn by(call: &'a Call) -> Self {
        Self { user_agent: call.user_agent.as_ref(), started_at: call.started_at, shown_as: call.waiting }
    }
}

/// Checks what a PG asks of the order itself, before a charge is attempted, and reads what only some PGs take.
pub(super) fn for_pg(mut order: Order, params: &Params, rules: &Rules) -> Result<Arc<Order>, Answer> {
    order.check_for(rules.pg)?;
    if order.tax.tax_free > 0 && !rules.mixed_tax {
        return Err(Answer::refused(messages::TAX_FREE_NOT_MIXED));
    }
    order.tax.vat = vat(params, order.amount, rules.pg)?;
    Ok(Arc::new(order))
}

/// Carries a charge out. Judgement, record and ledger are one step under the store's lock, so of two calls with
/// one merchant_uid the second sees what the first did.
pub(super) fn carry_out(world: &World, settings: &Settings, call: &Call, charge: Charge) -> Answer {
    let (verdict, turns_paid_after) = bent(judge(&charge, settings), call.plan.fails_first);
    let now = world.now();
    let attempt = Attempt::by(call);
    let mut store = world.store.lock();
    if is_duplicate(&store, settings, &charge.order.merchant_uid) {
        return Answer::business(messages::DUPLICATE);
    }
    let (payment, unsaid) = match verdict {
        Verdict::Refused(message) => return Answer::refused(&message),
        Verdict::Failed(reason) => (charge.failed(&mut store, &attempt, now, reason), None),
        Verdict::Paid => (charge.paid(&mut store, &attempt, now), None),
        Verdict::PaidUnsaid(message) => (charge.paid(&mut store, &attempt, now), Some(message)),
    };
    if let Some(seconds) = turns_paid_after {
        store.turn_paid_later(payment.imp_uid, now.saturating_add_unsigned(seconds));
        world.due.changed();
    }
    drop(store);
    if payment.status == Status::Paid {
        world.happened(EventKind::Approved, &payment, now);
    }
    match unsaid {
        Some(message) => Answer::refused(&message),
        None => Answer::ok(&PaymentView::of(&payment, settings.answers)),
    }
}

/// Makes the payment of a schedule's attempt. However it ends there is a record, because nobody is answered.
pub(super) fn attempt_scheduled(
    store: &mut Store,
    settings: &Settings,
    charge: Charge,
    attempt: &Attempt<'_>,
) -> Arc<Payment> {
    match judge(&charge, settings) {
        Verdict::Refused(reason) | Verdict::Failed(reason) => {
            charge.failed(store, attempt, attempt.started_at, reason)
        }
        Verdict::Paid | Verdict::PaidUnsaid(_) => charge.paid(store, attempt, attempt.started_at),
    }
}

/// Shows the charge as `ready` until its call is done, where the settings say so.
pub(super) fn announce(world: &World, settings: &Settings, call: &Call, charge: Charge) -> Option<ImpUid> {
    let mut store = world.store.lock();
    let shown =
        settings.in_flight == InFlight::Ready && !is_duplicate(&store, settings, &charge.order.merchant_uid);
    shown.then(|| {
        let ready = charge.record(&mut store, &Attempt::by(call), Status::Ready);
        let imp_uid = ready.imp_uid;
        store.begin_waiting(ready);
        imp_uid
    })
}

/// Whether a merchant_uid may not be charged again.
pub(super) fn is_duplicate(store: &Store, settings: &Settings, merchant_uid: &str) -> bool {
    is_charged(store, settings, merchant_uid)
        || (settings.same_merchant_uid == SameMerchantUid::Refuse
            && !settings.reuse_failed_merchant_uid
            && store.attempts(merchant_uid).any(|earlier| earlier.status == Status::Failed))
}

/// Whether money was taken under a merchant_uid, and none may be taken again.
pub(super) fn is_charged(store: &Store, settings: &Settings, merchant_uid: &str) -> bool {
    settings.same_merchant_uid == SameMerchantUid::Refuse
        && store.attempts(merchant_uid).any(|earlier| earlier.is_charged())
}

impl Charge {
    /// What the payment has to do with its customer_uid.
    fn usage(&self) -> Usage {
        match &self.means {
            Means::Card { .. } => Usage::Issue,
            Means::Key { usage, .. } => *usage,
            Means::NoKey(_) => Usage::Scheduled,
        }
    }

    fn paid(self, store: &mut Store, attempt: &Attempt<'_>, now: i64) -> Arc<Payment> {
        let key = self.new_key(now);
        let mut payment = self.record(store, attempt, Status::Paid);
        payment.paid_at = now;
        payment.pg_tid = Some(payment.account.payment_tid(store.ids(), now).into());
        payment.approval = Some(store.ids().approval());
        if let Some(key) = key {
            store.put_key(key);
        }
        store.add(payment)
    }

    /// The billing key that the card becomes when it has paid, if it is to be kept.
    fn new_key(&self, now: i64) -> Option<BillingKey> {
        let Means::Card { face: Some(face), register: Some(customer_uid) } = &self.means else { return None };
        let buyer = self.order.buyer.as_deref();
        Some(BillingKey {
            customer_uid: customer_uid.clone(),
            account: Arc::clone(&self.account),
            card: face.clone(),
            behaviour: self.behaviour,
            customer: Customer {
                name: buyer.and_then(|buyer| buyer.name.clone()),
                email: buyer.and_then(|buyer| buyer.email.clone()),
                ..Customer::default()
            },
            inserted: now,
            updated: now,
        })
    }

    fn failed(self, store: &mut Store, attempt: &Attempt<'_>, now: i64, reason: String) -> Arc<Payment> {
        // The issuer has not said anything about a card that was only presented.
        let presented = matches!(self.means, Means::Card { .. });
        let mut payment = self.record(store, attempt, Status::Failed);
        payment.failed_at = now;
        payment.fail_reason = Some(reason.into());
        if presented {
            payment.card = None;
        }
        store.add(payment)
    }

    fn record(self, store: &mut Store, attempt: &Attempt<'_>, status: Status) -> Payment {
        let usage = self.usage();
        let (card, customer_uid) = match self.means {
            Means::Card { face, register } => (face, register),
            Means::Key { key, .. } => (Some(key.card.clone()), Some(key.customer_uid.clone())),
            Means::NoKey(customer_uid) => (None, Some(customer_uid)),
        };
        // A schedule keeps its order; that of a call is nobody else's.
        let order = Arc::unwrap_or_clone(self.order);
        Payment {
            imp_uid: attempt.shown_as.unwrap_or_else(|| store.fresh_imp_uid()),
            merchant_uid: order.merchant_uid,
            account: self.account,
            status,
            amount: order.amount,
            cancel_amount: 0,
            tax: order.tax,
            name: order.name,
            buyer: order.buyer,
            custom_data: order.custom_data,
            notice_url: order.notice_url,
            user_agent: attempt.user_agent.map(Arc::clone),
            card,
            card_quota: order.card_quota,
            usage: customer_uid.is_some().then_some(usage),
            customer_uid,
            cancel_refusal: self.behaviour.cancel_refusal().map(Box::new),
            pg_tid: None,
            approval: None,
            fail_reason: None,
            started_at: attempt.started_at,
            paid_at: 0,
            failed_at: 0,
            failed_first: None,
            cancels: Vec::new(),
        }
    }
}
