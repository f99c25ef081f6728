//! One schedule, from its seed to the verdict.

mod errands;

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyin_adapter_memory::MemoryJournal;
use keyin_app::{
    CardPayment, ChargeBillingKey, ChargeOutcome, ChargeProblem, Charging, Patience, ResolveUnknown,
    Scheduling, Stop, TakeCardPayment,
};
use keyin_domain::{AbsenceWindow, ChargeIntent, ChargeState};
use keyin_ports::{BillingKeys, Journal as _};

use crate::clock::SimClock;
use crate::desk::Desk;
use crate::dice::Dice;
use crate::gateway::Gateway;
use crate::judge::{Judge, Violation};
use crate::line::Line;
use crate::pace::SimPace;
use crate::plan::{Call, Life, Plan, card};
use crate::plants::{self, Mover, Plant};
use crate::process::{Misfortune, Process};

/// The last sweep is seven days after the last claim.
const AFTERWARDS: Duration = Duration::from_secs(8 * 24 * 3_600);
const BETWEEN_SWEEPS: Duration = Duration::from_secs(3 * 3_600);

/// What came of a schedule.
pub(crate) struct Report {
    /// Nothing, unless a bug was planted.
    pub(crate) found: Vec<Violation>,
    /// Everything that the journal and the ledger hold at the end, a line each.
    pub(crate) history: Vec<String>,
}

/// Runs the schedule of that seed.
pub(crate) fn run(seed: u64, plant: Option<Plant>) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime of one thread needs nothing");
    let scene = Arc::new(Scene::set(seed, plant));
    runtime.block_on(scene.drive(Arc::clone(&scene).play()));
    let history = runtime.block_on(scene.history());
    Report { found: scene.judge.verdict(), history }
}

struct Scene {
    plan: Plan,
    plant: Option<Plant>,
    window: AbsenceWindow,
    clock: SimClock,
    dice: Arc<Dice>,
    gateway: Arc<Gateway>,
    store: Arc<MemoryJournal>,
    judge: Arc<Judge>,
    /// The living process of each place.
    living: Vec<Mutex<Option<Arc<Process>>>>,
}

impl Scene {
    fn set(seed: u64, plant: Option<Plant>) -> Self {
        let dice = Arc::new(Dice::seeded(seed));
        let window = AbsenceWindow::default();
        let plan = Plan::draw(&dice, window);
        let clock = SimClock::default();
        let gateway = Gateway::open(clock.clone(), Dice::seeded(dice.seed()), window, plan.same_uid);
        plan.standing.iter().for_each(|order| gateway.register(&order.customer));
        let living = plan.places.iter().map(|_| Mutex::default()).collect();
        let (store, judge) = (Arc::default(), Arc::default());
        Self { plan, plant, window, clock, dice, gateway: Arc::new(gateway), store, judge, living }
    }

    /// Lets time pass whenever everybody sleeps.
    async fn drive(&self, story: impl Future<Output = ()> + Send + 'static) {
        let mut story = tokio::spawn(story);
        loop {
            tokio::select! {
                biased;
                end = &mut story => return end.expect("a story comes to its end"),
                () = self.standstill() => {}
            }
            if !self.clock.jump() {
                return self.judge.find(Violation::Stuck("everybody waits for nothing".to_owned()));
            }
        }
    }

    async fn standstill(&self) {
        let mut quiet = 0;
        while quiet < 4 {
            let before = self.clock.stirred();
            tokio::task::yield_now().await;
            quiet = if self.clock.stirred() == before { quiet + 1 } else { 0 };
        }
    }

