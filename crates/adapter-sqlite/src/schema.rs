//! The schema: whose file it is, its version, and bringing it up to date.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::journal::columns;
use crate::trouble::Trouble;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// "keyn", as the first migration writes it.
const APPLICATION_ID: i64 = 0x6b65_796e;

/// Refuses a file that something else, or a newer keyin, has written; it is left as it is.
pub(crate) fn inspect(connection: &Connection) -> Result<(), Trouble> {
    // One look: between two of them another process could make the tables.
    let look = connection.unchecked_transaction()?;
    let id: i64 = look.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    // A file whose first migration is just being made holds no more than the migrations' own table.
    let others: i64 = look.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'refinery_schema_history'",
        [],
        |row| row.get(0),
    )?;
    match (id, others) {
        (APPLICATION_ID, _) => {}
        (0, 0) => return Ok(()),
        _ => return Err(Trouble::Foreign),
    }
    let (found, known) = (version(&look)?, known());
    if found > known { Err(Trouble::Newer { found, known }) } else { Ok(()) }
}

/// Applies the migrations that the file lacks, each set in one transaction.
pub(crate) fn bring_up_to_date(connection: &mut Connection) -> Result<(), Trouble> {
    if version(connection)? == known() {
        return Ok(());
    }
    columns::offer_functions(connection)?;
    // So that two processes which begin at once do one after the other.
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    let applied = embedded::migrations::runner().set_grouped(true).run(connection);
    match applied {
        Ok(_) => Ok(()),
        // The other process was first: its tables stand, ours could not be made.
        Err(_) if version(connection)? == known() => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The version of the file's schema; 0 before the first migration.
fn version(connection: &Connection) -> Result<u32, Trouble> {
    let history = connection.table_exists(None, "refinery_schema_history").map_err(Trouble::from)?;
    if !history {
        return Ok(0);
    }
    let newest: Option<Option<i64>> = connection
        .query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))
        .optional()?;
    u32::try_from(newest.flatten().unwrap_or(0)).map_err(|_| Trouble::Unreadable("the schema's version"))
}

/// The newest version known here.
fn known() -> u32 {
    let runner = embedded::migrations::runner();
    let versions = runner.get_migrations().iter().map(refinery::Migration::version);
    versions.max().and_then(|version| u32::try_from(version).ok()).unwrap_or(0)
}
