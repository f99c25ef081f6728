//! How a program that pays answers an order.

use serde::{Deserialize, Serialize};

/// What the calls of an order came to.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Answer {
    /// How many were payments.
    pub(crate) paid: u32,
    /// How many were anything else.
    pub(crate) failed: u32,
    /// What the first of those was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
}

impl Answer {
    /// One more call.
    pub(crate) fn add(&mut self, call: Result<(), String>) {
        match call {
            Ok(()) => self.paid += 1,
            Err(why) => {
                self.failed += 1;
                self.why.get_or_insert(why);
            }
        }
    }

    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { paid: self.paid + other.paid, failed: self.failed + other.failed, why: self.why.or(other.why) }
    }
}
