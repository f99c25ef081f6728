//! Who may use the controls, and which merchant he means.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, header};

use super::ControlError;
use crate::accept::Peer;
use crate::params::Params;
use crate::site::Site;
use crate::world::World;

/// The header that names a merchant by its API key, as the query `merchant` does.
const MERCHANT: &str = "x-sandbox-merchant";

/// Controls show and change everything, so only this machine may use them, wherever the sandbox listens, and whoever
/// has the control token.
pub(super) fn check(site: &Site, request: &Request) -> Result<(), ControlError> {
    let is_local = |peer: &Peer| peer.0.ip().to_canonical().is_loopback();
    let presented = || bearer(request.headers());
    let has_token =
        || site.control_token.as_ref().is_some_and(|token| presented().is_some_and(|it| token.is(it)));
    match request.extensions().get::<Peer>().is_some_and(is_local) || has_token() {
        true => Ok(()),
        false => Err(ControlError::not_loopback()),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The merchant that the query or the header names, or the first.
pub(super) fn merchant(site: &Site, query: &Params, headers: &HeaderMap) -> Result<Arc<World>, ControlError> {
    let in_query = query.text("merchant");
    let in_header = || headers.get(MERCHANT).map(|value| value.to_str());
    let found = match (in_query, in_header()) {
        (Some(key), _) => site.merchants.of_key(&key),
        (None, Some(key)) => key.ok().and_then(|key| site.merchants.of_key(key)),
        (None, None) => Some(site.merchants.first()),
    };
    found.ok_or_else(ControlError::no_such_merchant)
}
