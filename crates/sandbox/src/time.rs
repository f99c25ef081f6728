//! Where the sandbox takes its time from: this file and no other reads a clock.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::control_error::ControlError;
use crate::lock::lock;

/// The latest time that can be set, Unix seconds: the end of the year 9999.
const LATEST: i64 = 253_402_300_799;

/// What the sandbox's clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// Unix seconds.
    pub now: i64,
    /// Whether it runs.
    pub mode: ClockMode,
}

/// Whether the sandbox's clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockMode {
    /// It runs as the machine's does.
    Real,
    /// It stands until it is moved.
    Manual,
}

/// The clock of one sandbox.
#[derive(Debug)]
pub(crate) struct Time(Mutex<Setting>);

/// How a clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Setting {
    /// It runs so many seconds ahead of the machine's clock, or behind it.
    Ahead(i64),
    /// It stands at that Unix second.
    StandsAt(i64),
}

impl Default for Time {
    /// The machine's.
    fn default() -> Self {
        Self(Mutex::new(Setting::Ahead(0)))
    }
}

impl Setting {
    fn shown(self) -> Clock {
        match self {
            Self::Ahead(by) => Clock { now: of_machine() + by, mode: ClockMode::Real },
            Self::StandsAt(now) => Clock { now, mode: ClockMode::Manual },
        }
    }
}

impl Time {
    /// Unix time in whole seconds, as the I'mport API counts.
    pub(crate) fn now(&self) -> i64 {
        self.shown().now
    }

    pub(crate) fn shown(&self) -> Clock {
        lock(&self.0).shown()
    }

    /// How it goes, and so how it can be made to go again.
    pub(crate) fn setting(&self) -> Setting {
        *lock(&self.0)
    }

    pub(crate) fn go_on_as(&self, setting: Setting) {
        *lock(&self.0) = setting;
    }

    /// Makes the clock stand, there or where it is.
    pub(crate) fn stand(&self, at: Option<i64>) -> Result<Clock, ControlError> {
        let mut setting = lock(&self.0);
        let at = within_range(at.unwrap_or_else(|| setting.shown().now))?;
        *setting = Setting::StandsAt(at);
        Ok(setting.shown())
    }

    /// Lets the clock run, from there or with the machine's.
    pub(crate) fn run(&self, from: Option<i64>) -> Result<Clock, ControlError> {
        let machine = of_machine();
        let setting = Setting::Ahead(within_range(from.unwrap_or(machine))? - machine);
        *lock(&self.0) = setting;
        Ok(setting.shown())
    }

    /// What the clock will show when it is moved so far ahead.
    pub(crate) fn ahead(&self, seconds: u64) -> Result<i64, ControlError> {
        let now = self.now();
        Ok(now + within_reach(seconds, now)?)
    }

    /// What the clock will show when it is told to stand or to run, there or, without a time, as [`Time::stand`] and
    /// [`Time::run`] do.
    pub(crate) fn to_be(&self, at: Option<i64>, mode: ClockMode) -> Result<i64, ControlError> {
        within_range(at.unwrap_or_else(|| match mode {
            ClockMode::Manual => self.now(),
            ClockMode::Real => of_machine(),
        }))
    }

    /// Moves the clock ahead to that time, unless it is past it; whether it runs stays as it is.
    pub(crate) fn reach(&self, at: i64) {
        let mut setting = lock(&self.0);
        let by = (at - setting.shown().now).max(0);
        *setting = match *setting {
            Setting::Ahead(before) => Setting::Ahead(before + by),
            Setting::StandsAt(now) => Setting::StandsAt(now + by),
        };
    }
}

fn within_reach(seconds: u64, now: i64) -> Result<i64, ControlError> {
    let by = i64::try_from(seconds).ok().filter(|by| *by <= LATEST - now);
    by.ok_or_else(|| ControlError::value("seconds", "a whole number within the year 9999"))
}

fn within_range(at: i64) -> Result<i64, ControlError> {
    let known = (0..=LATEST).contains(&at);
    if known { Ok(at) } else { Err(ControlError::value("now", "Unix seconds from 0 to 253402300799")) }
}

fn of_machine() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
