//! An attempt of a schedule: what *again* does, on the merchant's behalf.

use std::sync::Arc;

use super::super::charge::{Attempt, Charge, Means, attempt_scheduled, is_charged};
use crate::events::EventKind;
use crate::settings::Settings;
use crate::store::{Outcome, Schedule, Scheduled, Step, Store, Usage};
use crate::test_cards::CardBehaviour;
use crate::world::World;

/// Charges a schedule whose time has come, at that time. `None`: there is no such schedule.
///
/// It is done under the lock under which the job was taken, so that nobody revokes or moves the schedule in between.
pub(crate) fn execute(world: &World, mut store: Step<'_>, place: usize, at: i64) -> Option<Scheduled> {
    let attempt = Attempt { user_agent: None, started_at: at, shown_as: None };
    let executed = make_attempt(&mut store, &world.settings(), place, &attempt)?;
    drop(store);
    announce(world, &executed, at);
    Some(executed)
}

/// Tells of an attempt, whichever way it ended. One that left no payment has nothing to tell.
pub(super) fn announce(world: &World, executed: &Scheduled, at: i64) {
    if let (_, Some(payment)) = executed {
        world.happened(EventKind::ScheduleAttempted, payment, at);
    }
}

/// The key is looked up now: one replaced since the schedule was registered is the one that pays.
pub(super) fn make_attempt(
    store: &mut Store,
    settings: &Settings,
    place: usize,
    attempt: &Attempt<'_>,
) -> Option<Scheduled> {
    let (schedule, _) = store.schedule(place)?;
    let outcome = if is_charged(store, settings, &schedule.order.merchant_uid) {
        Outcome::Duplicate
    } else {
        let charge = charge_of(store, settings, &schedule);
        Outcome::Payment(attempt_scheduled(store, settings, charge, attempt).imp_uid)
    };
    store.executed(place, attempt.started_at, outcome);
    store.schedule(place)
}

fn charge_of(store: &Store, settings: &Settings, schedule: &Schedule) -> Charge {
    let key = store.key(&schedule.customer_uid).map(Arc::clone);
    let account = Arc::clone(key.as_ref().map_or(&schedule.account, |key| &key.account));
    let behaviour = key.as_ref().map_or(CardBehaviour::Approve, |key| key.behaviour);
    let means = match key {
        Some(key) => Means::Key { key, usage: Usage::Scheduled },
        None => Means::NoKey(schedule.customer_uid.clone()),
    };
    Charge {
        order: Arc::clone(&schedule.order),
        rules: settings.rules(&account.pg_provider, &account.pg_id),
        account,
        behaviour,
        wrong_data: None,
        means,
    }
}