    async fn play(self: Arc<Self>) {
        for (place, lives) in self.plan.places.clone().into_iter().enumerate() {
            tokio::spawn(Arc::clone(&self).live(place, lives));
        }
        for call in self.plan.calls.clone() {
            tokio::spawn(Arc::clone(&self).ask(call));
        }
        for errand in self.plan.errands.clone() {
            tokio::spawn(Arc::clone(&self).go_on_errand(errand));
        }
        if let Some(order) = self.plan.paid_before {
            self.gateway.pay_elsewhere(&self.plan.orders[order]);
        }
        self.clock.sleep(self.plan.troubled).await;
        self.gateway.calm_down();
        let healthy = self.start(Misfortune::default());
        for intent in &self.plan.orders {
            self.insist(&healthy, intent).await;
        }
        self.insist_on_what_keyin_charges(&healthy).await;
        let resolve = ResolveUnknown::new(healthy.charging.clone());
        // What does not settle is waited for as long as any sweep would be, and then judged as it stands.
        tokio::select! {
            biased;
            settled = resolve.run(Patience::UntilSettled, |_| ()) => {
                settled.expect("the journal works again");
            }
            () = self.clock.sleep(AFTERWARDS) => {}
        }
        for _ in 0..AFTERWARDS.as_secs() / BETWEEN_SWEEPS.as_secs() {
            self.clock.sleep(BETWEEN_SWEEPS).await;
            resolve.run(Patience::Once, |_| ()).await.expect("the journal works again");
        }
        // A process that stood still for long may have written something down since, and ended before it was sent.
        self.insist_on_what_keyin_charges(&healthy).await;
        self.conclude().await;
    }

    async fn history(&self) -> Vec<String> {
        let events = self.store.events(0, u32::MAX).await.expect("it is in memory");
        let told = events.iter().map(|event| {
            let from = event.from.map_or("-", ChargeState::as_str);
            let at = event.at.strftime("%d %H:%M:%S%.3f");
            let (uid, epoch, what, to) = (&event.merchant_uid, event.epoch, &event.what, event.to);
            format!("{at} {uid} send {epoch}: {what}, {from} -> {to}")
        });
        let moved = self.gateway.captured().into_iter().map(|movement| {
            let at = movement.at.since_start();
            format!(
                "captured after {at:?}: {} {} ({:?})",
                movement.merchant_uid, movement.amount, movement.by
            )
        });
        told.chain(moved).collect()
    }

    async fn conclude(&self) {
        for intent in &self.plan.orders {
            let uid = intent.merchant_uid();
            let row = self.store.find(uid).await.expect("it is in memory");
            match row {
                Some(row) => self.judge.conclude(&row, &self.gateway),
                None => self.judge.find(Violation::Lost(format!("{uid} is not in the journal"))),
            }
        }
        self.conclude_standing_orders().await;
    }

    /// A process and what follows it, at one place.
    async fn live(self: Arc<Self>, place: usize, lives: Vec<Life>) {
        for life in lives {
            let running = self.start(life.misfortune);
            *self.at(place) = Some(Arc::clone(&running.process));
            tokio::spawn(Arc::clone(&self).resolve_now_and_then(running.charging));
            match life.killed_after {
                Some(after) => tokio::select! {
                    biased;
                    () = running.process.ended() => {}
                    () = self.clock.sleep(after) => running.process.end(),
                },
                None => running.process.ended().await,
            }
            *self.at(place) = None;
            self.clock.sleep(life.pause).await;
        }
    }

    async fn resolve_now_and_then(self: Arc<Self>, charging: Charging) {
        let resolve = ResolveUnknown::new(charging);
        loop {
            let pause = if self.gateway.is_calm() { BETWEEN_SWEEPS } else { self.plan.resolve_every };
            self.clock.sleep(pause).await;
            // A journal that is away now is there at the next turn.
            let _ = resolve.run(self.plan.patience, |_| ()).await;
        }
    }

