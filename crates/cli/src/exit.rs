//! Exit statuses.

use std::process::ExitCode;

use keyin_domain::{Charge, ChargeState};

/// What the exit status says of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done.
    Done,
    /// 1: differences, partial failure, or not found.
    NotFound,
    /// 2: usage, invalid input, conflict, not offered. Nothing was sent.
    Usage,
    /// 3: declined or refused. Nothing was charged.
    Declined,
    /// 4: gateway or store not available, or credentials refused. Certainly nothing was charged.
    Unavailable,
    /// 5: unknown, or a person has to look.
    Unknown,
}

impl Exit {
    /// The status of a charge.
    pub(crate) fn of(charge: &Charge) -> Self {
        match charge.state() {
            // What the scheduler holds is what was asked of it.
            ChargeState::Succeeded | ChargeState::LatePaid | ChargeState::Scheduled => Self::Done,
            ChargeState::Declined => Self::Declined,
            ChargeState::Refused => match charge.refusal() {
                Some(refusal) if credentials(refusal.kind) => Self::Unavailable,
                _ => Self::Declined,
            },
            ChargeState::Intent
            | ChargeState::NotSent
            | ChargeState::NotCharged
            | ChargeState::NeedsCard
            | ChargeState::Abandoned => Self::Unavailable,
            ChargeState::InFlight | ChargeState::Unknown | ChargeState::Review => Self::Unknown,
        }
    }

    /// The status of a charge whose schedule was to be taken back: that it was not made is what was asked for.
    pub(crate) fn of_taken_back(charge: &Charge) -> Self {
        match Self::of(charge) {
            Self::Unknown => Self::Unknown,
            _ => Self::Done,
        }
    }

    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotFound => 1,
            Self::Usage => 2,
            Self::Declined => 3,
            Self::Unavailable => 4,
            Self::Unknown => 5,
        }
    }
}

fn credentials(kind: keyin_domain::RefusalKind) -> bool {
    matches!(kind, keyin_domain::RefusalKind::Unauthorized | keyin_domain::RefusalKind::Forbidden)
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}
