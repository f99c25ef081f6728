//! What happens as time passes: on the clock when it is moved, and by itself while it runs.

mod advance;
mod jobs;
mod keeper;
mod ran;
mod sending;

pub(crate) use advance::{advance, put};
pub(crate) use jobs::{run, stand};
pub(crate) use keeper::Keeper;
pub use ran::{Advanced, Ran, RanKind};
pub(crate) use sending::resend;
