//! Errors of calls that move no money.

use keyin_domain::{NotSentCause, Refusal, UnknownCause};

/// A schedule that was not moved or taken back, or of which that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// There is no such schedule, or none that waits for its time.
    #[error("there is no such schedule")]
    NotFound,
    /// The gateway refused; the schedule stands as it stood.
    #[error("the gateway refused the request: {}", .0.code())]
    Refused(Refusal),
    /// Nothing reached the gateway; the schedule stands as it stood.
    #[error("nothing was sent: {}", .0.code())]
    NotSent(NotSentCause),
    /// Whether it was moved or taken back is unknown: read it.
    #[error("how the schedule stands is unknown: {}", .0.code())]
    Unknown(UnknownCause),
}
