//! Which PG takes the payment, and what each PG offers in API mode.

mod code;
mod matrix;
mod mid;
mod profile;
mod route;

pub use code::{OtherPg, PgCode};
pub use mid::Mid;
pub use profile::{Capability, PgProfile, RequiredFields};
pub use route::Pg;

#[cfg(test)]
mod tests;
