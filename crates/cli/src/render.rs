//! Results as JSON documents and as text for people.

mod batch_row;
mod billing_key;
mod channel;
mod charge;
mod charge_row;
mod csv_cells;
mod difference;
mod difference_row;
mod history;
mod payment;
mod schedule;

pub(crate) use batch_row::{row_cells, row_headings, row_json, row_text};
pub(crate) use billing_key::{billing_key_json, billing_key_text, known_key_json, known_key_text};
pub(crate) use channel::{channels_json, channels_text};
pub(crate) use charge::{charge_json, charge_text, outcome_json, outcome_text, registration_json};
pub(crate) use charge_row::{charge_row, charge_rows_heading, in_korea};
pub(crate) use csv_cells::CsvCells;
pub(crate) use difference::{difference_json, reconciliation_json, reconciliation_text};
pub(crate) use difference_row::{
    DIFFERENCE_COLUMNS, difference_cells, difference_rows_heading, difference_text,
};
pub(crate) use history::{history_json, history_text};
pub(crate) use payment::{money_json, payment_json, payment_text, state_of};
pub(crate) use schedule::{
    listed_json, listed_row, listed_rows_heading, schedule_outcome_json, schedule_outcome_text,
};
