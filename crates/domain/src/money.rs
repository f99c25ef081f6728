//! Money: integer minor units, never a float.

mod amount;
mod currency;
#[allow(clippy::module_inception, reason = "the file is named after the type it holds")]
mod money;

pub use amount::{ChargeAmount, TaxBreakdown};
pub use currency::Currency;
pub use money::Money;

#[cfg(test)]
mod tests;
