//! Faults: what goes wrong on purpose between a caller and the gateway.

mod set;

use serde::{Deserialize, Serialize};

use crate::control::ControlError;

pub(crate) use set::{Faults, Plan, Strike};

/// The longest a fault may hold a call back, in milliseconds: one hour.
const LONGEST_DELAY_MS: u64 = 3_600_000;

/// A fault that strikes calls of one operation.
///
/// Faults strike calls that carry a good token (and every `getToken`), so that a call turned away at the door uses
/// none up. The faults of a list are asked in their order: the delays of all that fire add up, and the first other
/// kind that fires decides what happens; those behind it keep their `times`.
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
    /// Every call.
    #[serde(rename = "*")]
    Any,
}

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The call waits `delay_ms`, then has its effect.
    Delay,
    /// The connection is closed before the effect; not a byte is answered.
    DropBefore,
    /// The connection is closed after the effect; not a byte is answered.
    DropAfter,
    /// An error with the HTTP status of the fault, before the effect.
    Status,
    /// After the effect: a whole HTTP answer whose JSON breaks off.
    Malformed,
    /// After the effect: an HTTP answer that ends before its announced length.
    Truncate,
    /// HTTP 401 before the effect; the token is forgotten, so that `getToken` issues another.
    ExpireToken,
    /// HTTP 429 before the effect.
    RateLimit,
}

impl Fault {
    /// A fault that fires always, until cleared.
    #[must_use]
    pub fn new(operation: Operation, kind: FaultKind) -> Self {
        Self { operation, kind, probability: 1.0, times: None, delay_ms: 0, status: None, customer_uid: None }
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

    pub(crate) fn check(&self, at: &str) -> Result<(), ControlError> {
        let refuse = |field: &str, expects| Err(ControlError::value(format!("{at}.{field}"), expects));
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
        Ok(())
    }
}
