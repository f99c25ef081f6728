//! What people do about standing orders.

use std::sync::Arc;
use std::time::Duration;

use keyin_app::{AddSchedule, CancelSchedule, OpenSchedules, RetrySchedule, RevokeBillingKey, ShowSchedule};
use keyin_domain::{CancelReason, ChargeState, Executor};
use keyin_ports::Journal as _;

use super::{Running, Scene};
use crate::plan::{Errand, StandingOrder, What};

impl Scene {
    /// One who comes for a standing order, and comes again if it was to no avail.
    pub(super) async fn go_on_errand(self: Arc<Self>, errand: Errand) {
        self.clock.sleep(errand.at).await;
        for _ in 0..errand.times {
            let Some(process) = self.at(errand.place).clone() else {
                self.clock.sleep(Duration::from_secs(30)).await;
                continue;
            };
            let running = self.running(&process);
            let hang_up = async {
                match errand.hang_up {
                    Some(after) => self.clock.sleep(after).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                done = running.carry_out(&errand, &self.plan.standing[errand.order]) => if done {
                    return;
                },
                () = process.ended() => {}
                () = hang_up => {}
            }
            self.clock.sleep(self.dice.below(Duration::from_secs(1_200))).await;
        }
    }

    /// What keyin itself was to charge comes to an outcome; what the scheduler has, it runs.
    pub(super) async fn insist_on_what_keyin_charges(&self, healthy: &Running) {
        for order in &self.plan.standing {
            for intent in [&order.rival, &order.instead] {
                let row = self.store.find(intent.merchant_uid()).await.expect("it is in memory");
                if row.is_some_and(|row| row.executor() == Executor::Keyin) {
                    self.insist(healthy, intent).await;
                }
            }
        }
    }

    pub(super) async fn conclude_standing_orders(&self) {
        for order in &self.plan.standing {
            for intent in [&order.intent, &order.instead] {
                let uid = intent.merchant_uid();
                match self.store.find(uid).await.expect("it is in memory") {
                    Some(row) => self.judge.conclude(&row, &self.gateway),
                    None => self.judge.conclude_unknown(uid, &self.gateway),
                }
            }
        }
    }
}

impl Running {
    /// Whether it came to its end.
    async fn carry_out(&self, errand: &Errand, order: &StandingOrder) -> bool {
        let (scheduling, uid) = (self.scheduling.clone(), order.intent.merchant_uid());
        match errand.what {
            What::Add => AddSchedule::new(scheduling).run(order.intent.clone(), errand.wait).await.is_ok(),
            What::Show => ShowSchedule::new(scheduling).run(uid).await.is_ok(),
            What::Move(at) => self.mover.run(uid, at, errand.wait).await,
            What::Cancel => self.take_back(errand, order).await,
            What::TakeOver => {
                self.take_back(errand, order).await && self.charge(&order.instead, errand.wait).await.is_ok()
            }
            What::Retry => RetrySchedule::new(scheduling).run(uid, errand.wait).await.is_ok(),
            What::ChargeToo => self.charge(&order.rival, errand.wait).await.is_ok(),
            What::RevokeKey(open) => self.revoke_key(order, open).await,
        }
    }

    /// Whether it is certain that it will not be run.
    async fn take_back(&self, errand: &Errand, order: &StandingOrder) -> bool {
        let cancel = CancelSchedule::new(self.scheduling.clone());
        let taken = cancel.run(order.intent.merchant_uid(), errand.wait).await;
        let charge = taken.ok().and_then(|taken| taken.charge);
        charge.is_some_and(|charge| charge.state() == ChargeState::NotCharged)
    }

    async fn revoke_key(&self, order: &StandingOrder, open: OpenSchedules) -> bool {
        let revoke = RevokeBillingKey::new(Arc::clone(&self.keys), self.scheduling.clone());
        let reason = CancelReason::parse("해지").expect("a reason of one line");
        revoke.run(&order.customer, &reason, open).await.is_ok()
    }
}
