//! What onetime and again do in the same way: judge a charge, carry it out, answer.

use std::sync::Arc;

use super::Call;
use super::order::Order;
use super::views::PaymentView;
use crate::answer::Answer;
use crate::card::CardFace;
use crate::ids::ImpUid;
use crate::lock::lock;
use crate::messages;
use crate::settings::{Channel, DeclineForm, InFlight, Rules, SameMerchantUid, Settings};
use crate::store::{Account, BillingKey, Customer, Payment, Status, Store, Usage};
use crate::test_cards::{AMOUNT_LIMITS, CardBehaviour, Decline, INSTALMENTS};
use crate::world::World;

/// The smallest amount that can be paid in instalments, in won (PortOne V1 API).
const INSTALMENTS_FROM: i64 = 50_000;

/// A charge that can be attempted: all parameters are read.
pub(super) struct Charge {
    pub(super) order: Order,
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
    Key(Arc<BillingKey>),
}

/// How a charge ends.
enum Verdict {
    Paid,
    /// Paid, but the answer says something else.
    PaidUnsaid(String),
    /// A failed payment is recorded.
    Failed(String),
    /// Nothing is recorded.
    Refused(String),
}

impl Account {
    pub(super) fn of(channel: &Channel) -> Arc<Self> {
        let Channel { pg_provider, pg_id, sandbox, .. } = channel.clone();
        Arc::new(Self { pg_provider, pg_id, sandbox })
    }
}

/// Checks what a PG asks of the order itself, before a charge is attempted.
pub(super) fn check_order(order: &Order, account: &Account, rules: &Rules) -> Result<(), Answer> {
    order.check_for(&account.pg_provider)?;
    if order.tax_free > 0 && !rules.mixed_tax {
        return Err(Answer::refused(messages::TAX_FREE_NOT_MIXED));
    }
    Ok(())
}

/// Carries a charge out. Judgement, record and ledger are one step under the store's lock, so of two calls with
/// one merchant_uid the second sees what the first did.
pub(super) fn carry_out(world: &World, settings: &Settings, call: &Call, charge: &Charge) -> Answer {
    let verdict = judge(charge, settings);
    let now = world.now();
    let mut store = lock(&world.store);
    if is_duplicate(&store, settings, &charge.order.merchant_uid) {
        return Answer::business(messages::DUPLICATE);
    }
    let (payment, unsaid) = match verdict {
        Verdict::Refused(message) => return Answer::refused(&message),
        Verdict::Failed(reason) => (charge.failed(&mut store, call, now, reason), None),
        Verdict::Paid => (charge.paid(&mut store, call, now), None),
        Verdict::PaidUnsaid(message) => (charge.paid(&mut store, call, now), Some(message)),
    };
    drop(store);
    match unsaid {
        Some(message) => Answer::refused(&message),
        None => Answer::ok(&PaymentView::of(&payment, settings.answers)),
    }
}

/// Shows the charge as `ready` until its call is done, where the settings say so.
pub(super) fn announce(world: &World, settings: &Settings, call: &Call, charge: &Charge) -> Option<ImpUid> {
    let mut store = lock(&world.store);
    let shown =
        settings.in_flight == InFlight::Ready && !is_duplicate(&store, settings, &charge.order.merchant_uid);
    shown.then(|| {
        let ready = charge.record(&mut store, call, Status::Ready);
        let imp_uid = ready.imp_uid;
        store.begin_waiting(ready);
        imp_uid
    })
}

fn is_duplicate(store: &Store, settings: &Settings, merchant_uid: &str) -> bool {
    settings.same_merchant_uid == SameMerchantUid::Refuse
        && store.attempts(merchant_uid).any(|earlier| {
            earlier.is_charged() || (earlier.status == Status::Failed && !settings.reuse_failed_merchant_uid)
        })
}

