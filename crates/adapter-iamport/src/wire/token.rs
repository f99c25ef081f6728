//! `POST /users/getToken`.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::secret_body::secret_body;
use super::value::{Text, Whole};

#[derive(Serialize)]
struct Credentials<'a> {
    imp_key: &'a str,
    imp_secret: &'a str,
}

/// The question for a token.
pub(crate) fn credentials_body(api_key: &str, api_secret: &str) -> Option<Bytes> {
    secret_body(&Credentials { imp_key: api_key, imp_secret: api_secret })
}

/// The token and its life, by the gateway's clock in Unix seconds. It has no `Debug`.
#[derive(Deserialize)]
pub(crate) struct Grant<'a> {
    #[serde(default, borrow)]
    access_token: Text<'a>,
    #[serde(default)]
    now: Whole,
    #[serde(default)]
    expired_at: Whole,
}

impl Grant<'_> {
    /// The token, now and when it expires; none if one of them is missing.
    pub(crate) fn parts(&self) -> Option<(&str, i64, i64)> {
        Some((self.access_token.get()?, self.now.0?, self.expired_at.0?))
    }
}
