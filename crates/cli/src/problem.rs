//! A problem as the command line tells it: code, message, field, exit status.

use keyin_app::{Consequence, Explain};
use keyin_domain::{InvalidValue, Language};
use serde_json::{Value, json};

use crate::exit::Exit;

/// Why a command did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    code: String,
    message: String,
    field: Option<String>,
    exit: Exit,
}

impl Problem {
    /// The command line or a setting is not right. Nothing was sent.
    pub(crate) fn usage(code: &str, message: String, field: Option<String>) -> Self {
        Self { code: code.to_owned(), message, field, exit: Exit::Usage }
    }

    /// A value is not right. Nothing was sent.
    pub(crate) fn invalid(value: &InvalidValue, language: Language) -> Self {
        Self {
            code: value.code(),
            message: value.message(language),
            field: Some(value.field().as_str().to_owned()),
            exit: Exit::Usage,
        }
    }

    /// Something on this machine is not available. Nothing was sent.
    pub(crate) fn unavailable(code: &str, message: String) -> Self {
        Self { code: code.to_owned(), message, field: None, exit: Exit::Unavailable }
    }

    /// A problem of a use case.
    pub(crate) fn of(problem: &impl Explain, language: Language) -> Self {
        let exit = match problem.consequence() {
            Consequence::NotFound => Exit::NotFound,
            Consequence::NothingSent => Exit::Usage,
            Consequence::Refused => Exit::Declined,
            Consequence::Unavailable => Exit::Unavailable,
            Consequence::Unknown => Exit::Unknown,
        };
        Self { code: problem.code(), message: problem.message(language), field: None, exit }
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// `{"error":{"code","message","field"}}`; `field` only where there is one.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let (Some(field), Some(error)) = (&self.field, error.as_object_mut()) {
            error.insert("field".into(), json!(field));
        }
        json!({ "error": error })
    }
}
