//! The simulated gateway: what it holds, and what becomes of a request that reaches it.

mod entry;
mod fate;
mod record;
mod scheduler;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyin_domain::{
    AbsenceWindow, Attempts, ChargeIntent, CustomerUid, ImpUid, MerchantUid, Money, UnknownCause,
};
use keyin_ports::{ChargeError, Clock, Monotonic, Reply};
use tokio::sync::oneshot;

use crate::clock::SimClock;
use crate::dice::Dice;

use entry::Entry;
pub(crate) use fate::Fate;
use record::Record;
pub(crate) use scheduler::{Deed, Fault};

/// What becomes of a charge under a merchant_uid that has a payment: nobody knows what the real gateway does with
/// two calls that overlap, so every reading is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SameUid {
    /// It is captured again: only keyin's own rules stand between a lost reply and a double charge.
    ChargeAgain,
    /// It is refused if there is a payment when the request comes in: two that overlap are both captured.
    RefuseOnArrival,
    /// It is refused if there is a payment when it would be captured.
    RefuseOnCapture,
}

/// Money that moved.
#[derive(Clone, Debug)]
pub(crate) struct Movement {
    pub(crate) merchant_uid: MerchantUid,
    pub(crate) amount: Money,
    pub(crate) at: Monotonic,
    pub(crate) by: By,
}

/// How money came to be captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// By a call of keyin.
    Call,
    /// By a run of a schedule.
    Scheduler,
    /// By a record that had been told as failed and became paid.
    LateSuccess,
    /// By somebody else.
    Others,
}

impl By {
    /// Whether keyin sent it, or had ordered it.
    pub(crate) fn is_keyins(self) -> bool {
        matches!(self, Self::Call | Self::Scheduler)
    }
}

/// How long the parts of one charge at the gateway take, from the sending on.
#[derive(Clone, Copy, Debug)]
struct Times {
    arrives: Duration,
    decided: Duration,
    /// When look-ups show it.
    visible: Duration,
    /// When look-ups show it as begun, if they do before it is decided.
    begun: Option<Duration>,
}

#[derive(Debug)]
pub(crate) struct Gateway {
    clock: SimClock,
    dice: Dice,
    window: AbsenceWindow,
    same_uid: SameUid,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    records: Vec<Record>,
    captured: Vec<Movement>,
    schedules: Vec<Entry>,
    /// The billing keys that the scheduler may charge.
    keys: Vec<CustomerUid>,
    numbers: u64,
    calm: bool,
}

impl Gateway {
    pub(crate) fn open(clock: SimClock, dice: Dice, window: AbsenceWindow, same_uid: SameUid) -> Self {
        Self { clock, dice, window, same_uid, held: Mutex::default() }
    }

    /// From now on it answers soon, and nothing gets lost.
    pub(crate) fn calm_down(&self) {
        self.held().calm = true;
    }

    /// Somebody pays this order past keyin.
    pub(crate) fn pay_elsewhere(&self, intent: &ChargeIntent) {
        let fate = Fate::Captured { short: false, told_as_fault: false, cancelled_elsewhere: false };
        let place = self.begin(intent, &fate, None);
        let _ = self.decide(place, intent, &fate, (self.clock.monotonic(), By::Others));
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.held().calm
    }

    pub(crate) fn captured(&self) -> Vec<Movement> {
        self.held().captured.clone()
    }

    /// Whether a call of keyin, or a run that it had ordered, captured something under that merchant_uid.
    pub(crate) fn captured_for_keyin(&self, uid: &MerchantUid) -> bool {
        let ours = |movement: &Movement| &movement.merchant_uid == uid && movement.by.is_keyins();
        self.held().captured.iter().any(ours)
    }

    /// All that look-ups show now.
    pub(crate) fn shown(&self, uid: &MerchantUid) -> Attempts {
        let now = self.clock.monotonic();
        let held = self.held();
        let ours = held.records.iter().filter(|record| record.merchant_uid() == uid);
        let mut shown: Vec<_> = ours.filter_map(|record| record.shown_at(now)).collect();
        // A record that moves to the next page shows twice.
        if let Some(first) = shown.first().cloned()
            && self.dice.happens(30)
        {
            shown.push(first);
        }
        Attempts::new(shown)
    }

    /// One payment as it is shown now.
    pub(crate) fn find(&self, uid: &ImpUid) -> Option<keyin_domain::Payment> {
        let now = self.clock.monotonic();
        self.held()
            .records
            .iter()
            .filter_map(|record| record.shown_at(now))
            .find(|shown| shown.imp_uid() == uid)
    }

