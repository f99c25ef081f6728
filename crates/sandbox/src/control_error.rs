//! Why a control was refused.

use serde::Serialize;

/// A refused control. Nothing was changed. The text that was refused is never part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct ControlError {
    /// A stable code, such as `sandbox.unknown_field`.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
    /// Where, such as `faults[0].kind`; `None` when it is the whole body.
    pub field: Option<String>,
    #[serde(skip)]
    pub(crate) status: u16,
}

impl ControlError {
    fn new(status: u16, code: &'static str, field: Option<String>, message: String) -> Self {
        Self { code, message, field, status }
    }

    pub(crate) fn value(field: impl Into<String>, expects: &str) -> Self {
        let field = field.into();
        let message = format!("{field} must be {expects}");
        Self::new(400, "sandbox.invalid_value", Some(field), message)
    }

    pub(crate) fn unknown_field(at: &str, known: &[&str]) -> Self {
        let place = if at.is_empty() { "the body" } else { at };
        let message = format!("{place} has an unknown field; known are: {}", known.join(", "));
        Self::new(400, "sandbox.unknown_field", (!at.is_empty()).then(|| at.to_owned()), message)
    }

    pub(crate) fn not_json() -> Self {
        Self::new(400, "sandbox.invalid_json", None, "the body must be a JSON object in UTF-8".to_owned())
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, "sandbox.body_too_large", None, "the body must not be larger than 64 KiB".to_owned())
    }

    pub(crate) fn not_loopback() -> Self {
        let message = "controls are for callers on this machine, or with the control token".to_owned();
        Self::new(403, "sandbox.not_loopback", None, message)
    }

    pub(crate) fn other_site() -> Self {
        let message =
            "controls are not for the pages of other sites, nor for names that are not this machine's";
        Self::new(403, "sandbox.other_site", None, message.to_owned())
    }

    pub(crate) fn conflict(field: &str, message: &str) -> Self {
        Self::new(409, "sandbox.conflict", Some(field.to_owned()), message.to_owned())
    }

    pub(crate) fn taken_key() -> Self {
        Self::conflict("api_key", "another merchant has this api_key")
    }

    pub(crate) fn no_such_merchant() -> Self {
        let message = "no merchant has this api_key".to_owned();
        Self::new(404, "sandbox.no_such_merchant", Some("merchant".to_owned()), message)
    }

    pub(crate) fn no_such_webhook() -> Self {
        let message = "no webhook of the log has this id".to_owned();
        Self::new(404, "sandbox.no_such_webhook", Some("id".to_owned()), message)
    }

    pub(crate) fn too_slow() -> Self {
        Self::new(408, "sandbox.body_too_slow", None, "the body did not arrive in time".to_owned())
    }

    pub(crate) fn not_written() -> Self {
        let message = "the data file cannot be written, so nothing was done; is there room on its disk?";
        Self::new(503, "sandbox.data_not_written", None, message.to_owned())
    }

    pub(crate) fn no_such_control() -> Self {
        Self::new(404, "sandbox.not_found", None, "there is no such control".to_owned())
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(405, "sandbox.wrong_method", None, "this control does not take this method".to_owned())
    }
}
