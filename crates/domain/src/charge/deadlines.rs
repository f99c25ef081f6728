//! The numbers that decide when a charge may be sent and when an absence may be believed.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The number of a send of one charge: 0 before the first, then it only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Epoch(u32);

impl Epoch {
    /// Before the first send.
    pub const BEFORE_FIRST: Self = Self(0);

    /// The epoch of that number.
    pub fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// The next send.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl std::fmt::Display for Epoch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How long after a claim an absence of the payment at the gateway proves nothing.
///
/// A send may begin up to `send_deadline` after the claim; the process may have stalled in between; the
/// client waits up to `gateway_timeout`; the gateway may go on processing, and its look-ups may lag, for
/// `gateway_lag`. Only the sum counts, and it cannot be set by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsenceWindow {
    /// A permit is good for this long.
    pub send_deadline: Duration,
    /// The longest stop of a process that is reckoned with.
    pub stall: Duration,
    /// How long the client waits for an answer.
    pub gateway_timeout: Duration,
    /// How long the gateway may still work on a request, and its look-ups lag behind.
    pub gateway_lag: Duration,
}

impl Default for AbsenceWindow {
    /// 5 s, 60 s, 60 s and 25 min: about 27 min in all.
    fn default() -> Self {
        Self {
            send_deadline: Duration::from_secs(5),
            stall: Duration::from_secs(60),
            gateway_timeout: Duration::from_secs(60),
            gateway_lag: Duration::from_secs(25 * 60),
        }
    }
}

impl AbsenceWindow {
    /// The time within which the owner of a claim has surely finished: after it anybody may look up.
    pub fn lease(&self) -> Duration {
        self.send_deadline.saturating_add(self.stall).saturating_add(self.gateway_timeout)
    }

    /// The whole window.
    pub fn total(&self) -> Duration {
        self.lease().saturating_add(self.gateway_lag)
    }

    /// The deadlines of a claim made now.
    pub fn deadlines(&self, now: Timestamp) -> Deadlines {
        Deadlines {
            claimed_at: now,
            lease_until: later(now, self.lease()),
            settle_after: later(now, self.total()),
        }
    }
}

/// The deadlines of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Deadlines {
    /// When it was made.
    pub claimed_at: Timestamp,
    /// After this, whoever claimed is taken for lost.
    pub lease_until: Timestamp,
    /// Before this, no absence is believed.
    pub settle_after: Timestamp,
}

impl Deadlines {
    /// The absence window that they were made with.
    pub(super) fn window(&self) -> Duration {
        Duration::try_from(self.settle_after.duration_since(self.claimed_at)).unwrap_or_default()
    }
}

pub(super) fn later(from: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| from.checked_add(by).ok()).unwrap_or(Timestamp::MAX)
}
