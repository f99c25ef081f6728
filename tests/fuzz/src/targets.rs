//! The targets, one a file.

pub(crate) mod batch_csv;
pub(crate) mod batch_json_lines;
pub(crate) mod card_json;
pub(crate) mod charge_reply;
pub(crate) mod order_reply;
pub(crate) mod read_reply;
pub(crate) mod sandbox_call;
pub(crate) mod sandbox_controls;
pub(crate) mod settings;
pub(crate) mod values;
pub(crate) mod webhooks;
