//! Whether a run of a schedule may have begun.

use jiff::Timestamp;

use super::{Schedule, ScheduleTime};

/// The earliest time at which the gateway's scheduler may run a schedule, as far as reads that lag can tell: what a read
/// shows may be from before a move, and what is known may be, too.
///
/// A run that has begun goes on, whatever is ordered after it. So nobody may rely on an order to move a schedule, or on
/// the word that it was taken back, unless no run can have begun by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarliestRun(ScheduleTime);

impl EarliestRun {
    /// Of a schedule as it is shown, whose time was last `known` to be another or the same.
    pub fn of(shown: &Schedule, known: Option<ScheduleTime>) -> Self {
        Self(known.map_or(shown.at(), |known| known.min(shown.at())))
    }

    /// The time.
    pub fn at(self) -> ScheduleTime {
        self.0
    }

    /// Whether a run may have begun before that moment. An order may arrive, and a read may miss what has begun, up to an
    /// absence window from now: that is the moment to ask for.
    pub fn may_have_begun_before(self, moment: Timestamp) -> bool {
        self.0.get() < moment
    }
}
