//! What is asked of the scheduler.

use keyin_domain::{ChargeIntent, CustomerUid, Executor, ScheduleTime};

/// A charge that the gateway's scheduler is to make. There is no other way to send such an intent:
/// [`ChargeRequest`](crate::ChargeRequest) does not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleRequest {
    intent: ChargeIntent,
    customer_uid: CustomerUid,
    at: ScheduleTime,
}

/// keyin makes this charge, not the gateway's scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the gateway's scheduler does not make this charge")]
pub struct NotTheSchedulers;

impl ScheduleRequest {
    /// To be charged at the time that the intent names.
    ///
    /// # Errors
    /// When the intent is one that keyin executes.
    pub fn new(intent: ChargeIntent) -> Result<Self, NotTheSchedulers> {
        let method = intent.method();
        match (method.executor(), method.customer_uid().cloned(), method.scheduled_at()) {
            (Executor::Scheduler, Some(customer_uid), Some(at)) => Ok(Self { intent, customer_uid, at }),
            _ => Err(NotTheSchedulers),
        }
    }

    /// What is to be charged.
    pub fn intent(&self) -> &ChargeIntent {
        &self.intent
    }

    /// With which billing key.
    pub fn customer_uid(&self) -> &CustomerUid {
        &self.customer_uid
    }

    /// When.
    pub fn at(&self) -> ScheduleTime {
        self.at
    }
}
