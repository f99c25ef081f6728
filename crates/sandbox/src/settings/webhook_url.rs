//! The form of an address that webhooks are sent to.

use axum::http::Uri;

/// An address as it is written; whether its host may be called is asked when something is sent there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WebhookUrl {
    /// `https`, which the sandbox does not speak.
    pub(crate) is_secure: bool,
    /// A name, or an address without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Host and port as they stand in the URL.
    pub(crate) authority: String,
    /// Path and query.
    pub(crate) path: String,
}

impl WebhookUrl {
    /// Reads an `http` or `https` URL without a user; `None` when it is none.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let uri: Uri = url.trim().parse().ok()?;
        let authority = uri.authority()?;
        let is_secure = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return None,
        };
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return None;
        }
        let port = match &authority.as_str()[authority.host().len()..] {
            "" | ":" if is_secure => 443,
            "" | ":" => 80,
            _ => authority.port_u16()?,
        };
        Some(Self {
            is_secure,
            host: authority.host().trim_start_matches('[').trim_end_matches(']').to_owned(),
            port,
            authority: authority.as_str().to_owned(),
            // Displayed, it begins with `/` also where the query follows the host at once.
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        })
    }
}