    fn at(&self, place: usize) -> std::sync::MutexGuard<'_, Option<Arc<Process>>> {
        self.living[place].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One who asks for an order, and asks again.
    async fn ask(self: Arc<Self>, call: Call) {
        self.clock.sleep(call.at).await;
        let intent = &self.plan.orders[call.order];
        for _ in 0..call.times {
            let Some(process) = self.at(call.place).clone() else {
                self.clock.sleep(Duration::from_secs(30)).await;
                continue;
            };
            let running = self.running(&process);
            let hang_up = async {
                match call.hang_up {
                    Some(after) => self.clock.sleep(after).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                told = running.charge(intent, call.wait) => if told.is_ok_and(|told| is_final(told.charge.state())) {
                    return;
                },
                () = process.ended() => {}
                () = hang_up => {}
            }
            self.clock.sleep(self.dice.below(Duration::from_secs(1_200))).await;
        }
    }

    /// Asks until there is an outcome.
    async fn insist(&self, healthy: &Running, intent: &ChargeIntent) {
        for _ in 0..200 {
            let told = healthy.charge(intent, Duration::from_secs(20)).await;
            if told.is_ok_and(|told| is_final(told.charge.state())) {
                return;
            }
            self.clock.sleep(Duration::from_secs(300)).await;
        }
        self.judge.find(Violation::Stuck(format!("{} comes to no outcome", intent.merchant_uid())));
    }

    fn start(&self, misfortune: Misfortune) -> Running {
        self.running(&Arc::new(Process::start(self.clock.clone(), misfortune)))
    }

    fn running(&self, process: &Arc<Process>) -> Running {
        let line = Line {
            process: Arc::clone(process),
            gateway: Arc::clone(&self.gateway),
            clock: self.clock.clone(),
            dice: Arc::clone(&self.dice),
            window: self.window,
            trouble: self.plan.line_trouble,
        };
        let desk = Desk {
            process: Arc::clone(process),
            journal: self.store.clone(),
            gateway: Arc::clone(&self.gateway),
            clock: self.clock.clone(),
            dice: Arc::clone(&self.dice),
            judge: Arc::clone(&self.judge),
            trouble: self.plan.store_trouble,
        };
        let schedules = plants::in_schedules(self.plant, line.clone());
        let charging = Charging {
            gateway: plants::in_gateway(self.plant, line.clone()),
            schedules: Some(Arc::clone(&schedules)),
            journal: plants::in_journal(self.plant, desk),
            clock: Arc::new(self.clock.clone()),
            pace: Arc::new(SimPace { dice: Arc::clone(&self.dice), clock: self.clock.clone() }),
            window: plants::in_window(self.plant, self.window),
            stop: Stop::default(),
        };
        let scheduling = Scheduling::new(charging.clone(), schedules);
        let mover = Mover { plant: self.plant, charging: charging.clone(), scheduling: scheduling.clone() };
        Running { process: Arc::clone(process), charging, scheduling, mover, keys: Arc::new(line) }
    }
}

/// A process with its ports.
struct Running {
    process: Arc<Process>,
    charging: Charging,
    scheduling: Scheduling,
    mover: Mover,
    keys: Arc<dyn BillingKeys>,
}

impl Running {
    async fn charge(&self, intent: &ChargeIntent, wait: Duration) -> Result<ChargeOutcome, ChargeProblem> {
        if !intent.method().needs_card() {
            return ChargeBillingKey::new(self.charging.clone()).run(intent.clone(), wait).await;
        }
        let order = CardPayment {
            intent: intent.clone(),
            card: card(),
            allow_unverified_card: false,
            replace_billing_key: false,
            wait,
        };
        let take = TakeCardPayment::new(self.charging.clone(), Arc::clone(&self.keys));
        take.run(order).await.map(|outcome| outcome.charge)
    }
}

fn is_final(state: ChargeState) -> bool {
    matches!(
        state,
        ChargeState::Succeeded | ChargeState::LatePaid | ChargeState::Declined | ChargeState::Review
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_goes_the_same_way() {
        for seed in 0..30 {
            let (one, other) = (run(seed, None), run(seed, None));
            assert_eq!(one.history, other.history, "seed {seed}");
            assert!(one.history.len() > 2, "seed {seed}: {:?}", one.history);
        }
    }

    #[test]
    fn other_seeds_go_other_ways() {
        let histories: Vec<_> = (0..30).map(|seed| run(seed, None).history).collect();
        assert!(histories.iter().enumerate().all(|(place, history)| !histories[..place].contains(history)));
    }

    #[test]
    fn nothing_is_found_without_a_bug() {
        for seed in 0..200 {
            assert_eq!(run(seed, None).found, [], "seed {seed}");
        }
    }
}