    /// Takes a request that is on its way; the answer is told if anybody still waits for it.
    pub(crate) async fn work(
        self: Arc<Self>,
        intent: ChargeIntent,
        told: oneshot::Sender<Result<Reply, ChargeError>>,
    ) {
        let sent = self.clock.monotonic();
        let times = self.draw_times();
        self.clock.sleep_until(sent.after(times.arrives)).await;
        if self.same_uid == SameUid::RefuseOnArrival && self.is_paid(intent.merchant_uid()) {
            let _ = told.send(Err(ChargeError::Unknown(UnknownCause::Duplicate)));
            return;
        }
        let fate = self.draw_fate(&intent);
        let place = self.begin(&intent, &fate, times.begun.map(|begun| sent.after(begun)));
        self.clock.sleep_until(sent.after(times.decided)).await;
        if self.same_uid == SameUid::RefuseOnCapture && self.is_paid(intent.merchant_uid()) {
            self.forget(place);
            let _ = told.send(Err(ChargeError::Unknown(UnknownCause::Duplicate)));
            return;
        }
        let reply = self.decide(place, &intent, &fate, (sent.after(times.visible), By::Call));
        let _ = told.send(reply);
        self.live_on(place, &fate).await;
    }

    /// What happens to a record after its call: a failed one becomes paid, a paid one is cancelled by somebody.
    async fn live_on(&self, place: usize, fate: &Fate) {
        let wait = self.dice.below(Duration::from_secs(6 * 24 * 3_600));
        match fate {
            Fate::Failed { paid_later: true, .. } => {
                self.clock.sleep(wait).await;
                let now = self.clock.monotonic();
                let mut held = self.held();
                let record = &mut held.records[place];
                record.turn_paid(now, self.clock.now());
                let movement = record.movement(now, By::LateSuccess);
                held.captured.push(movement);
            }
            Fate::Captured { cancelled_elsewhere: true, .. } => {
                self.clock.sleep(self.dice.below(self.window.total())).await;
                self.held().records[place].cancel(self.clock.now());
            }
            Fate::Failed { .. } | Fate::Captured { .. } | Fate::Words(_) | Fate::Refused(_) | Fate::Fault => {
            }
        }
    }

    fn begin(&self, intent: &ChargeIntent, fate: &Fate, begun: Option<Monotonic>) -> usize {
        let mut held = self.held();
        held.numbers += 1;
        let record = Record::begun(held.numbers, intent, fate.amount(intent), begun, self.clock.now());
        held.records.push(record);
        held.records.len() - 1
    }

    fn forget(&self, place: usize) {
        self.held().records[place].forget();
    }

    fn decide(
        &self,
        place: usize,
        intent: &ChargeIntent,
        fate: &Fate,
        (visible, by): (Monotonic, By),
    ) -> Result<Reply, ChargeError> {
        let (now, civil) = (self.clock.monotonic(), self.clock.now());
        let mut held = self.held();
        let record = &mut held.records[place];
        match fate {
            Fate::Captured { .. } => {
                record.capture(civil, visible);
                let movement = record.movement(now, by);
                let reply = fate.reply(intent, record.final_payment());
                held.captured.push(movement);
                reply
            }
            Fate::Failed { text, .. } => {
                record.fail(text, civil, visible);
                fate.reply(intent, record.final_payment())
            }
            Fate::Words(_) | Fate::Refused(_) | Fate::Fault => {
                record.forget();
                fate.reply(intent, None)
            }
        }
    }

    fn is_paid(&self, uid: &MerchantUid) -> bool {
        self.held().captured.iter().any(|movement| &movement.merchant_uid == uid)
    }

    /// Within what the absence window assumes of the gateway, and often at its very end. A charge that is shown as
    /// begun may take as long as it likes.
    fn draw_times(&self) -> Times {
        let budget = self.window.gateway_timeout + self.window.gateway_lag;
        let visible = match self.dice.of(0..100) {
            _ if self.is_calm() => self.dice.below(Duration::from_secs(2)),
            0..60 => self.dice.below(Duration::from_secs(3)),
            60..75 => self.dice.below(self.window.gateway_timeout),
            75..90 => self.dice.below(budget),
            _ => budget,
        };
        let arrives = match self.dice.of(0..4) {
            0 => self.dice.below(visible.min(self.window.gateway_timeout)),
            _ => self.dice.below(visible.min(Duration::from_secs(1))),
        };
        let decided = match self.dice.of(0..3) {
            0 => arrives,
            1 => arrives + self.dice.below(visible - arrives),
            _ => visible,
        };
        if !self.is_calm() && self.dice.happens(60) {
            let begun = arrives + self.dice.below(budget.saturating_sub(arrives));
            let decided = begun + self.dice.below(Duration::from_secs(6 * 3_600));
            return Times { arrives, decided, visible: decided, begun: Some(begun) };
        }
        Times { arrives, decided, visible, begun: self.dice.happens(300).then_some(arrives) }
    }

    fn draw_fate(&self, intent: &ChargeIntent) -> Fate {
        Fate::draw(&self.dice, intent, self.is_calm())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
