//! One connection, set up so that what is told is durable.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use keyin_domain::jiff::Timestamp;
use keyin_ports::Clock;
use tokio::task::JoinHandle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, SimpleQueryMessage, Statement};

use crate::clock::Reading;
use crate::schema;
use crate::settings::PostgresSettings;
use crate::tls::Encryption;
use crate::trouble::{PostgresTrouble, Trouble};
use crate::url::DatabaseUrl;
use crate::usable;

/// The microseconds since 1970 by the database's clock.
const NOW: &str = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

/// "keyn" and a number: what whoever changes rows holds a lock on, from before the first change until the COMMIT, so
/// that the numbers of the history come in the order of the commits.
const CHANGING: i64 = 0x6b65_796e_0000_0002;

/// What every connection of a journal is made of.
pub(crate) struct Target {
    pub(crate) url: DatabaseUrl,
    pub(crate) settings: PostgresSettings,
    /// This machine's clock: time-outs go by it.
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) encryption: Encryption,
}

pub(crate) struct Session {
    client: Client,
    statements: Mutex<HashMap<String, Statement>>,
    /// The process of the server that does the work.
    backend: i32,
    wire: JoinHandle<()>,
}

impl Session {
    /// Connects, brings the schema up to date, and tells what the database's clock says.
    pub(crate) async fn open(target: &Target) -> Result<(Self, Reading), Trouble> {
        let limits = target.settings;
        let mut config = target.url.config().clone();
        config.connect_timeout(limits.connect_timeout).tcp_user_timeout(limits.answer_timeout);
        if config.get_application_name().is_none() {
            config.application_name("keyin");
        }
        let (client, connection) = config.connect(target.encryption.clone()).await?;
        // It ends when the client is dropped, or the connection breaks; whoever then asks is told.
        let wire = tokio::spawn(async move { drop(connection.await) });
        let mut session = Self { client, statements: Mutex::default(), backend: 0, wire };
        let reading = session.set_up(target).await?;
        schema::bring_up_to_date(&mut session.client).await?;
        usable::may_be_changed(&session.client).await?;
        Ok((session, reading))
    }

    async fn set_up(&mut self, target: &Target) -> Result<Reading, Trouble> {
        let answer = target.settings.answer_timeout.as_millis().max(1);
        let wait = (answer / 2).max(1);
        let settings = format!(
            "SET search_path TO {schema}; SET synchronous_commit TO on; \
             SET default_transaction_isolation TO 'read committed'; SET statement_timeout TO {answer}; \
             SET lock_timeout TO {wait}; SET idle_in_transaction_session_timeout TO {wait}; SELECT {NOW}, pg_backend_pid()",
            schema = schema::NAME
        );
        let answered = self.client.simple_query(&settings).await?;
        let reading = Reading::now(clock_of(&answered)?, target.clock.as_ref());
        let backend = last_told(&answered, 1).and_then(|text| text.parse().ok());
        self.backend = backend.ok_or(PostgresTrouble::Unreadable("the number of the server's process"))?;
        usable::takes_everything(&self.client, self.backend).await?;
        Ok(reading)
    }

    /// The process of the server that did the work when this was opened.
    pub(crate) fn backend(&self) -> i32 {
        self.backend
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Lets go of a connection that does not answer, without waiting for it.
    pub(crate) fn abandon(&self) {
        self.wire.abort();
    }

    /// The statement, prepared once for this connection.
    pub(crate) async fn prepared(&self, sql: &str) -> Result<Statement, Trouble> {
        let known = self.statements.lock().unwrap_or_else(PoisonError::into_inner).get(sql).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await?;
        let mut statements = self.statements.lock().unwrap_or_else(PoisonError::into_inner);
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Carries a prepared statement out. It is sent when this is first polled.
    pub(crate) async fn rows(
        &self,
        statement: &Statement,
        bound: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Trouble> {
        Ok(self.client.query(statement, bound).await?)
    }

    /// Carries a statement out.
    pub(crate) async fn ask(&self, sql: &str, bound: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Trouble> {
        let statement = self.prepared(sql).await?;
        self.rows(&statement, bound).await
    }

    /// Begins to change rows, and tells what the database's clock says. It is sent when this is first polled.
    pub(crate) async fn begin(&self) -> Result<Timestamp, Trouble> {
        let begin = format!("BEGIN; SELECT pg_advisory_xact_lock({CHANGING}); SELECT {NOW}");
        clock_of(&self.client.simple_query(&begin).await?)
    }

    /// Makes the changes durable. It is sent when this is first polled.
    ///
    /// After a statement that failed the server takes it for a ROLLBACK, and says so without an error.
    pub(crate) async fn commit(&self) -> Result<(), Trouble> {
        Ok(self.client.batch_execute("COMMIT").await?)
    }
}

/// That column of the last row told.
fn last_told(messages: &[SimpleQueryMessage], column: usize) -> Option<&str> {
    messages.iter().rev().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(column),
        _ => None,
    })
}

fn clock_of(messages: &[SimpleQueryMessage]) -> Result<Timestamp, Trouble> {
    let microseconds = last_told(messages, 0).and_then(|text| text.parse().ok());
    let civil = microseconds.and_then(|microseconds| Timestamp::from_microsecond(microseconds).ok());
    civil.ok_or_else(|| PostgresTrouble::Unreadable("the database's clock").into())
}

#[cfg(test)]
impl Session {
    /// Carries statements out as they are; the first column of every row.
    pub(crate) async fn say(&self, sql: &str) -> Vec<String> {
        let messages = self.client.simple_query(sql).await.unwrap();
        let rows = messages.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        rows.collect()
    }
}

#[cfg(test)]
pub(crate) mod tests;
