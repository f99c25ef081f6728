//! The last calls the sandbox received, without what must not be kept.

use std::collections::VecDeque;
use std::sync::Mutex;

use axum::http::request::Parts;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::lock::lock;
use crate::params::Params;

/// How many calls are remembered.
const REMEMBERED: usize = 10_000;

/// What is kept of one call, in bytes: of its method, its path, and of its query and body as they are written.
const LONGEST_METHOD: usize = 32;
const LONGEST_PATH: usize = 512;
const LONGEST_PARAMS: usize = 2_048;

/// One call to the API. Control calls are not logged.
#[derive(Clone, Debug, Serialize)]
pub struct LoggedRequest {
    /// When it arrived, Unix seconds.
    pub at: i64,
    /// The HTTP method; of an endless one its beginning.
    pub method: String,
    /// The path without its query; of an endless one its beginning.
    pub path: String,
    /// The query's parameters as a JSON object, secrets as `"***"`; absent without a query. Of more than 2 KiB only
    /// `{"too_long":BYTES}` is kept, here and in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Box<RawValue>>,
    /// The HTTP status answered; `None` while the call waits, and for good when its connection was dropped.
    pub status: Option<u16>,
    /// The parameters of the body as a JSON object, card data and secrets as `"***"`; `None` when there was no body
    /// or it could not be read.
    pub body: Option<Box<RawValue>>,
}

/// A call as it is kept: what it brought is JSON text.
#[derive(Debug)]
pub(crate) struct Arrived {
    at: i64,
    method: String,
    path: String,
    query: Option<Box<str>>,
    status: Option<u16>,
    body: Option<Box<str>>,
}

impl Arrived {
    /// A call as it arrived, cut to what is kept of it: ten thousand calls must fit into memory, whatever they bring.
    pub(crate) fn new(at: i64, parts: &Parts, query: &Params, body: &Params) -> Self {
        Self {
            at,
            method: beginning(parts.method.as_str(), LONGEST_METHOD),
            path: beginning(parts.uri.path(), LONGEST_PATH),
            query: kept(query),
            status: None,
            body: kept(body),
        }
    }

    fn shown(&self) -> LoggedRequest {
        let json = |text: &Option<Box<str>>| RawValue::from_string(text.as_deref()?.to_owned()).ok();
        LoggedRequest {
            at: self.at,
            method: self.method.clone(),
            path: self.path.clone(),
            query: json(&self.query),
            status: self.status,
            body: json(&self.body),
        }
    }
}

fn beginning(text: &str, longest: usize) -> String {
    text[..text.floor_char_boundary(longest)].to_owned()
}

fn kept(params: &Params) -> Option<Box<str>> {
    if params.is_empty() {
        return None;
    }
    let written = params.masked();
    match written.len() {
        0..=LONGEST_PARAMS => Some(written),
        length => Some(format!("{{\"too_long\":{length}}}").into()),
    }
}

/// Where an entry stands, for writing its status later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u64);

/// The log itself.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// The number of the oldest entry; numbers only grow, also over a reset.
    first: u64,
    entries: VecDeque<Arrived>,
}

impl RequestLog {
    /// Notes a call when it arrives, so that one which waits can already be seen.
    pub(crate) fn arrived(&self, request: Arrived) -> Ticket {
        let mut inner = lock(&self.inner);
        if inner.entries.len() == REMEMBERED {
            inner.entries.pop_front();
            inner.first += 1;
        }
        inner.entries.push_back(request);
        Ticket(inner.first + inner.entries.len() as u64 - 1)
    }

    /// Notes what a call was answered; one that has meanwhile left the log is passed over.
    pub(crate) fn answered(&self, ticket: Ticket, status: u16) {
        let mut inner = lock(&self.inner);
        let place = ticket.0.checked_sub(inner.first).and_then(|place| usize::try_from(place).ok());
        if let Some(entry) = place.and_then(|place| inner.entries.get_mut(place)) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn list(&self) -> Vec<LoggedRequest> {
        lock(&self.inner).entries.iter().map(Arrived::shown).collect()
    }

    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        inner.first += inner.entries.len() as u64;
        inner.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(at: i64) -> Arrived {
        Arrived { at, method: "GET".to_owned(), path: "/".to_owned(), query: None, status: None, body: None }
    }

    #[test]
    fn the_oldest_entry_goes_first() {
        let log = RequestLog::default();
        let oldest = log.arrived(request(-1));
        let tickets: Vec<_> = (0..10_000).map(|at| log.arrived(request(at))).collect();
        log.answered(oldest, 500);
        log.answered(tickets[0], 200);
        let list = log.list();
        assert_eq!(list.len(), REMEMBERED);
        assert_eq!((list[0].at, list[0].status), (0, Some(200)));
        assert_eq!(list[9_999].status, None);
    }

    #[test]
    fn endless_calls_are_cut() {
        let long = "x".repeat(30_000);
        let (parts, ()) = axum::http::Request::builder()
            .method(&long[..100])
            .uri(format!("/{long}?a={long}"))
            .body(())
            .unwrap()
            .into_parts();
        let query = Params::from_query(parts.uri.query());
        let short = Params::from_query(Some("a=1"));
        let logged = Arrived::new(1, &parts, &query, &short);
        assert_eq!((logged.method.len(), logged.path.len()), (LONGEST_METHOD, LONGEST_PATH));
        assert_eq!(&*logged.query.unwrap(), r#"{"too_long":30008}"#);
        assert_eq!(&*logged.body.unwrap(), r#"{"a":"1"}"#);
    }

    #[test]
    fn a_status_does_not_reach_past_a_reset() {
        let log = RequestLog::default();
        let before = log.arrived(request(1));
        log.clear();
        let after = log.arrived(request(2));
        log.answered(before, 500);
        assert_eq!(log.list()[0].status, None);
        log.answered(after, 200);
        assert_eq!(log.list()[0].status, Some(200));
    }
}
