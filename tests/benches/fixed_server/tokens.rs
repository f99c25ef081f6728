//! The one token that the server takes, until it is told to take another.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::header::AUTHORIZATION;

use super::TOKEN;

/// The token that is good now, and how often it was asked for.
pub(super) struct Tokens {
    present: Mutex<Present>,
    asked: AtomicU64,
}

struct Present {
    /// How many were ended before it.
    generation: u64,
    value: String,
    grant: Bytes,
}

impl Tokens {
    pub(super) fn new() -> Self {
        let first = Present { generation: 0, value: TOKEN.to_owned(), grant: grant(TOKEN) };
        Self { present: Mutex::new(first), asked: AtomicU64::new(0) }
    }

    /// Hands out the present one.
    pub(super) fn grant(&self) -> Bytes {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.present.lock().unwrap().grant.clone()
    }

    /// How often one was asked for.
    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Ends the present one, although its grant says that it is good for longer.
    pub(super) fn end(&self) {
        let mut present = self.present.lock().unwrap();
        let generation = present.generation + 1;
        let value = format!("{generation:040x}");
        *present = Present { generation, grant: grant(&value), value };
    }

    /// Whether a call comes with the present one, in either of the forms that the clients use.
    pub(super) fn allows(&self, headers: &HeaderMap) -> bool {
        let Some(shown) = headers.get(AUTHORIZATION).map(|value| value.as_bytes()) else { return false };
        let shown = shown.strip_prefix(b"Bearer ").unwrap_or(shown);
        shown == self.present.lock().unwrap().value.as_bytes()
    }
}

fn grant(token: &str) -> Bytes {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let response = serde_json::json!({ "access_token": token, "now": now, "expired_at": now + 1_800 });
    serde_json::json!({ "code": 0, "message": null, "response": response }).to_string().into()
}
