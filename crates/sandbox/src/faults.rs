//! Faults: what goes wrong on purpose between a caller and the gateway.

mod kind;
mod read;
mod set;

use serde::{Deserialize, Serialize};

use crate::control_error::ControlError;

pub use kind::FaultKind;
pub(crate) use set::{Faults, Notice, Plan, Strike, Subject};

/// The longest a fault may hold a call or its answer back, in milliseconds: one hour.
const LONGEST_DELAY_MS: u64 = 3_600_000;
/// The longest time on the sandbox's clock that a fault can name, in seconds: thirty days.
const LONGEST_SECONDS: u64 = 30 * 86_400;

/// A fault that strikes calls of one operation.
///
/// Faults strike calls that carry a good token (and every `getToken`), so that a call turned away at the door uses
/// none up. The faults of a list are asked in their order: the delays of all that fire add up, and the first other
/// kind that fires decides what happens; those behind it keep their `times`. [`FaultKind::ReadLag`] and
/// [`FaultKind::FailedThenPaid`] only bend the effect, and go together with any other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Which calls.
    pub operation: Operation,
    /// What happens to them.
    pub kind: FaultKind,
    /// How likely it fires, 0 to 1; drawn from the seeded generator. Default 1.
    pub probability: f64,
    /// How many times it fires before it is gone; `None`: until cleared.
    pub times: Option<u32>,
    /// How long the call waits before its effect, in milliseconds, at most one hour; kinds other than
    /// [`FaultKind::Delay`] may wait as well. Default 0.
    pub delay_ms: u64,
    /// The HTTP status of [`FaultKind::Status`], 200 to 599; `None` is 500.
    pub status: Option<u16>,
    /// Only calls that name this customer_uid.
    pub customer_uid: Option<String>,
    /// Only calls that name this merchant_uid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_uid: Option<String>,
    /// How far behind, or how much later, on the sandbox's clock: of [`FaultKind::ReadLag`],
    /// [`FaultKind::FailedThenPaid`] and [`FaultKind::Postpone`], which need it. 1 to 2,592,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// How long an answer takes that drips ([`FaultKind::Drip`], which needs it), in milliseconds, at most one hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drip_ms: Option<u64>,
}

/// Which calls a fault is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// `POST /users/getToken`
    GetToken,
    /// `POST /subscribe/payments/onetime`, and under its older name `/subscribe/payments/foreign`
    Onetime,
    /// `POST /subscribe/payments/again`
    Again,
    /// `GET /payments/{imp_uid}`
    Payment,
    /// `GET /payments/find/…` and `GET /payments/findAll/…`
    Find,
    /// `GET /payments/status/…`
    Status,
    /// `POST /payments/cancel`
    Cancel,
    /// `/subscribe/customers/{customer_uid}`, all methods, its payments, and `GET /subscribe/customers`
    Customer,
    /// What registers, moves or retries a schedule: `POST /subscribe/payments/schedule`, and with a merchant_uid
    /// `PUT`, `POST …/reschedule` and `POST …/retry`.
    Schedule,
    /// Every `GET` that looks schedules up.
    FindSchedule,
    /// `POST /subscribe/payments/unschedule`
    Unschedule,
    /// Webhooks that the sandbox sends: no call, so `*` does not mean them.
    Webhook,
    /// Every call.
    #[serde(rename = "*")]
    Any,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 13] = [
        Self::GetToken,
        Self::Onetime,
        Self::Again,
        Self::Payment,
        Self::Find,
        Self::Status,
        Self::Cancel,
        Self::Customer,
        Self::Schedule,
        Self::FindSchedule,
        Self::Unschedule,
        Self::Webhook,
        Self::Any,
    ];
}

impl Fault {
    /// A fault that fires always, until cleared.
    #[must_use]
    pub fn new(operation: Operation, kind: FaultKind) -> Self {
        Self {
            operation,
            kind,
            probability: 1.0,
            times: None,
            delay_ms: 0,
            status: None,
            customer_uid: None,
            merchant_uid: None,
            seconds: None,
            drip_ms: None,
        }
    }

    /// The same fault, gone after it has fired so many times.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// The same fault with a wait before the effect, in milliseconds.
    #[must_use]
    pub fn delay_ms(self, delay_ms: u64) -> Self {
        Self { delay_ms, ..self }
    }

    /// The same fault with a time on the sandbox's clock.
    #[must_use]
    pub fn seconds(self, seconds: u64) -> Self {
        Self { seconds: Some(seconds), ..self }
    }

    /// The same fault with the time its answer takes, in milliseconds.
    #[must_use]
    pub fn drip_ms(self, drip_ms: u64) -> Self {
        Self { drip_ms: Some(drip_ms), ..self }
    }

    pub(crate) fn check(&self, at: &str) -> Result<(), ControlError> {
        let refuse = |field: &str, expects| Err(ControlError::value(format!("{at}.{field}"), expects));
        if let Some(objection) = self.kind.objection(self.operation) {
            return refuse("kind", objection);
        }
        if !(0.0..=1.0).contains(&self.probability) {
            return refuse("probability", "a number from 0 to 1");
        }
        if self.times == Some(0) {
            return refuse("times", "a whole number from 1 to 4294967295");
        }
        if self.delay_ms > LONGEST_DELAY_MS {
            return refuse("delay_ms", "milliseconds from 0 to 3600000");
        }
        if self.kind == FaultKind::Delay && self.delay_ms == 0 {
            return refuse("delay_ms", "milliseconds from 1 to 3600000 for the kind \"delay\"");
        }
        if self.status.is_some() && self.kind != FaultKind::Status {
            return refuse("status", "absent for kinds other than \"status\"");
        }
        if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return refuse("status", "an HTTP status from 200 to 599");
        }
        match (self.kind.takes_seconds(), self.seconds) {
            (true, Some(1..=LONGEST_SECONDS)) | (false, None) => {}
            (true, _) => return refuse("seconds", "seconds from 1 to 2592000 for this kind"),
            (false, Some(_)) => return refuse("seconds", "absent for this kind"),
        }
        match (self.kind, self.drip_ms) {
            (FaultKind::Drip, Some(1..=LONGEST_DELAY_MS)) => Ok(()),
            (FaultKind::Drip, _) => refuse("drip_ms", "milliseconds from 1 to 3600000 for the kind \"drip\""),
            (_, Some(_)) => refuse("drip_ms", "absent for kinds other than \"drip\""),
            (_, None) => Ok(()),
        }
    }
}
