//! Who may use the controls, and which merchant he means.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, header};

use crate::control_error::ControlError;
use crate::http::accept::Peer;
use crate::params::Params;
use crate::site::Site;
use crate::world::World;

/// The header that names a merchant by its API key, as the query `merchant` does.
const MERCHANT: &str = "x-sandbox-merchant";

/// Controls show and change everything, so only this machine may use them, wherever the sandbox listens, and whoever
/// has the control token. A browser on this machine is not yet its user: it also runs the pages of others.
pub(super) fn check(site: &Site, request: &Request) -> Result<(), ControlError> {
    let is_local = |peer: &Peer| peer.0.ip().to_canonical().is_loopback();
    let presented = || bearer(request.headers());
    let has_token =
        || site.control_token.as_ref().is_some_and(|token| presented().is_some_and(|it| token.is(it)));
    if !is_of_own_page(request.headers()) {
        return Err(ControlError::other_site());
    }
    match (has_token(), request.extensions().get::<Peer>().is_some_and(is_local)) {
        (true, _) => Ok(()),
        (false, false) => Err(ControlError::not_loopback()),
        (false, true) if !is_called_by_a_local_name(request.headers()) => Err(ControlError::other_site()),
        (false, true) => Ok(()),
    }
}

/// Whether no page sent this, or one of the sandbox itself: a browser says in `Origin` whose page it runs, and the
/// sandbox's own came from where the call goes.
fn is_of_own_page(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes).unwrap_or_default();
    headers.get_all(header::ORIGIN).iter().all(|origin| {
        origin.as_bytes().strip_prefix(b"http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host))
    })
}

/// Whether the caller names this machine as nobody else can: by an address or as `localhost`. A page of somebody whose
/// own name leads to this machine would otherwise count as one of the sandbox itself (DNS rebinding). Only programs
/// name nobody.
fn is_called_by_a_local_name(headers: &HeaderMap) -> bool {
    headers.get_all(header::HOST).iter().all(|host| {
        let authority = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        authority.is_some_and(|authority| is_local_name(authority.host()))
    })
}

fn is_local_name(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    address.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
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
