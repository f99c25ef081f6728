//! Orders for the gateway's scheduler, and what people do about them.

use std::time::Duration;

use keyin_app::OpenSchedules;
use keyin_domain::jiff::SignedDuration;
use keyin_domain::{
    ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, MerchantUid, Money, OrderName, ScheduleTime,
};

use crate::clock::START;
use crate::dice::Dice;

/// A charge that the gateway's scheduler is to make.
#[derive(Clone, Debug)]
pub(crate) struct StandingOrder {
    pub(crate) customer: CustomerUid,
    pub(crate) intent: ChargeIntent,
    /// The same merchant_uid, by somebody who would have keyin charge it.
    pub(crate) rival: ChargeIntent,
    /// What is charged in its place, under a merchant_uid of its own, once it has been taken back.
    pub(crate) instead: ChargeIntent,
}

/// Somebody does something about a standing order, and tries again if it does not come to its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Errand {
    pub(crate) at: Duration,
    pub(crate) place: usize,
    pub(crate) order: usize,
    pub(crate) what: What,
    pub(crate) times: u32,
    pub(crate) wait: Duration,
    /// The caller hangs up after this.
    pub(crate) hang_up: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    Add,
    Show,
    Move(ScheduleTime),
    /// Takes it back, and leaves it at that.
    Cancel,
    /// Takes it back, and has keyin charge in its place.
    TakeOver,
    Retry,
    /// Has keyin charge the same merchant_uid.
    ChargeToo,
    RevokeKey(OpenSchedules),
}

/// Every other schedule has some.
pub(super) fn orders(dice: &Dice) -> Vec<StandingOrder> {
    let orders = if dice.happens(500) { dice.of(1..3) } else { 0 };
    (0..orders).map(|number| order(dice, number)).collect()
}

fn order(dice: &Dice, number: u64) -> StandingOrder {
    let customer = CustomerUid::parse("subscriber").unwrap();
    let at = soon_after(dice, Duration::ZERO);
    let intent = |uid: &str, method: ChargeMethod| {
        let amount = ChargeAmount::new(Money::won(9_000 + number).unwrap()).unwrap();
        ChargeIntent::new(
            MerchantUid::parse(uid).unwrap(),
            method,
            amount,
            OrderName::parse("월간 이용권").unwrap(),
        )
    };
    let uid = format!("standing-{number}");
    let by_key = || ChargeMethod::BillingKey(customer.clone());
    StandingOrder {
        intent: intent(&uid, ChargeMethod::Scheduled { customer_uid: customer.clone(), at }),
        rival: intent(&uid, by_key()),
        instead: intent(&format!("{uid}-instead"), by_key()),
        customer,
    }
}

/// From a minute and a half on, at most six hours ahead.
fn soon_after(dice: &Dice, moment: Duration) -> ScheduleTime {
    let ahead = dice.of(90..dice.one_of(&[600, 3_600, 21_600]));
    let at = START.saturating_add(SignedDuration::from_secs((moment.as_secs() + ahead) as i64));
    ScheduleTime::new(at.unwrap()).unwrap()
}

/// The first errand of each order adds it.
pub(super) fn errands(dice: &Dice, orders: &[StandingOrder], places: usize) -> Vec<Errand> {
    let mut errands = Vec::new();
    for (place, order) in orders.iter().enumerate() {
        errands.push(errand(dice, place, places, What::Add));
        for _ in 0..dice.of(0..6) {
            let errand = errand(dice, place, places, what(dice));
            errands.push(if dice.happens(500) { while_it_may_run(dice, order, errand) } else { errand });
        }
    }
    errands
}

/// The same after the time of the order: its run may be going on.
fn while_it_may_run(dice: &Dice, order: &StandingOrder, errand: Errand) -> Errand {
    let due = order.intent.method().scheduled_at().map_or(START, ScheduleTime::get);
    let due = Duration::try_from(due.duration_since(START)).unwrap_or_default();
    let at = due + dice.below(Duration::from_secs(dice.one_of(&[60, 600, 1_800])));
    let what = match errand.what {
        What::Move(_) => What::Move(soon_after(dice, at)),
        what => what,
    };
    Errand { at, what, ..errand }
}

fn what(dice: &Dice) -> What {
    match dice.of(0..20) {
        0..2 => What::Add,
        2..4 => What::Show,
        4..8 => What::Move(soon_after(dice, Duration::ZERO)),
        8..11 => What::Cancel,
        11..13 => What::TakeOver,
        13..17 => What::Retry,
        17..19 => What::ChargeToo,
        _ => What::RevokeKey(dice.one_of(&[OpenSchedules::Refuse, OpenSchedules::TakeBack])),
    }
}

fn errand(dice: &Dice, order: usize, places: usize, what: What) -> Errand {
    Errand {
        at: dice.below(Duration::from_secs(dice.one_of(&[1, 60, 3_600, 7_200]))),
        place: dice.of(0..places as u64) as usize,
        order,
        what,
        times: dice.of(1..5) as u32,
        wait: Duration::from_secs(dice.one_of(&[0, 20, 120])),
        hang_up: dice.happens(100).then(|| dice.below(Duration::from_secs(90))),
    }
}
