//! Connections, set up so that what is told is on disk.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags};

use crate::schema;
use crate::trouble::Trouble;

/// How often the write-ahead log is asked for while another process makes the same file.
const TRIES: usize = 100;

/// So many pages, 16 MiB, gather in the log before they are copied to their places: the last pages of each table and
/// index are written again and again, and are then copied once.
const CHECKPOINT_PAGES: i64 = 4_096;

/// To that file, which is made if it is not there.
pub(super) fn to_file(path: &Path, busy_timeout: Duration) -> Result<Connection, Trouble> {
    let is_new = !path.exists();
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    if is_new {
        make_private(path)?;
    }
    set_up(&mut connection, busy_timeout, "wal")?;
    Ok(connection)
}

/// To a file that [`to_file`] has opened before; it never writes.
pub(super) fn for_reading(path: &Path, busy_timeout: Duration) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(busy_timeout)?;
    set(&connection, "query_only", 1)?;
    set(&connection, "trusted_schema", 0)?;
    // SQLite opens the log and its index when it first reads: better now than when somebody waits for a charge.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// To memory, and gone with the connection.
pub(super) fn to_memory() -> Result<Connection, Trouble> {
    let mut connection = Connection::open_in_memory()?;
    set_up(&mut connection, Duration::ZERO, "memory")?;
    Ok(connection)
}

/// Takes the rights of everybody but the owner from a file that is still empty; SQLite gives the files
/// beside it the same rights. It is done by name: opening the file once more, and closing it, would drop
/// the locks that SQLite holds on it in this process.
fn make_private(path: &Path) -> Result<(), Trouble> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let owners_alone = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, owners_alone).map_err(Trouble::Path)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
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
    if write_ahead(connection)? != journal_mode {
        return Err(Trouble::Setting("journal_mode"));
    }
    set(connection, "synchronous", 2)?;
    set(connection, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    set(connection, "trusted_schema", 0)?;
    // A migration may make a table anew that others refer to.
    set(connection, "foreign_keys", 0)?;
    schema::bring_up_to_date(connection)?;
    set(connection, "foreign_keys", 1)
}

/// Asks for the write-ahead log and returns the mode that the file is in then.
///
/// To change the mode SQLite needs the file to itself, and does not wait for it: two processes that make
/// one journal may stand in each other's way. So this waits for the other as a writer would, and asks
/// again; once one of them has come through there is nothing left to change.
fn write_ahead(connection: &Connection) -> Result<String, Trouble> {
    let ask = || connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
    for _ in 0..TRIES {
        match ask() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
            }
            answer => return Ok(answer?),
        }
    }
    Ok(ask()?)
}

/// Sets a pragma and reads it back: SQLite passes over what it does not know.
fn set(connection: &Connection, name: &'static str, value: i64) -> Result<(), Trouble> {
    connection.pragma_update(None, name, value)?;
    let now: i64 = connection.pragma_query_value(None, name, |row| row.get(0))?;
    if now == value { Ok(()) } else { Err(Trouble::Setting(name)) }
}
