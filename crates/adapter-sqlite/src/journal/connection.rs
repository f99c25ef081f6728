//! Connections, set up so that what is told is on disk.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::SqliteSettings;
use crate::schema;
use crate::trouble::Trouble;

/// To that file, which is made if it is not there.
pub(super) fn to_file(path: &Path, settings: SqliteSettings) -> Result<Connection, Trouble> {
    // An absolute path is always a file: SQLite takes an empty one and `:memory:` for something that does
    // not last.
    let path = std::path::absolute(path).map_err(Trouble::Path)?;
    make_private(&path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&path, flags)?;
    set_up(&mut connection, settings.busy_timeout, "wal")?;
    Ok(connection)
}

/// To memory, and gone with the connection.
pub(super) fn to_memory() -> Result<Connection, Trouble> {
    let mut connection = Connection::open_in_memory()?;
    set_up(&mut connection, Duration::ZERO, "memory")?;
    Ok(connection)
}

/// Makes an empty file for its owner alone; SQLite gives the files beside it the same mode.
fn make_private(path: &Path) -> Result<(), Trouble> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Trouble::Path(error)),
    }
}

pub(super) fn set_up(
    connection: &mut Connection,
    busy_timeout: Duration,
    journal_mode: &str,
) -> Result<(), Trouble> {
    connection.busy_timeout(busy_timeout)?;
    schema::inspect(connection)?;
    if connection.is_readonly(MAIN_DB)? {
        return Err(Trouble::ReadOnly);
    }
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != journal_mode {
        return Err(Trouble::Setting("journal_mode"));
    }
    set(connection, "synchronous", 2)?;
    set(connection, "foreign_keys", 1)?;
    set(connection, "trusted_schema", 0)?;
    schema::bring_up_to_date(connection)
}

/// Sets a pragma and reads it back: SQLite passes over what it does not know.
fn set(connection: &Connection, name: &'static str, value: i64) -> Result<(), Trouble> {
    connection.pragma_update(None, name, value)?;
    let now: i64 = connection.pragma_query_value(None, name, |row| row.get(0))?;
    if now == value { Ok(()) } else { Err(Trouble::Setting(name)) }
}
