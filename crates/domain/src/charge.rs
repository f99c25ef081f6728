//! The life of a charge: what is owed once, and how it becomes known whether it was paid.
//!
//! [`ChargeIntent`] says what is to be charged. [`Charge`] is one journal row: the intent, the
//! [`ChargeState`], the [`Epoch`] of the last send and what was learned. Its two moves are
//! [`Charge::claim`], which gives the right to send once, and [`Charge::observe`], which takes
//! [`Evidence`] in. Both are pure: the journal makes them durable.

mod attempts;
mod deadlines;
mod decision;
mod evidence;
mod intent;
mod judgement;
mod polling;
mod reasons;
mod record;
mod state;
mod sweeps;
mod transition;

pub use attempts::Attempts;
pub use deadlines::{AbsenceWindow, Deadlines, Epoch};
pub use decision::Decision;
pub use evidence::Evidence;
pub use intent::{ChargeIntent, ChargeMethod};
pub use polling::next_look_up;
pub use reasons::{Mismatch, NotSentCause, Refusal, RefusalKind, ReviewReason, UnknownCause};
pub use record::{Charge, NotClaimable, NotObserved};
pub use state::ChargeState;

#[cfg(test)]
mod tests;
