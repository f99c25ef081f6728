//! The statement of a list.

use keyin_domain::{Charge, ChargeState};
use keyin_ports::{ChargeFilter, ListPosition, ListedBy};
use tokio_postgres::types::ToSql;

use super::columns::nanoseconds;
use super::rows;
use crate::session::Session;
use crate::trouble::Trouble;

/// A statement and what is bound to it, in order.
pub(super) struct Query {
    pub(super) sql: String,
    bound: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Query {
    /// The place of one more value.
    fn bind(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.bound.push(Box::new(value));
        format!("${}", self.bound.len())
    }

    fn condition(&mut self, before: &str, value: impl ToSql + Sync + Send + 'static, after: &str) {
        let place = self.bind(value);
        self.sql.push_str(&format!(" AND {before}{place}{after}"));
    }
}

/// Walks one of the indexes backwards, from the place behind which the page begins.
pub(super) fn query(filter: &ChargeFilter, after: Option<&ListPosition>, limit: u32) -> Query {
    let time = match filter.by {
        ListedBy::Created => "created_at",
        ListedBy::Paid => "paid_at",
    };
    // Only a charge that has the time is in the list, and in its index.
    let sql = format!("SELECT {} FROM charge WHERE {time} IS NOT NULL", rows::COLUMNS);
    let mut query = Query { sql, bound: Vec::new() };
    if let Some(from) = filter.from {
        query.condition(&format!("{time} >= "), nanoseconds(from), "");
    }
    if let Some(to) = filter.to {
        query.condition(&format!("{time} < "), nanoseconds(to), "");
    }
    if let Some(after) = after {
        let uid = query.bind(after.merchant_uid.as_str().to_owned());
        query.condition(&format!("({time}, merchant_uid) < ("), nanoseconds(after.at), &format!(", {uid})"));
    }
    if let Some(customer_uid) = &filter.customer_uid {
        query.condition("customer_uid = ", customer_uid.as_str().to_owned(), "");
    }
    if !filter.states.is_empty() {
        let states: Vec<&str> = filter.states.iter().copied().map(ChargeState::as_str).collect();
        query.condition("state = ANY (", states, ")");
    }
    let limit = query.bind(i64::from(limit));
    query.sql.push_str(&format!(" ORDER BY {time} DESC, merchant_uid DESC LIMIT {limit}"));
    query
}

pub(super) async fn list(
    session: &Session,
    filter: &ChargeFilter,
    after: Option<&ListPosition>,
    limit: u32,
) -> Result<Vec<Charge>, Trouble> {
    let query = query(filter, after, limit);
    let bound: Vec<&(dyn ToSql + Sync)> = query.bound.iter().map(|value| &**value as _).collect();
    rows::read_all(&session.ask(&query.sql, &bound).await?)
}
