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
    details: Details,
}

/// Each of the things that are wrong, where there are many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Details {
    /// The first of them.
    pub(crate) told: Vec<Detail>,
    /// How many there are in all.
    pub(crate) count: u64,
}

/// One of many things that are wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) field: Option<String>,
    /// The line of a file, from 1.
    pub(crate) line: Option<u64>,
    /// The column in it, from 1.
    pub(crate) column: Option<u64>,
}

impl Problem {
    /// The command line or a setting is not right. Nothing was sent.
    pub(crate) fn usage(code: &str, message: String, field: Option<String>) -> Self {
        Self { code: code.to_owned(), message, field, exit: Exit::Usage, details: Details::default() }
    }

    /// A value is not right. Nothing was sent.
    pub(crate) fn invalid(value: &InvalidValue, language: Language) -> Self {
        Self {
            code: value.code(),
            message: value.message(language),
            field: Some(value.field().as_str().to_owned()),
            exit: Exit::Usage,
            details: Details::default(),
        }
    }

    /// Something on this machine is not available. Nothing was sent.
    pub(crate) fn unavailable(code: &str, message: String) -> Self {
        Self::ending(code, message, Exit::Unavailable)
    }

    /// A problem with that exit status.
    pub(crate) fn ending(code: &str, message: String, exit: Exit) -> Self {
        Self { code: code.to_owned(), message, field: None, exit, details: Details::default() }
    }

    /// The same with each of the things that are wrong.
    #[must_use]
    pub(crate) fn with_details(self, details: Details) -> Self {
        Self { details, ..self }
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
        Self::ending(&problem.code(), problem.message(language), exit)
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The message for people, with every detail that is told.
    pub(crate) fn text(&self, language: Language) -> String {
        let mut lines = vec![self.message.clone()];
        lines.extend(self.details.told.iter().map(|detail| format!("  {}", detail.message)));
        match (self.details.untold(), language) {
            (0, _) => {}
            (untold, Language::English) => lines.push(format!("  … and {untold} more")),
            (untold, Language::Korean) => lines.push(format!("  … 외 {untold}건")),
        }
        lines.join("\n")
    }

    /// `{"error":{"code","message","field"}}`; `field` is null where none is to blame, `errors` and `count` are there
    /// where there are many.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message, "field": self.field });
        if let (Some(first), Some(error)) = (self.details.told.first(), error.as_object_mut()) {
            error.insert("message".into(), json!(format!("{} {}", self.message, first.message)));
            let told = self.details.told.iter().map(Detail::to_json);
            error.insert("errors".into(), told.collect());
            error.insert("count".into(), json!(self.details.count));
        }
        json!({ "error": error })
    }
}

impl Details {
    fn untold(&self) -> u64 {
        self.count.saturating_sub(self.told.len() as u64)
    }
}

impl Detail {
    fn to_json(&self) -> Value {
        json!({
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "code": self.code,
            "message": self.message,
        })
    }
}
