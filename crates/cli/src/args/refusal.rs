//! What the argument parser refuses, told without repeating what was typed: it may be a card number.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use keyin_domain::Language;

use crate::problem::Problem;

/// The parser's refusal as a problem of ours.
pub(crate) fn explain_refusal(error: &clap::Error, language: Language) -> Problem {
    let (code, english, korean) = match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            ("usage.missing", "A required argument is missing", "필수 인자가 빠졌습니다")
        }
        ErrorKind::UnknownArgument => {
            ("usage.unknown_argument", "There is an argument that is not known", "알 수 없는 인자가 있습니다")
        }
        ErrorKind::InvalidSubcommand => {
            ("usage.unknown_command", "There is no such command", "없는 명령입니다")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("usage.no_command", "A command is missing", "명령이 빠졌습니다")
        }
        ErrorKind::NoEquals
        | ErrorKind::TooFewValues
        | ErrorKind::TooManyValues
        | ErrorKind::WrongNumberOfValues => {
            ("usage.values", "An argument has the wrong number of values", "인자 값의 개수가 맞지 않습니다")
        }
        ErrorKind::ArgumentConflict => (
            "usage.conflict",
            "Arguments exclude each other or are given twice",
            "함께 쓸 수 없거나 중복된 인자입니다",
        ),
        ErrorKind::InvalidUtf8 => ("usage.utf8", "An argument is not UTF-8", "인자가 UTF-8이 아닙니다"),
        _ => ("usage.invalid", "An argument has a value that is not allowed", "허용되지 않는 인자 값입니다"),
    };
    let names = known_names(error);
    let named = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    let message = match language {
        Language::English => format!("{english}{named}. See keyin --help."),
        Language::Korean => format!("{korean}{named}. keyin --help를 보세요."),
    };
    Problem::usage(code, message, names.first().map(|name| field_of(name)))
}

/// Names of arguments that the program itself defines. In every other kind of refusal the "argument" is
/// what was typed.
fn known_names(error: &clap::Error) -> Vec<String> {
    let own = matches!(
        error.kind(),
        ErrorKind::MissingRequiredArgument
            | ErrorKind::InvalidValue
            | ErrorKind::ValueValidation
            | ErrorKind::ArgumentConflict
            | ErrorKind::NoEquals
            | ErrorKind::TooFewValues
            | ErrorKind::TooManyValues
            | ErrorKind::WrongNumberOfValues
    );
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(name)) if own => vec![name.clone()],
        Some(ContextValue::Strings(names)) if own => names.clone(),
        _ => Vec::new(),
    }
}

/// `--merchant-uid <UID>` is the field `merchant_uid`; of `<--adopt <IMP_UID>|--no-payment>` it is the first.
fn field_of(name: &str) -> String {
    let flag = name.trim_start_matches('<').split([' ', '=', '|']).next().unwrap_or(name);
    flag.trim_start_matches('-').trim_end_matches('>').to_ascii_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_as_programs_write_it() {
        for (name, field) in [
            ("--merchant-uid <UID>", "merchant_uid"),
            ("--all-of=<CUSTOMER_UID>", "all_of"),
            ("<MERCHANT_UID>", "merchant_uid"),
            ("<--adopt <IMP_UID>|--no-payment>", "adopt"),
        ] {
            assert_eq!(field_of(name), field);
        }
    }
}
