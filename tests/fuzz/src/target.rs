//! The targets by their names.

use crate::targets::{
    batch_csv, batch_json_lines, card_json, charge_reply, order_reply, read_reply, sandbox_call,
    sandbox_controls, settings, values, webhooks,
};

/// A function that takes any bytes and panics when something does not hold that must.
pub struct Target {
    /// Its name, which is that of its folder in `corpus`.
    pub name: &'static str,
    /// Takes one input.
    pub run: fn(&[u8]),
}

/// All of them.
pub static TARGETS: [Target; 11] = [
    Target { name: "batch-csv", run: batch_csv::run },
    Target { name: "batch-json-lines", run: batch_json_lines::run },
    Target { name: "card-json", run: card_json::run },
    Target { name: "charge-reply", run: charge_reply::run },
    Target { name: "order-reply", run: order_reply::run },
    Target { name: "read-reply", run: read_reply::run },
    Target { name: "sandbox-call", run: sandbox_call::run },
    Target { name: "sandbox-controls", run: sandbox_controls::run },
    Target { name: "settings", run: settings::run },
    Target { name: "values", run: values::run },
    Target { name: "webhooks", run: webhooks::run },
];

/// The target of this name.
///
/// # Panics
/// If there is none.
pub fn named(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("the name of a target")
}
