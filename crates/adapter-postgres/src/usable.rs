//! Whether the database is one on which charges can be recorded: asked before anything is sent that would have to be.

use tokio_postgres::Client;

use crate::trouble::{PostgresTrouble, ServerSays, Trouble};

/// The only encoding that has every text which a gateway may answer with.
const ENCODING: &str = "UTF8";

/// It takes writes, and every text.
pub(crate) async fn takes_everything(client: &Client) -> Result<(), Trouble> {
    let asked = "SELECT current_setting('transaction_read_only'), current_setting('server_encoding')";
    let row = client.query_one(asked, &[]).await?;
    if row.try_get::<_, &str>(0)? == "on" {
        let message = "transaction_read_only is on".to_owned();
        return Err(PostgresTrouble::ReadOnly(ServerSays { code: "25006".to_owned(), message }).into());
    }
    match row.try_get::<_, &str>(1)? {
        ENCODING => Ok(()),
        other => Err(PostgresTrouble::Encoding(other.to_owned()).into()),
    }
}
