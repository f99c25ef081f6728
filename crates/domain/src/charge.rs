//! The life of a charge: what is owed once, and how it becomes known whether it was paid.
//!
//! [`ChargeIntent`] says what is to be charged. [`Charge`] is one journal row: the intent, the
//! [`ChargeState`], the [`Epoch`] of the last send and what was learned. It moves by the right to send once, and by
//! [`Charge::observe`], which takes [`Evidence`] in. What is sent is fixed at birth by the [`Executor`]: the charge
//! itself ([`Charge::claim`]), or an order to the gateway's scheduler ([`Charge::instruct`]), never both. The moves
//! are pure: the journal makes them durable.

mod absence;
mod attempts;
mod deadlines;
mod decision;
mod evidence;
mod executor;
mod intent;
mod judgement;
mod polling;
mod reasons;
mod record;
mod review_reason;
mod scheduling;
mod state;
mod sweeps;
mod transition;

pub use attempts::Attempts;
pub use deadlines::{AbsenceWindow, Deadlines, Epoch};
pub use decision::Decision;
pub use evidence::Evidence;
pub use executor::Executor;
pub use intent::{ChargeIntent, ChargeMethod};
pub use polling::next_look_up;
pub use reasons::{NotSentCause, Refusal, RefusalKind, UnknownCause};
pub use record::{Charge, NotClaimable, NotObserved};
pub use review_reason::{Mismatch, ReviewReason};
pub use state::ChargeState;

#[cfg(test)]
mod tests;
