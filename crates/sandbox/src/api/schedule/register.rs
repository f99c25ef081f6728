//! `POST /subscribe/payments/schedule`: payments of a billing key are registered; a card issues the key first.

use std::collections::HashSet;
use std::sync::Arc;

use super::super::Call;
use super::super::charge::{for_pg, is_duplicate};
use super::super::issue::{KeyRefusal, Purpose, checking_fails, issue};
use super::super::order::{self, check_needed, limited, not_negative};
use super::{bad, either, list, time_to_come};
use crate::http::answer::Answer;
use crate::messages;
use crate::params::Params;
use crate::settings::Settings;
use crate::store::{BillingKey, Buyer, Customer, NewSchedule, Order, Scheduled, Store};
use crate::world::World;

/// All are registered, or none.
pub(in super::super) fn handle(world: &World, call: &Call) -> Answer {
    either(registered(world, call))
}

/// The key that is to pay.
struct Payer {
    key: Arc<BillingKey>,
    /// Whether this call's card issued it.
    is_new: bool,
}

fn registered(world: &World, call: &Call) -> Result<Answer, Answer> {
    let settings = world.settings();
    let now = world.now();
    let items = items(&settings, &call.params)?;
    let payer = Payer::find(world, &settings, &call.params, now)?;
    payer.check(&settings, &call.params)?;
    let mut new = Vec::with_capacity(items.len());
    for item in &items {
        new.push(read(&settings, &payer.key, item, now)?);
    }
    let mut store = world.store.lock();
    check_names(&store, &settings, &new)?;
    if payer.is_new {
        store.put_key(Arc::unwrap_or_clone(payer.key));
    }
    let delay = settings.schedule_delay();
    let schedules: Vec<Scheduled> = new.into_iter().map(|new| (store.register(new, delay), None)).collect();
    drop(store);
    world.due.changed();
    Ok(list(&schedules))
}

/// The schedules of the call as they were sent.
fn items(settings: &Settings, params: &Params) -> Result<Vec<Params>, Answer> {
    let items = params.list("schedules");
    let mut missing = params.missing(&["customer_uid"]);
    if items.is_empty() {
        missing.push("schedules");
    }
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    if items.len() > settings.schedules_per_call {
        return Err(bad(&messages::too_many_schedules(settings.schedules_per_call)));
    }
    Ok(items)
}

fn read(settings: &Settings, key: &BillingKey, item: &Params, now: i64) -> Result<NewSchedule, Answer> {
    let missing = item.missing(&["merchant_uid", "schedule_at", "amount"]);
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    let mut order = Order::read(item, settings)?;
    if order.name.is_none() {
        // The official definitions require it, older guides leave it out.
        tracing::warn!("schedule without name");
    }
    order.buyer = buyer(order.buyer, &key.customer);
    let account = Arc::clone(&key.account);
    let rules = settings.rules(&account.pg_provider, &account.pg_id);
    let has_name = order.buyer.as_ref().is_some_and(|buyer| buyer.name.is_some());
    let needed = rules.pg.needs.schedule.iter().filter(|name| **name != "buyer_name" || !has_name);
    check_needed(item, &needed.copied().collect::<Vec<_>>())?;
    Ok(NewSchedule {
        customer_uid: key.customer_uid.clone(),
        account,
        order: for_pg(order, item, &rules)?,
        schedule_at: time_to_come(item, now)?,
    })
}

/// What the merchant does not say of the buyer is known of the key's customer.
fn buyer(said: Option<Box<Buyer>>, customer: &Customer) -> Option<Box<Buyer>> {
    let said = said.map(|buyer| *buyer).unwrap_or_default();
    let buyer = Buyer {
        name: said.name.or_else(|| customer.name.clone()),
        email: said.email.or_else(|| customer.email.clone()),
        tel: said.tel.or_else(|| customer.tel.clone()),
        addr: said.addr.or_else(|| customer.addr.clone()),
        postcode: said.postcode.or_else(|| customer.postcode.clone()),
    };
    (buyer != Buyer::default()).then(|| Box::new(buyer))
}

/// Each merchant_uid must be new: to the schedules, whatever became of them, to the payments, and within the call.
fn check_names(store: &Store, settings: &Settings, new: &[NewSchedule]) -> Result<(), Answer> {
    let mut seen = HashSet::new();
    for schedule in new {
        let merchant_uid = &*schedule.order.merchant_uid;
        let is_new = seen.insert(merchant_uid)
            && store.schedule_place(merchant_uid).is_none()
            && !is_duplicate(store, settings, merchant_uid);
        if !is_new {
            return Err(Answer::business(messages::DUPLICATE_SCHEDULE));
        }
    }
    Ok(())
}

impl Payer {
    /// The key that is there, or one for the call's card.
    fn find(world: &World, settings: &Settings, params: &Params, now: i64) -> Result<Self, Answer> {
        let customer_uid = order::customer_uid(&params.text("customer_uid").unwrap_or_default(), settings)?;
        if let Some(key) = world.store.lock().key(&customer_uid).map(Arc::clone) {
            return Ok(Self { key, is_new: false });
        }
        let missing = params.missing(&["card_number", "expiry"]);
        match missing.len() {
            0 => {}
            2 => return Err(Answer::business(messages::NO_CUSTOMER)),
            _ => return Err(Answer::refused(&messages::missing(&missing))),
        }
        let customer = Customer { id: limited(params, "customer_id", 80, settings)?, ..Customer::default() };
        match issue(settings, params, Purpose::Schedule, customer_uid, customer, now) {
            Ok(key) => Ok(Self { key: Arc::new(key), is_new: true }),
            Err(KeyRefusal::Call(answer)) => Err(answer),
            Err(KeyRefusal::Card(decline)) => Err(refused(&decline.reason())),
        }
    }

    /// Tries the card with `checking_amount`, where the call says one.
    fn check(&self, settings: &Settings, params: &Params) -> Result<(), Answer> {
        let amount = not_negative(params, "checking_amount")?;
        let account = &self.key.account;
        let rules = settings.rules(&account.pg_provider, &account.pg_id);
        let fails =
            (amount > 0).then(|| checking_fails(amount, &rules, self.key.behaviour, !self.is_new)).flatten();
        fails.map_or(Ok(()), |reason| Err(refused(&reason)))
    }
}

fn refused(reason: &str) -> Answer {
    Answer::business(&format!("{}{reason}", messages::CARD_CONFIRMATION_FAILED))
}
