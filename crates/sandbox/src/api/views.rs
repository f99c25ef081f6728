//! Records as the API writes them: every key of the official definitions, null, 0 or `[]` where it does not apply.

mod billing_key;
mod payment;
mod schedule;

pub(crate) use billing_key::BillingKeyView;
pub(crate) use payment::PaymentView;
pub(crate) use schedule::ScheduleView;
