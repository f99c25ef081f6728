//! The numbers by which payments and billing keys are known.

mod customer_uid;
mod imp_uid;
mod merchant_uid;
mod payment_ref;

pub use customer_uid::CustomerUid;
pub use imp_uid::ImpUid;
pub use merchant_uid::MerchantUid;
pub use payment_ref::PaymentRef;

#[cfg(test)]
mod tests;
