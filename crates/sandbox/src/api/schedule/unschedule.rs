//! `POST /subscribe/payments/unschedule`: schedules that still wait are revoked.

use super::super::Call;
use super::{either, list};
use crate::http::answer::Answer;
use crate::messages;
use crate::store::{ScheduleStatus, Scheduled, Store};
use crate::world::World;

/// With a customer_uid alone all that wait of this customer; with merchant_uids only those, and with both only those
/// of them that are the customer's.
pub(in super::super) fn handle(world: &World, call: &Call) -> Answer {
    either(revoked(world, call))
}

fn revoked(world: &World, call: &Call) -> Result<Answer, Answer> {
    let customer_uid = call.params.text("customer_uid");
    let merchant_uids = call.params.texts("merchant_uid");
    if customer_uid.is_none() && merchant_uids.is_empty() {
        return Err(Answer::refused(&messages::missing(&["customer_uid"])));
    }
    let now = world.now();
    let mut store = world.store.lock();
    let places = named(&store, customer_uid.as_deref(), &merchant_uids);
    // One named twice no longer waits the second time.
    let revoke = |place| {
        let waits = |scheduled: Scheduled| scheduled.0.status() == ScheduleStatus::Scheduled;
        store.schedule(place).is_some_and(waits).then(|| store.revoke(place, now)).flatten()
    };
    let revoked: Vec<Scheduled> =
        places.into_iter().filter_map(revoke).map(|revoked| (revoked, None)).collect();
    drop(store);
    if revoked.is_empty() {
        Err(Answer::business(messages::NOTHING_TO_UNSCHEDULE))
    } else {
        Ok(list(&revoked))
    }
}

/// The schedules meant: in the order they were named, or the earliest first.
fn named(store: &Store, customer_uid: Option<&str>, merchant_uids: &[String]) -> Vec<usize> {
    if merchant_uids.is_empty() {
        return store.schedules_within(customer_uid, &(i64::MIN..i64::MAX), None).collect();
    }
    let is_theirs = |place: &usize| {
        let schedule = store.schedule(*place);
        schedule
            .is_some_and(|(s, _)| customer_uid.is_none_or(|customer_uid| *s.customer_uid == *customer_uid))
    };
    merchant_uids.iter().filter_map(|uid| store.schedule_place(uid)).filter(is_theirs).collect()
}
