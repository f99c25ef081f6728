//! Where the journal is kept.

use std::path::PathBuf;

use keyin_adapter_postgres::DatabaseUrl;
use keyin_domain::Language;

use super::{Given, Lookup, secret};
use crate::args::Global;
use crate::problem::Problem;

/// Where the journal is kept.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    /// A file.
    SqliteFile(PathBuf),
    /// Gone when the process ends.
    SqliteMemory,
    /// A database on a server.
    Postgres(DatabaseUrl),
}

impl std::fmt::Display for Store {
    /// As it is written in a setting, without its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SqliteFile(path) => write!(f, "sqlite:{}", path.display()),
            Self::SqliteMemory => f.write_str("sqlite::memory:"),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

/// A flag, the environment, a file that the environment names, the settings file, a file that this names.
pub(super) fn read(lookup: &Lookup<'_>, global: &Global) -> Result<Store, Problem> {
    if let Some(text) = &global.store {
        let given = Given { text: text.clone(), source: "--store".to_owned() };
        let store = parse(lookup, &given, text)?;
        return match &store {
            Store::Postgres(url) if url.has_password() => Err(flag_shows_password(lookup.language)),
            _ => Ok(store),
        };
    }
    match secret::find(lookup, "KEYIN_STORE", "store")? {
        Some((text, given)) => parse(lookup, &given, &text),
        None => Ok(Store::SqliteFile("keyin.db".into())),
    }
}

fn parse(lookup: &Lookup<'_>, given: &Given, text: &str) -> Result<Store, Problem> {
    let refused = || {
        lookup.invalid(
            given,
            "must be sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST:PORT/DATABASE (with ?sslmode=… \
             if need be)",
            "sqlite:경로, sqlite::memory: 또는 postgres://사용자:비밀번호@호스트:포트/데이터베이스 형식이어야 합니다(필요하면 \
             ?sslmode=…)",
        )
    };
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return DatabaseUrl::parse(text).map(Store::Postgres).map_err(|_| refused());
    }
    match text.strip_prefix("sqlite:") {
        Some(":memory:") => Ok(Store::SqliteMemory),
        Some(path) if !path.is_empty() && !path.contains('\0') => Ok(Store::SqliteFile(path.into())),
        _ => Err(refused()),
    }
}

fn flag_shows_password(language: Language) -> Problem {
    let message = match language {
        Language::English => {
            "--store: a URL with a password is taken from KEYIN_STORE, KEYIN_STORE_FILE or the settings file only, \
             because lists of processes show flags"
        }
        Language::Korean => {
            "--store: 비밀번호가 든 URL은 KEYIN_STORE, KEYIN_STORE_FILE 또는 설정 파일로만 받습니다. 프로세스 목록에 플래그가 \
             보이기 때문입니다"
        }
    };
    Problem::usage("settings.secret_in_flag", message.to_owned(), Some("--store".to_owned()))
}
