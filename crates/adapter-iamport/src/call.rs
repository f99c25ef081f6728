//! A call with a token.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};

use crate::token::{Token, TokenError, Tokens};
use crate::transport::{Answer, Fault, Transport};

/// A request, still without its token.
pub(crate) struct Outgoing<'a> {
    method: Method,
    url: &'a Url,
    body: Option<Bytes>,
}

impl<'a> Outgoing<'a> {
    pub(crate) fn get(url: &'a Url) -> Self {
        Self { method: Method::GET, url, body: None }
    }

    pub(crate) fn delete(url: &'a Url) -> Self {
        Self { method: Method::DELETE, url, body: None }
    }

    /// With a JSON body.
    pub(crate) fn put(url: &'a Url, body: Bytes) -> Self {
        Self { method: Method::PUT, url, body: Some(body) }
    }

    /// With a JSON body.
    pub(crate) fn post(url: &'a Url, body: Bytes) -> Self {
        Self { method: Method::POST, url, body: Some(body) }
    }

    fn with(&self, token: &Token) -> Request {
        let mut request = Request::new(self.method.clone(), self.url.clone());
        request.headers_mut().insert(AUTHORIZATION, token.bearer());
        if let Some(body) = &self.body {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.clone().into());
        }
        request
    }
}

/// Why a call brought no answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CallError {
    /// The caller's leave to send had run out. The call was not made.
    NoLongerAllowed,
    /// There is no token. The call was not made.
    NoToken(TokenError),
    /// The exchange failed.
    Fault(Fault),
}

/// Transport and tokens together.
pub(crate) struct Line {
    pub(crate) transport: Transport,
    pub(crate) tokens: Tokens,
}

impl Line {
    /// Makes the call. The gateway turns a bad token away before it looks at anything else, so after a 401
    /// the call is made once more with a new token. `allowed` is asked right before each sending.
    pub(crate) async fn call(
        &self,
        outgoing: &Outgoing<'_>,
        allowed: impl Fn() -> bool + Send + Sync,
    ) -> Result<Answer, CallError> {
        let mut renewed = false;
        loop {
            let token = self.token().await?;
            let answer = self.send(outgoing, &token, &allowed).await?;
            if answer.status != 401 || renewed {
                return Ok(answer);
            }
            self.tokens.discard(&token);
            renewed = true;
        }
    }

    /// Asking for a token is seldom, and apart from the rest so that the future of a call stays small.
    async fn token(&self) -> Result<Arc<Token>, CallError> {
        match self.tokens.held() {
            Some(token) => Ok(token),
            None => Box::pin(self.tokens.get()).await.map_err(CallError::NoToken),
        }
    }

    async fn send(
        &self,
        outgoing: &Outgoing<'_>,
        token: &Token,
        allowed: &(impl Fn() -> bool + Send + Sync),
    ) -> Result<Answer, CallError> {
        if !allowed() {
            return Err(CallError::NoLongerAllowed);
        }
        self.transport.exchange(outgoing.with(token)).await.map_err(CallError::Fault)
    }
}
