//! When a schedule is run.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{Field, InvalidValue, Rule};

/// A time as the gateway's scheduler takes it: whole seconds after 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Timestamp", into = "Timestamp")
)]
pub struct ScheduleTime(Timestamp);

impl ScheduleTime {
    /// So much has to lie between now and the time of a schedule.
    pub const LEAST_NOTICE: Duration = Duration::from_secs(60);

    /// Takes the time in.
    ///
    /// # Errors
    /// When it is no whole second, or not after 1970 (0 means "none" to the gateway).
    pub fn new(at: Timestamp) -> Result<Self, InvalidValue> {
        if at.subsec_nanosecond() != 0 || at.as_second() <= 0 {
            let rule = Rule::Format { expected: "a whole second after 1970" };
            return Err(InvalidValue::new(Field::ScheduleAt, rule));
        }
        Ok(Self(at))
    }

    /// The moment.
    pub fn get(self) -> Timestamp {
        self.0
    }

    /// Unix seconds, as on the wire.
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// Whether it comes too soon to be asked for: less than [`LEAST_NOTICE`](Self::LEAST_NOTICE) from `now`.
    pub fn is_too_soon(self, now: Timestamp) -> bool {
        self.0.duration_since(now) < SignedDuration::from_secs(Self::LEAST_NOTICE.as_secs() as i64)
    }
}

impl std::fmt::Display for ScheduleTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<Timestamp> for ScheduleTime {
    type Error = InvalidValue;

    fn try_from(at: Timestamp) -> Result<Self, Self::Error> {
        Self::new(at)
    }
}

impl From<ScheduleTime> for Timestamp {
    fn from(time: ScheduleTime) -> Self {
        time.0
    }
}
