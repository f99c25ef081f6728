//! The schema: whose it is, its version, and bringing it up to date.

use tokio_postgres::Client;

use crate::trouble::{PostgresTrouble, ServerSays, Trouble};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Where everything stands.
pub(crate) const NAME: &str = "keyin";

/// "keyn" and a number: what whoever migrates holds a lock on.
const MIGRATING: i64 = 0x6b65_796e_0000_0001;

/// Makes what is lacking. Any number of processes may begin at once: one does it, the others wait and look again.
pub(crate) async fn bring_up_to_date(client: &mut Client) -> Result<(), Trouble> {
    if inspect(client).await? == known() {
        return Ok(());
    }
    client.query("SELECT pg_advisory_lock($1)", &[&MIGRATING]).await?;
    let migrated = migrate(client).await;
    client.query("SELECT pg_advisory_unlock($1)", &[&MIGRATING]).await?;
    migrated
}

async fn migrate(client: &mut Client) -> Result<(), Trouble> {
    if inspect(client).await? == known() {
        return Ok(());
    }
    // Asked first, since whoever may not make a schema may use one that was made for him.
    if !schema_is_there(client).await? {
        client.batch_execute(&format!("CREATE SCHEMA {NAME}")).await?;
    }
    let applied = embedded::migrations::runner().set_grouped(true).run_async(client).await;
    applied.map(|_| ()).map_err(|error| refused(&error))
}

fn refused(error: &refinery::Error) -> Trouble {
    let cause =
        std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
    let of_server = cause.and_then(|cause| cause.as_db_error()).map(ServerSays::of);
    Trouble::Database(match of_server {
        Some(says) if says.code == "42501" => PostgresTrouble::NotAllowed(says),
        Some(says) if says.code == "53100" => PostgresTrouble::DiskFull(says),
        Some(says) => PostgresTrouble::Migration(says.to_string()),
        None if cause.is_some() => PostgresTrouble::Broken,
        None => PostgresTrouble::Migration(error.to_string()),
    })
}

/// The version of the schema; 0 before the first migration.
///
/// Refuses a schema that something else, or a newer keyin, has made.
pub(crate) async fn inspect(client: &Client) -> Result<u32, Trouble> {
    let tables = "SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') \
                  AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)";
    let tables = client.query(tables, &[&NAME]).await?;
    let history = tables
        .iter()
        .any(|row| row.try_get::<_, &str>(0).is_ok_and(|name| name == "refinery_schema_history"));
    if !history {
        return if tables.is_empty() { Ok(0) } else { Err(PostgresTrouble::Foreign.into()) };
    }
    let version = format!("SELECT max(version)::integer FROM {NAME}.refinery_schema_history");
    let found: Option<i32> = client.query_one(&version, &[]).await?.try_get(0)?;
    let found =
        u32::try_from(found.unwrap_or(0)).map_err(|_| PostgresTrouble::Unreadable("the schema's version"))?;
    if found > known() { Err(Trouble::Newer { found, known: known() }) } else { Ok(found) }
}

async fn schema_is_there(client: &Client) -> Result<bool, Trouble> {
    let asked = "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = $1";
    let count: i64 = client.query_one(asked, &[&NAME]).await?.try_get(0)?;
    Ok(count > 0)
}

/// The newest version known here.
pub(crate) fn known() -> u32 {
    let runner = embedded::migrations::runner();
    let versions = runner.get_migrations().iter().map(refinery::Migration::version);
    versions.max().and_then(|version| u32::try_from(version).ok()).unwrap_or(0)
}
