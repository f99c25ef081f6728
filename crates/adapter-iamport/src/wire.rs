//! The API's own shapes: what is written into a request and read from an answer. Nothing here is public.
//!
//! Reading is lenient where no money hangs on it: unknown fields are ignored, numbers may be texts, and a
//! text of an odd type is no text. It is strict where money does: amounts are exact decimals.

pub(crate) mod amount;
pub(crate) mod billing_key;
pub(crate) mod cancel;
pub(crate) mod card;
pub(crate) mod channel;
pub(crate) mod charge;
pub(crate) mod envelope;
pub(crate) mod issue;
pub(crate) mod page;
pub(crate) mod payment;
pub(crate) mod schedule;
pub(crate) mod schedule_list;
pub(crate) mod secret_body;
pub(crate) mod token;
pub(crate) mod value;

#[cfg(test)]
mod tests;