fn judge(charge: &Charge, settings: &Settings) -> Verdict {
    if let Some(decline) = charge.wrong_data {
        return Verdict::Refused(charge.message(decline));
    }
    let Rules { minimum_amount, maximum_amount, .. } = charge.rules;
    let amount = charge.order.amount.unsigned_abs();
    if amount < minimum_amount || (maximum_amount != 0 && amount > maximum_amount) {
        return Verdict::Failed(AMOUNT_LIMITS.reason());
    }
    if charge.order.card_quota >= 2 && charge.order.amount < INSTALMENTS_FROM {
        return Verdict::Failed(INSTALMENTS.reason());
    }
    let with_key = matches!(charge.means, Means::Key(_));
    let trouble = |decline: Decline| format!("{}{}", messages::PG_TROUBLE, decline.reason());
    let (decline, own_form) = match charge.behaviour {
        CardBehaviour::KeyRecord(decline) if with_key => (decline, DeclineForm::Record),
        CardBehaviour::KeyMessage(decline) if with_key => (decline, DeclineForm::Message),
        CardBehaviour::Approve | CardBehaviour::KeyRecord(_) | CardBehaviour::KeyMessage(_) => {
            return Verdict::Paid;
        }
        CardBehaviour::Record(decline) => (decline, DeclineForm::Record),
        CardBehaviour::Message(decline) => (decline, DeclineForm::Message),
        CardBehaviour::TroubleCharged(decline) => return Verdict::PaidUnsaid(trouble(decline)),
        CardBehaviour::TroubleNotCharged(decline) => return Verdict::Refused(trouble(decline)),
    };
    let form = if settings.decline_form == DeclineForm::ByCard { own_form } else { settings.decline_form };
    match form {
        DeclineForm::Message => Verdict::Refused(charge.message(decline)),
        DeclineForm::Record | DeclineForm::ByCard => Verdict::Failed(decline.reason()),
    }
}

impl Charge {
    fn message(&self, decline: Decline) -> String {
        let at_card_check = decline.card_data && matches!(self.means, Means::Card { .. });
        let prefix = if at_card_check { messages::CARD_CHECK_FAILED } else { messages::PAYMENT_FAILED };
        format!("{prefix}{}", decline.reason())
    }

    fn paid(&self, store: &mut Store, call: &Call, now: i64) -> Arc<Payment> {
        let mut payment = self.record(store, call, Status::Paid);
        payment.paid_at = now;
        payment.pg_tid = Some(store.ids().payment_tid(&self.account.pg_id, now).into());
        payment.approval = Some(store.ids().approval());
        if let Means::Card { face: Some(face), register: Some(customer_uid) } = &self.means {
            let buyer = self.order.buyer.as_deref();
            store.put_key(BillingKey {
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
            });
        }
        store.add(payment)
    }

    fn failed(&self, store: &mut Store, call: &Call, now: i64, reason: String) -> Arc<Payment> {
        let mut payment = self.record(store, call, Status::Failed);
        payment.failed_at = now;
        payment.fail_reason = Some(reason.into());
        // The issuer has not said anything about a card that was only presented.
        if matches!(self.means, Means::Card { .. }) {
            payment.card = None;
        }
        store.add(payment)
    }

    fn record(&self, store: &mut Store, call: &Call, status: Status) -> Payment {
        let (card, customer_uid, usage) = match &self.means {
            Means::Card { face, register } => (face.clone(), register.clone(), Usage::Issue),
            Means::Key(key) => (Some(key.card.clone()), Some(key.customer_uid.clone()), Usage::Payment),
        };
        let order = &self.order;
        Payment {
            imp_uid: call.waiting.unwrap_or_else(|| store.fresh_imp_uid()),
            merchant_uid: Arc::clone(&order.merchant_uid),
            account: Arc::clone(&self.account),
            status,
            amount: order.amount,
            cancel_amount: 0,
            name: order.name.clone(),
            buyer: order.buyer.clone(),
            custom_data: order.custom_data.clone(),
            user_agent: call.user_agent.clone(),
            card,
            card_quota: order.card_quota,
            usage: customer_uid.is_some().then_some(usage),
            customer_uid,
            pg_tid: None,
            approval: None,
            fail_reason: None,
            started_at: call.started_at,
            paid_at: 0,
            failed_at: 0,
            cancels: Vec::new(),
        }
    }
}
