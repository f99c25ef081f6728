//! Whether the database is one on which charges can be recorded: asked before anything is sent that would have to be.

use tokio_postgres::Client;

use crate::schema;
use crate::trouble::{PostgresTrouble, ServerSays, Trouble};

/// The only encoding that has every text which a gateway may answer with.
const ENCODING: &str = "UTF8";

/// It takes writes, and every text, and it is the same process of the server that was there before.
pub(crate) async fn takes_everything(client: &Client, backend: i32) -> Result<(), Trouble> {
    let asked = "SELECT current_setting('transaction_read_only'), current_setting('server_encoding'), pg_backend_pid()";
    let row = client.query_one(asked, &[]).await?;
    let now: i32 = row.try_get(2)?;
    if now != backend {
        let message = format!("two transactions were done by the processes {backend} and {now}");
        return Err(PostgresTrouble::Pooled(message).into());
    }
    if row.try_get::<_, &str>(0)? == "on" {
        return Err(PostgresTrouble::ReadOnly(ServerSays::read_only()).into());
    }
    match row.try_get::<_, &str>(1)? {
        ENCODING => Ok(()),
        other => Err(PostgresTrouble::Encoding(other.to_owned()).into()),
    }
}

/// Each right that a charge needs before it is over, and whether the user has it. The numbers of events need none of
/// their own: they come from an identity column.
fn rights() -> String {
    let needed =
        [("charge", ["SELECT", "INSERT", "UPDATE"].as_slice()), ("charge_event", &["SELECT", "INSERT"])];
    let needed = needed.iter().flat_map(|(table, rights)| {
        rights.iter().map(move |right| format!("('{}.{table}', '{right}')", schema::NAME))
    });
    let needed = needed.collect::<Vec<_>>().join(", ");
    format!(
        "SELECT needed.on_what, needed.may FROM (VALUES {needed}) AS needed (on_what, may) \
         WHERE NOT has_table_privilege(needed.on_what, needed.may)"
    )
}

/// The user may do all that a charge needs until its outcome is recorded: whoever could only write it down would send
/// it and lose what became of it.
pub(crate) async fn may_be_changed(client: &Client) -> Result<(), Trouble> {
    let lacking = client.query(&rights(), &[]).await?;
    let Some(first) = lacking.first() else { return Ok(()) };
    let (table, right): (&str, &str) = (first.try_get(0)?, first.try_get(1)?);
    let message = format!("permission denied for table {table}: {right} is not granted");
    Err(PostgresTrouble::NotAllowed(ServerSays { code: "42501".to_owned(), message }).into())
}

/// Connections that are open at the same time have a process of the server each, unless a pooler stands before it
/// that gives them one for no more than a transaction. Where nobody else is about, this alone tells: whoever is by
/// himself is given the same one again and again.
pub(crate) fn are_apart(one: i32, other: i32) -> Result<(), Trouble> {
    if one != other {
        return Ok(());
    }
    let message = format!("two connections were served by the one process {one}");
    Err(PostgresTrouble::Pooled(message).into())
}
