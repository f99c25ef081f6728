//! What a schedule is made of, drawn from its seed.

mod standing;

use std::time::Duration;

use keyin_app::Patience;
use keyin_domain::{
    AbsenceWindow, Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Expiry,
    MerchantUid, Money, OrderName,
};

use crate::dice::Dice;
use crate::gateway::SameUid;
use crate::process::Misfortune;

pub(crate) use standing::{Errand, StandingOrder, What};

/// How long things go wrong.
const TROUBLED: Duration = Duration::from_secs(2 * 3_600);

#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) same_uid: SameUid,
    /// How many of a thousand calls something happens to, at the gateway and at the journal.
    pub(crate) line_trouble: u32,
    pub(crate) store_trouble: u32,
    pub(crate) orders: Vec<ChargeIntent>,
    pub(crate) calls: Vec<Call>,
    /// Charges for the gateway's scheduler, and what people do about them.
    pub(crate) standing: Vec<StandingOrder>,
    pub(crate) errands: Vec<Errand>,
    /// For each place of a process its lives, one after another; the last one does not end.
    pub(crate) places: Vec<Vec<Life>>,
    /// An order that was paid before it comes to keyin, past its journal.
    pub(crate) paid_before: Option<usize>,
    pub(crate) resolve_every: Duration,
    /// Whoever resolves stays until all is settled.
    pub(crate) patience: Patience,
    pub(crate) troubled: Duration,
}

/// Somebody asks for an order to be charged, and asks again until there is an outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) at: Duration,
    pub(crate) place: usize,
    pub(crate) order: usize,
    pub(crate) times: u32,
    pub(crate) wait: Duration,
    /// The caller hangs up after this.
    pub(crate) hang_up: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    pub(crate) misfortune: Misfortune,
    /// It is ended from outside after this.
    pub(crate) killed_after: Option<Duration>,
    /// Before the next one begins.
    pub(crate) pause: Duration,
}

impl Plan {
    pub(crate) fn draw(dice: &Dice, window: AbsenceWindow) -> Self {
        let orders: Vec<_> = (0..dice.of(1..4)).map(|number| order(dice, number)).collect();
        let places: Vec<_> = (0..dice.of(1..4)).map(|_| lives(dice, window)).collect();
        let calls = (0..orders.len() as u64 + dice.of(0..4))
            .map(|number| call(dice, number, orders.len() as u64, places.len() as u64))
            .collect();
        let same_uid = dice.one_of(&[
            SameUid::ChargeAgain,
            SameUid::ChargeAgain,
            SameUid::RefuseOnArrival,
            SameUid::RefuseOnCapture,
        ]);
        let standing = standing::orders(dice);
        let errands = standing::errands(dice, &standing, places.len());
        let paid_before = (same_uid != SameUid::ChargeAgain && dice.happens(50)).then_some(0);
        Self {
            same_uid,
            paid_before,
            patience: dice.one_of(&[Patience::Once, Patience::UntilSettled]),
            line_trouble: dice.one_of(&[0, 50, 300, 600]),
            store_trouble: dice.one_of(&[0, 0, 20, 100]),
            orders,
            calls,
            standing,
            errands,
            places,
            resolve_every: Duration::from_secs(dice.one_of(&[30, 120, 600])),
            troubled: TROUBLED,
        }
    }
}

fn order(dice: &Dice, number: u64) -> ChargeIntent {
    let uid = MerchantUid::parse(&format!("order-{number}")).unwrap();
    let customer = CustomerUid::parse(&format!("customer-{number}")).unwrap();
    let method = match dice.of(0..4) {
        0 => ChargeMethod::Card,
        1 => ChargeMethod::CardRegistering(customer),
        _ => ChargeMethod::BillingKey(customer),
    };
    let amount = ChargeAmount::new(Money::won(3_000 + number).unwrap()).unwrap();
    ChargeIntent::new(uid, method, amount, OrderName::parse("월간 이용권").unwrap())
}

/// The first calls ask for every order once; the others for any.
fn call(dice: &Dice, number: u64, orders: u64, places: u64) -> Call {
    let order = if number < orders { number } else { dice.of(0..orders) };
    Call {
        at: dice.below(Duration::from_secs(dice.one_of(&[1, 60, 3_600]))),
        place: dice.of(0..places) as usize,
        order: order as usize,
        times: dice.of(1..6) as u32,
        wait: Duration::from_secs(dice.one_of(&[0, 20, 120])),
        hang_up: dice.happens(200).then(|| dice.below(Duration::from_secs(90))),
    }
}

fn lives(dice: &Dice, window: AbsenceWindow) -> Vec<Life> {
    let short = (0..dice.of(0..4)).map(|_| life(dice, window, true)).collect::<Vec<_>>();
    short.into_iter().chain([life(dice, window, false)]).collect()
}

fn life(dice: &Dice, window: AbsenceWindow, ends: bool) -> Life {
    let by_step = ends && dice.happens(700);
    let barely = window.send_deadline - Duration::from_millis(1);
    let long = window.total() + dice.below(window.total());
    let stop = dice.one_of(&[Duration::from_millis(10), barely, window.stall, window.lease(), long]);
    Life {
        misfortune: Misfortune {
            end_at: by_step.then(|| dice.of(1..60)),
            stop: dice.happens(400).then(|| (dice.of(1..40), stop)),
            stop_after_claim: dice.one_of(&[
                Duration::ZERO,
                Duration::ZERO,
                barely,
                barely,
                window.send_deadline,
                long,
            ]),
            stall_before_send: dice.one_of(&[
                Duration::ZERO,
                Duration::ZERO,
                dice.below(window.stall),
                window.stall,
            ]),
        },
        killed_after: (ends && !by_step).then(|| dice.below(Duration::from_secs(1_800))),
        pause: dice.below(Duration::from_secs(dice.one_of(&[1, 300, 3_600]))),
    }
}

/// The card that everybody has.
pub(crate) fn card() -> Card {
    Card::new(CardNumber::parse("4242-4242-4242-4242").unwrap(), Expiry::parse("2031-12").unwrap())
}
