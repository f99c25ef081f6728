//! Known bugs, to be found: a checker that misses them is blind.

mod client;
mod gateway;
mod journal;
mod scheduler;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyin_domain::AbsenceWindow;
use keyin_ports::{Journal, PaymentGateway, Schedules};

use crate::desk::Desk;
use crate::line::Line;

pub(crate) use client::Mover;

/// Writes the bugs once: the enum, the list of all, the name and the description cannot drift apart.
macro_rules! plants {
    ($($variant:ident, $name:literal, $what:literal;)+) => {
        /// A known bug.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Plant { $(#[doc = $what] $variant,)+ }

        impl Plant {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)+];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            pub(crate) fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)+ }
            }
        }
    };
}

plants! {
    TimeoutIsFailure, "timeout-is-failure", "a time-out is taken for a charge that was not made";
    OneLookIsEnough, "one-look-is-enough", "the first look-up that finds nothing is believed, whenever it is";
    ShortWindow, "short-window", "the absence window is a second short";
    SendBeforeJournal, "send-before-journal", "the claim is written after the charge was sent";
    UnacknowledgedClaim, "unacknowledged-claim", "a claim whose commit failed yields a permit";
    TwoWinners, "two-winners", "a lost claim yields a permit";
    FenceByUid, "fence-by-uid", "evidence counts for the current send, whichever send it is about";
    EndlessPermit, "endless-permit", "a permit never expires";
    RestartResends, "restart-resends", "a charge found in flight is taken for one that was not sent";
    ResendOnTimeout, "resend-on-timeout", "the transport sends again when no answer came";
    ErrorIsAbsence, "error-is-absence", "a look-up that fails is taken for one that found nothing";
    ReadyIsAbsence, "ready-is-absence", "a payment that has begun is taken for none";
    CancelledIsUnpaid, "cancelled-is-unpaid", "a payment that was cancelled since is taken for none";
    DuplicateIsRefusal, "duplicate-is-refusal", "\"already paid\" is taken for a refusal";
    AnyAmountIsPaid, "any-amount-is-paid", "an answer about another amount is taken for the payment";
    NoSweeps, "no-sweeps", "nothing is looked up again after its end";
    ClaimScheduled, "claim-scheduled", "a charge that the gateway's scheduler has is claimed by keyin, too";
    TimeoutIsUnscheduled, "timeout-is-unscheduled", "an order to the scheduler without an answer is taken for none, and charged";
    RetryIsCharged, "retry-is-charged", "a schedule that was run again without an answer is charged by keyin";
    UnscheduleUnread, "unschedule-unread", "a schedule is taken for taken back without reading it back";
    TakenBackIsUnrun, "taken-back-is-unrun", "what was taken back is taken for never run, however near its time";
    MoveWhatRuns, "move-what-runs", "a schedule is moved although it may be running already";
}

impl Plant {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|plant| plant.name() == name)
    }
}

pub(crate) fn in_window(plant: Option<Plant>, window: AbsenceWindow) -> AbsenceWindow {
    match plant {
        Some(Plant::ShortWindow) => {
            AbsenceWindow { gateway_lag: window.gateway_lag.saturating_sub(Duration::from_secs(1)), ..window }
        }
        _ => window,
    }
}

pub(crate) fn in_gateway(plant: Option<Plant>, line: Line) -> Arc<dyn PaymentGateway> {
    match plant {
        Some(plant) => Arc::new(gateway::Planted { line, plant }),
        None => Arc::new(line),
    }
}

pub(crate) fn in_schedules(plant: Option<Plant>, line: Line) -> Arc<dyn Schedules> {
    match plant {
        Some(plant) => Arc::new(scheduler::Planted { line, plant, believed: Mutex::default() }),
        None => Arc::new(line),
    }
}

pub(crate) fn in_journal(plant: Option<Plant>, desk: Desk) -> Arc<dyn Journal> {
    match plant {
        Some(plant) => Arc::new(journal::Planted { desk, plant }),
        None => Arc::new(desk),
    }
}
