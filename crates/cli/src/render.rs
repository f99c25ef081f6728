//! Results as JSON documents and as text for people.

mod billing_key;
mod channel;
mod charge;
mod charge_row;
mod history;
mod payment;

pub(crate) use billing_key::{billing_key_json, billing_key_text};
pub(crate) use channel::{channels_json, channels_text};
pub(crate) use charge::{charge_json, charge_text, outcome_json, outcome_text, registration_json};
pub(crate) use charge_row::{charge_row, charge_rows_heading};
pub(crate) use history::{history_json, history_text};
pub(crate) use payment::{money_json, payment_json, payment_text, state_of};
