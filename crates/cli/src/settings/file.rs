//! The settings file, `keyin.toml`.

use std::path::{Path, PathBuf};

use keyin_domain::Language;

use super::Environment;
use crate::args::Global;
use crate::problem::Problem;

/// Every key that the file may hold.
const KEYS: [&str; 18] = [
    "lang",
    "log",
    "pg",
    "standalone_billing_key",
    "store",
    "store_file",
    "send_deadline",
    "gateway_timeout",
    "stall",
    "gateway_lag",
    "rate",
    "iamport.url",
    "iamport.key",
    "iamport.key_file",
    "iamport.secret",
    "iamport.secret_file",
    "sandbox.control_token",
    "sandbox.control_token_file",
];

/// The file as it was read; empty if there is none.
#[derive(Debug, Default)]
pub(super) struct FileSettings {
    path: PathBuf,
    table: toml::Table,
}

impl FileSettings {
    /// `--config`, else `$KEYIN_CONFIG`, else `./keyin.toml` if it is there.
    pub(super) fn read(
        global: &Global,
        environment: &Environment,
        language: Language,
    ) -> Result<Self, Problem> {
        let named = global.config.clone().or_else(|| environment.get("KEYIN_CONFIG").map(PathBuf::from));
        let path = named.clone().unwrap_or_else(|| PathBuf::from("keyin.toml"));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(unreadable(&path, &error.kind().to_string(), language)),
        };
        let table = text.parse::<toml::Table>().map_err(|error| {
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            unreadable(&path, &format!("line {line}"), language)
        })?;
        let settings = Self { path, table };
        settings.refuse_unknown_keys(language)?;
        Ok(settings)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The value of `key` or `table.key` as text.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let value = match key.split_once('.') {
            Some((table, key)) => self.table.get(table)?.as_table()?.get(key)?,
            None => self.table.get(key)?,
        };
        match value {
            toml::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    fn refuse_unknown_keys(&self, language: Language) -> Result<(), Problem> {
        match self.table.iter().find_map(|(key, value)| unknown_key(key, value)) {
            None => Ok(()),
            Some(key) => {
                let path = self.path.display();
                let message = match language {
                    Language::English => format!("{path}: {key} is no setting"),
                    Language::Korean => format!("{path}: {key}은(는) 없는 설정입니다"),
                };
                Err(Problem::usage("settings.unknown_key", message, Some(key)))
            }
        }
    }
}

/// The name of what is no setting, if there is something here. A name in quotes may have a dot in it, and a table may be
/// empty; both would be looked for in vain.
fn unknown_key(key: &str, value: &toml::Value) -> Option<String> {
    match value.as_table() {
        Some(table) if is_table_of_settings(key) => {
            let names = table.keys().map(|inner| format!("{key}.{inner}"));
            names.into_iter().find(|name| !KEYS.contains(&name.as_str()))
        }
        None if !key.contains('.') && KEYS.contains(&key) => None,
        _ => Some(key.to_owned()),
    }
}

fn is_table_of_settings(key: &str) -> bool {
    KEYS.iter().any(|known| known.split_once('.').is_some_and(|(table, _)| table == key))
}

fn unreadable(path: &Path, what: &str, language: Language) -> Problem {
    let path = path.display();
    let message = match language {
        Language::English => format!("the settings file {path} cannot be read ({what})"),
        Language::Korean => format!("설정 파일 {path}을(를) 읽을 수 없습니다({what})"),
    };
    Problem::usage("settings.file", message, None)
}
