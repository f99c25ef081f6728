//! The gateway as a value.

use std::fmt;
use std::sync::Arc;

use keyin_domain::jiff::Timestamp;
use keyin_ports::{Clock, ReadError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::call::Line;
use crate::config::BaseUrl;
use crate::token::Tokens;
use crate::transport::Transport;
use crate::{ConfigError, IamportConfig, read};

/// What stays as it is in a segment of a path and in a value of a query (RFC 3986, "unreserved").
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The gateway's clock beside this machine's, read as nearly at the same time as an answer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerTime {
    /// What the gateway's clock showed; whole seconds.
    pub server_now: Timestamp,
    /// What this machine's clock showed when the answer had come.
    pub local_now: Timestamp,
}

/// The I'mport gateway (PortOne V1 API). A clone is cheap and shares connections and token.
///
/// It needs a tokio runtime with I/O and time. Every call is made as its port says; nothing is ever sent
/// twice but a call that was answered with 401, once, with a new token.
#[derive(Clone)]
pub struct IamportGateway {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) line: Line,
    pub(crate) addresses: Addresses,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) include_sandbox: bool,
}

/// Where each call goes; the fixed addresses are made once.
pub(crate) struct Addresses {
    base: BaseUrl,
    pub(crate) onetime: Url,
    pub(crate) again: Url,
    pub(crate) cancel: Url,
    pub(crate) channels: Url,
    pub(crate) schedule: Url,
    pub(crate) unschedule: Url,
}

impl Addresses {
    fn new(base: BaseUrl) -> Result<Self, ConfigError> {
        Ok(Self {
            onetime: base.join("/subscribe/payments/onetime")?,
            again: base.join("/subscribe/payments/again")?,
            cancel: base.join("/payments/cancel")?,
            channels: base.join("/users/pg")?,
            schedule: base.join("/subscribe/payments/schedule")?,
            unschedule: base.join("/subscribe/payments/unschedule")?,
            base,
        })
    }

    /// `prefix` with `name` as one more segment, and `query` behind it as it stands. None if that is no
    /// address.
    pub(crate) fn of(&self, prefix: &str, name: &str, query: &str) -> Option<Url> {
        self.base.join(&format!("{prefix}/{}{query}", escaped(name))).ok()
    }
}

/// A text as a segment of a path or a value of a query.
pub(crate) fn escaped(text: &str) -> impl fmt::Display {
    utf8_percent_encode(text, ESCAPED)
}

impl IamportGateway {
    /// A gateway that asks at `config.base_url`. No call is made yet. `clock` judges permits and the life of
    /// tokens.
    ///
    /// # Errors
    /// [`ConfigError`] when a setting is refused or the HTTP client cannot be set up.
    pub fn new(config: IamportConfig, clock: Arc<dyn Clock>) -> Result<Self, ConfigError> {
        let base = BaseUrl::parse(&config.base_url)?;
        if config.api_key.is_empty() || config.api_secret.is_empty() {
            return Err(ConfigError::NoCredentials);
        }
        let transport = Transport::new(&base, &config)?;
        let asking = base.join("/users/getToken")?;
        let IamportConfig { api_key, api_secret, include_sandbox, .. } = config;
        let tokens = Tokens::new(transport.clone(), asking, api_key, api_secret, Arc::clone(&clock));
        let line = Line { transport, tokens };
        let inner = Inner { line, addresses: Addresses::new(base)?, clock, include_sandbox };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Asks for a token, which proves that the key and secret are good, and compares the clocks.
    ///
    /// # Errors
    /// [`ReadError::Refused`] when the gateway refuses the key, the secret or the caller; otherwise why
    /// there was no answer. Never [`ReadError::NotFound`].
    pub async fn check_credentials(&self) -> Result<ServerTime, ReadError> {
        let granted = self.inner.line.tokens.ask().await.map_err(read::without_token)?;
        Ok(ServerTime { server_now: granted.server_now, local_now: self.inner.clock.now() })
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for IamportGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IamportGateway").finish_non_exhaustive()
    }
}
