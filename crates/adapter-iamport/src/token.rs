//! The access token: one for all callers, fetched by one of them at a time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Refusal, RefusalKind};
use keyin_ports::{Clock, Monotonic};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::transport::{Fault, Transport};
use crate::wire::envelope::{self, Reading};
use crate::wire::token::{Grant, credentials_body};

/// A token is given up so long before the gateway does.
const MARGIN: Duration = Duration::from_secs(30);

/// A token as it is presented.
pub(crate) struct Token {
    bearer: HeaderValue,
    usable_until: Monotonic,
}

impl Token {
    pub(crate) fn bearer(&self) -> HeaderValue {
        self.bearer.clone()
    }
}

/// Why there is no token. It proves that the call it was wanted for was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenError {
    /// No answer.
    Fault(Fault),
    /// An HTTP status that decides nothing.
    Status(u16),
    /// An answer that brings no token and refuses none.
    Unreadable,
    /// The gateway refused the key or the caller.
    Refused(Refusal),
}

/// What the gateway granted, and when by its own clock.
pub(crate) struct Granted {
    token: Token,
    pub(crate) server_now: Timestamp,
}

/// Who asks for tokens, and the token that is held.
pub(crate) struct Tokens {
    transport: Transport,
    url: Url,
    api_key: Zeroizing<String>,
    api_secret: Zeroizing<String>,
    clock: Arc<dyn Clock>,
    current: RwLock<Option<Arc<Token>>>,
    /// Held by whoever fetches. It keeps how the last fetch failed, for those who waited for it.
    fetching: Mutex<Option<TokenError>>,
    finished: AtomicU64,
}

impl Tokens {
    pub(crate) fn new(
        transport: Transport,
        url: Url,
        api_key: Zeroizing<String>,
        api_secret: Zeroizing<String>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            transport,
            url,
            api_key,
            api_secret,
            clock,
            current: RwLock::default(),
            fetching: Mutex::default(),
            finished: AtomicU64::new(0),
        }
    }

    /// The token that is held, or a new one. Of any number of callers one asks the gateway; those who wait
    /// meanwhile share the token or the failure. A caller who goes away leaves the asking to the next.
    pub(crate) async fn get(&self) -> Result<Arc<Token>, TokenError> {
        if let Some(token) = self.held() {
            return Ok(token);
        }
        let finished_before = self.finished.load(Ordering::Acquire);
        let mut last_failure = self.fetching.lock().await;
        if let Some(token) = self.held() {
            return Ok(token);
        }
        if self.finished.load(Ordering::Acquire) != finished_before
            && let Some(failure) = &*last_failure
        {
            return Err(failure.clone());
        }
        let fetched = self.ask().await.map(|granted| Arc::new(granted.token));
        *last_failure = fetched.as_ref().err().cloned();
        if let Ok(token) = &fetched {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(token));
        }
        self.finished.fetch_add(1, Ordering::Release);
        fetched
    }

    /// Forgets a token that the gateway refused, unless another has taken its place already.
    pub(crate) fn discard(&self, refused: &Arc<Token>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|held| Arc::ptr_eq(held, refused)) {
            *current = None;
        }
    }

    /// The token that is held, while it is good.
    pub(crate) fn held(&self) -> Option<Arc<Token>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().filter(|token| self.clock.monotonic() < token.usable_until).map(Arc::clone)
    }

    /// Asks the gateway, whatever is held.
    pub(crate) async fn ask(&self) -> Result<Granted, TokenError> {
        let body =
            credentials_body(&self.api_key, &self.api_secret).ok_or(TokenError::Fault(Fault::NotBuilt))?;
        let mut request = Request::new(Method::POST, self.url.clone());
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(body.into());
        // Counted from before the question: however long the answer takes, the deadline is not too late.
        let asked_at = self.clock.monotonic();
        let answer = self.transport.exchange(request).await.map_err(TokenError::Fault)?;
        let refused = |kind, message: &str| Err(TokenError::Refused(Refusal::new(kind, message)));
        match (answer.status, envelope::read::<Grant<'_>>(&answer.body)) {
            (401, reading) => refused(RefusalKind::Unauthorized, reading.message()),
            (403, reading) => refused(RefusalKind::Forbidden, reading.message()),
            (200..=299, Reading::Done(grant)) => granted(&grant, asked_at).ok_or(TokenError::Unreadable),
            (200..=299 | 400, Reading::Refused(message)) => refused(RefusalKind::Unauthorized, &message),
            (200..=299, Reading::Unreadable) => Err(TokenError::Unreadable),
            (status, _) => Err(TokenError::Status(status)),
        }
    }
}

fn granted(grant: &Grant<'_>, asked_at: Monotonic) -> Option<Granted> {
    let (text, now, expired_at) = grant.parts()?;
    let mut bearer = HeaderValue::try_from(format!("Bearer {text}")).ok()?;
    bearer.set_sensitive(true);
    let left = Duration::from_secs(u64::try_from(expired_at.saturating_sub(now)).unwrap_or(0));
    // A short life is not eaten up by the margin.
    let usable = left.saturating_sub(MARGIN.min(left / 2));
    let token = Token { bearer, usable_until: asked_at.after(usable) };
    Some(Granted { token, server_now: Timestamp::from_second(now).ok()? })
}
