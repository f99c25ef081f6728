//! The statement of a list.

use keyin_domain::Charge;
use keyin_ports::{ChargeFilter, ListPosition, ListedBy};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::columns::nanoseconds;
use super::rows;
use crate::trouble::Trouble;

/// A statement and what is bound to it, in order.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) bound: Vec<Value>,
}

impl Query {
    fn new() -> Self {
        Self { sql: format!("SELECT {} FROM charge WHERE ", rows::COLUMNS), bound: Vec::new() }
    }

    fn bind(&mut self, value: impl Into<Value>) {
        self.bound.push(value.into());
    }

    fn condition(&mut self, sql: &str, value: impl Into<Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.bind(value);
    }
}

/// Walks one of the indexes backwards, from the place behind which the page begins.
pub(super) fn query(filter: &ChargeFilter, after: Option<&ListPosition>, limit: u32) -> Query {
    let mut query = Query::new();
    let time = match filter.by {
        ListedBy::Created => "created_at",
        ListedBy::Paid => "paid_at",
    };
    // Only a charge that has the time is in the list, and in its index.
    query.sql.push_str(&format!("{time} IS NOT NULL"));
    if let Some(from) = filter.from {
        query.condition(&format!("{time} >= ?"), nanoseconds(from));
    }
    if let Some(to) = filter.to {
        query.condition(&format!("{time} < ?"), nanoseconds(to));
    }
    if let Some(after) = after {
        query.condition(&format!("({time}, merchant_uid) < (?, "), nanoseconds(after.at));
        query.sql.push_str("?)");
        query.bind(after.merchant_uid.as_str().to_owned());
    }
    if let Some(customer_uid) = &filter.customer_uid {
        query.condition("customer_uid = ?", customer_uid.as_str().to_owned());
    }
    if !filter.states.is_empty() {
        // Our own words: nothing that came from outside is put into a statement.
        let states: Vec<String> = filter.states.iter().map(|state| format!("'{state}'")).collect();
        query.sql.push_str(&format!(" AND state IN ({})", states.join(", ")));
    }
    query.sql.push_str(&format!(" ORDER BY {time} DESC, merchant_uid DESC LIMIT ?"));
    query.bind(i64::from(limit));
    query
}

pub(super) fn list(
    connection: &Connection,
    filter: &ChargeFilter,
    after: Option<&ListPosition>,
    limit: u32,
) -> Result<Vec<Charge>, Trouble> {
    let query = query(filter, after, limit);
    let mut statement = connection.prepare_cached(&query.sql)?;
    statement.query_and_then(params_from_iter(query.bound), rows::read)?.collect()
}
