//! A fault as a control names it.

use serde_json::Value;

use super::{Fault, FaultKind};
use crate::control_body::Fields;
use crate::control_error::ControlError;

impl Fault {
    /// Reads one; `at` is where it stands.
    pub(crate) fn read(value: &Value, at: String) -> Result<Self, ControlError> {
        const KNOWN: [&str; 10] = [
            "operation",
            "kind",
            "probability",
            "times",
            "delay_ms",
            "status",
            "customer_uid",
            "merchant_uid",
            "seconds",
            "drip_ms",
        ];
        const OPERATIONS: &str = "one of get_token, onetime, again, payment, find, status, cancel, customer, schedule, \
                                  find_schedule, unschedule, webhook, *";
        const KINDS: &str = "one of delay, drop_before, drop_after, status, malformed, truncate, expire_token, rate_limit, \
                             timeout_before, timeout_after, drip, read_lag, failed_then_paid; lose, duplicate, reorder, \
                             postpone";
        let fields = Fields::open(value, at, &KNOWN)?;
        let kind: FaultKind = fields.need("kind", KINDS)?;
        let operation = fields.need("operation", OPERATIONS)?;
        Ok(Self {
            probability: fields
                .get::<Option<f64>>("probability", "a number from 0 to 1")?
                .flatten()
                .unwrap_or(1.0),
            times: fields.get::<Option<u32>>("times", "a whole number from 1 to 4294967295")?.flatten(),
            delay_ms: fields
                .get::<Option<u64>>("delay_ms", "milliseconds from 0 to 3600000")?
                .flatten()
                .unwrap_or(0),
            status: fields.get::<Option<u16>>("status", "an HTTP status from 200 to 599")?.flatten(),
            customer_uid: fields.get::<Option<String>>("customer_uid", "a text or null")?.flatten(),
            merchant_uid: fields.get::<Option<String>>("merchant_uid", "a text or null")?.flatten(),
            seconds: fields.get::<Option<u64>>("seconds", "seconds from 1 to 2592000")?.flatten(),
            drip_ms: fields.get::<Option<u64>>("drip_ms", "milliseconds from 1 to 3600000")?.flatten(),
            ..Self::new(operation, kind)
        })
    }
}
