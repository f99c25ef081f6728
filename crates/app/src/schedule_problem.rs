//! Why the gateway's scheduler was not given an order, or could not be asked.

use keyin_domain::{ChargeState, Field, Mismatch, ReviewReason, ScheduleStatus, ScheduleTime, UnknownCause};
use keyin_ports::{JournalError, NotTheSchedulers, ReadError, ScheduleError};

use crate::Unsupported;

/// A schedule that did not come to what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleProblem {
    /// The PG does not offer this. Nothing was sent.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// The intent is one that keyin executes. Nothing was sent.
    #[error(transparent)]
    NotTheSchedulers(#[from] NotTheSchedulers),
    /// The time comes too soon ([`ScheduleTime::is_too_soon`]), or has passed. Nothing was sent.
    #[error("{at} comes too soon")]
    TooSoon {
        /// What was asked for.
        at: ScheduleTime,
    },
    /// Its time is less than an absence window away or has passed: the gateway may run it while it is being moved, and
    /// then run it again at the new time. Nothing was sent.
    #[error("it may be run while it is moved: its time is {at}")]
    MayRun {
        /// When it is to be run.
        at: ScheduleTime,
    },
    /// Another request holds this merchant_uid; these fields differ. Nothing was sent.
    #[error("another request holds this merchant_uid")]
    Conflict(Vec<Field>),
    /// The gateway's scheduler holds another schedule under this merchant_uid: to run it would charge another customer or
    /// another sum. Nothing was sent.
    #[error("the schedule at the gateway is another one: {}", ReviewReason::Mismatch(*.0).code())]
    AnotherSchedule(Mismatch),
    /// There is no such schedule.
    #[error("there is no such schedule")]
    NotFound,
    /// The schedule stands in the way of what was asked for: it was run, taken back, or still waits. Nothing was sent.
    #[error("a schedule that is {} does not allow it", .status.as_str())]
    StandsOtherwise {
        /// The gateway's word.
        status: ScheduleStatus,
    },
    /// The journal's charge stands in the way. Nothing was sent.
    #[error("a charge that is {state} does not allow it")]
    ChargeStandsOtherwise {
        /// Where it stands.
        state: ChargeState,
    },
    /// It was not scheduled through this journal, and an order that may charge it has to be written down first.
    /// Nothing was sent.
    #[error("the journal holds no such schedule")]
    NotInJournal,
    /// What was asked for is not known to have been done, or what stood before is not settled. Nothing more was sent;
    /// look at the schedule.
    #[error("how the schedule stands is unknown: {}", .0.code())]
    Undecided(UnknownCause),
    /// The stop was asked for before anything was sent.
    #[error("stopped before anything was sent")]
    Stopped,
    /// The gateway could not be read. Nothing was sent.
    #[error("the gateway could not be read")]
    Unread(#[source] ReadError),
    /// The gateway's answer: the schedule stands as it stood.
    #[error(transparent)]
    Gateway(ScheduleError),
    /// The journal could not be used before sending. Nothing was sent.
    #[error("the journal could not be used; nothing was sent")]
    Store(#[from] JournalError),
    /// The journal could not be used after sending: what came of it is not recorded.
    #[error("the journal could not be used after sending; last known: {said}")]
    StoreAfterSend {
        /// What is last known.
        said: &'static str,
        /// What went wrong.
        source: JournalError,
    },
}

impl From<ReadError> for ScheduleProblem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            other => Self::Unread(other),
        }
    }
}

impl From<ScheduleError> for ScheduleProblem {
    fn from(error: ScheduleError) -> Self {
        match error {
            ScheduleError::NotFound => Self::NotFound,
            ScheduleError::Unknown(cause) => Self::Undecided(cause),
            other @ (ScheduleError::Refused(_) | ScheduleError::NotSent(_)) => Self::Gateway(other),
        }
    }
}
