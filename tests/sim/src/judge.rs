//! What must hold, by the gateway's own ledger.

use std::sync::{Mutex, MutexGuard, PoisonError};

use keyin_domain::{Charge, ChargeState, Executor, MerchantUid, Mismatch, ReviewReason};

use crate::gateway::Gateway;

/// Something that must not happen, and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    /// Captured more than once.
    Double(String),
    /// Captured, and the journal does not know.
    Lost(String),
    /// The journal says that nothing was charged, or that something was, and the ledger says otherwise.
    False(String),
    /// No outcome, although everything works again.
    Stuck(String),
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, what) = match self {
            Self::Double(what) => ("double", what),
            Self::Lost(what) => ("lost", what),
            Self::False(what) => ("false", what),
            Self::Stuck(what) => ("stuck", what),
        };
        write!(f, "{kind}: {what}")
    }
}

#[derive(Debug, Default)]
pub(crate) struct Judge(Mutex<Vec<Violation>>);

impl Judge {
    pub(crate) fn find(&self, violation: Violation) {
        let mut found = self.found();
        if !found.contains(&violation) {
            found.push(violation);
        }
    }

    pub(crate) fn verdict(&self) -> Vec<Violation> {
        self.found().clone()
    }

    /// What must hold whenever something was written.
    pub(crate) fn look_at(&self, row: &Charge, gateway: &Gateway) {
        let uid = row.intent().merchant_uid();
        let state = row.state();
        match state {
            ChargeState::Declined
            | ChargeState::Refused
            | ChargeState::NotSent
            | ChargeState::NotCharged
            | ChargeState::NeedsCard
            | ChargeState::Abandoned => {
                if gateway.captured_for_keyin(uid) {
                    self.find(Violation::False(format!("{uid} is {state} and was captured")));
                }
            }
            ChargeState::Succeeded | ChargeState::LatePaid => {
                let told = row.payment().map(keyin_domain::Payment::amount);
                let captured = gateway.captured();
                if !captured
                    .iter()
                    .any(|movement| &movement.merchant_uid == uid && Some(movement.amount) == told)
                {
                    self.find(Violation::False(format!("{uid} is {state} and was not captured so")));
                }
            }
            ChargeState::Intent
            | ChargeState::InFlight
            | ChargeState::Scheduled
            | ChargeState::Unknown
            | ChargeState::Review => {}
        }
    }

    /// What must hold at the end of a schedule.
    pub(crate) fn conclude(&self, row: &Charge, gateway: &Gateway) {
        self.look_at(row, gateway);
        let uid = row.intent().merchant_uid();
        let captured = gateway.captured();
        let ours: Vec<_> = captured.iter().filter(|movement| &movement.merchant_uid == uid).collect();
        let state = row.state();
        let is_schedulers = row.executor() == Executor::Scheduler;
        let keyins = ours.iter().filter(|movement| movement.by.is_keyins()).count();
        // What a schedule's failed record comes to days later cannot be foreseen by whoever has it run again.
        if keyins > 1 || (ours.len() > 1 && !is_schedulers) {
            let times: Vec<_> = ours.iter().map(|movement| movement.at.since_start()).collect();
            self.find(Violation::Double(format!("{uid} was captured {} times: {times:?}", ours.len())));
        } else if ours.len() > 1 && state != ChargeState::Review {
            self.find(Violation::Lost(format!("{uid} is {state}, and one of its payments is not told")));
        }
        match (state, ours.first()) {
            // Written down, and never ordered.
            (ChargeState::Intent, None) if is_schedulers => {}
            (
                ChargeState::Intent | ChargeState::InFlight | ChargeState::Scheduled | ChargeState::Unknown,
                _,
            ) => {
                self.find(Violation::Stuck(format!("{uid} is {state}")));
            }
            (ChargeState::Succeeded, _) => {}
            (ChargeState::LatePaid, Some(movement)) if movement.by.is_keyins() => {
                self.find(Violation::Lost(format!("{uid} had been given up when it was found")));
            }
            (ChargeState::LatePaid, _) => {}
            (ChargeState::Review, only) => {
                let asked = row.intent().amount().total();
                let differs = only.is_some_and(|movement| movement.amount != asked);
                let amount = row.review_reason() == Some(ReviewReason::Mismatch(Mismatch::Amount));
                // The order may have been taken back since.
                let was_ordered = is_schedulers && row.review_reason() == Some(ReviewReason::StillScheduled);
                if ours.len() == 1 && !(differs && amount) && !was_ordered {
                    self.find(Violation::False(format!("{uid} is in review for nothing")));
                }
            }
            (_, Some(_)) => self.find(Violation::Lost(format!("{uid} is {state} and was captured"))),
            (_, None) => {}
        }
    }

    /// What must hold at the end of what the journal does not know.
    pub(crate) fn conclude_unknown(&self, uid: &MerchantUid, gateway: &Gateway) {
        if gateway.captured_for_keyin(uid) {
            self.find(Violation::Lost(format!("{uid} is not in the journal")));
        }
    }

    fn found(&self) -> MutexGuard<'_, Vec<Violation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
