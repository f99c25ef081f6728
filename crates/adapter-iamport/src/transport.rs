//! One HTTP exchange, and what is known when it fails.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{Client, Request, Response, redirect, retry};

use crate::config::BaseUrl;
use crate::{ConfigError, IamportConfig, tls};

/// The longest answer that is read, in bytes. A page of a thousand payments takes about 1.3 MB; what merchants
/// keep with their payments (`custom_data`) comes on top.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// How long an unused connection is kept: shorter than servers usually do, so that a charge is seldom
/// written to a connection that the server is just closing, which would leave its outcome unknown.
const IDLE: Duration = Duration::from_secs(15);

/// Why no answer came. The first three prove that not a byte of the request was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The request could not be built.
    NotBuilt,
    /// The name was not found, or no connection came about in time.
    Unreachable,
    /// No secure connection came about.
    Tls,
    /// No answer in time, or not all of it.
    TimedOut,
    /// The connection broke after sending may have begun.
    ConnectionLost,
    /// The connection broke within the answer.
    AnswerCut,
    /// The answer is longer than any that the interface promises.
    AnswerTooLong,
}

/// A whole answer. The body is empty where the status alone decides.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

/// The HTTP client: follows no redirect, sends nothing twice, asks no proxy.
///
/// The pool may take another connection for a request of which it knows that not a byte was written to a
/// kept one that turned out closed; that is no second sending.
#[derive(Clone)]
pub(crate) struct Transport(Client);

impl Transport {
    pub(crate) fn new(base: &BaseUrl, config: &IamportConfig) -> Result<Self, ConfigError> {
        if config.timeout.is_zero() || config.connect_timeout.is_zero() {
            return Err(ConfigError::NoTime);
        }
        let tls = if base.is_secure() { tls::of_platform()? } else { tls::of_nobody()? };
        Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(base.is_secure())
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("keyin/", env!("CARGO_PKG_VERSION")))
            .timeout(config.timeout)
            .connect_timeout(config.connect_timeout.min(config.timeout / 2))
            .pool_idle_timeout(IDLE)
            .build()
            .map(Self)
            .map_err(|_| ConfigError::Client)
    }

    /// Sends once and reads the answer. The request is handed over at once, so that the future is small.
    pub(crate) fn exchange(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, Fault>> + Send + use<> {
        let sent = self.0.execute(request);
        async move {
            let response = sent.await.map_err(|error| before_the_answer(&error))?;
            let status = response.status().as_u16();
            match status {
                200..=299 | 400 | 401 | 403 | 404 => match read(response).await {
                    Ok(body) => Ok(Answer { status, body }),
                    Err(fault) if status < 300 => Err(fault),
                    // What it says would help, but the status decides already.
                    Err(_) => Ok(Answer { status, body: Bytes::new() }),
                },
                _ => Ok(Answer { status, body: Bytes::new() }),
            }
        }
    }
}

/// The whole body. An answer that comes in one piece, as most do, is not copied.
async fn read(mut response: Response) -> Result<Bytes, Fault> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    if announced > LONGEST_ANSWER {
        return Err(Fault::AnswerTooLong);
    }
    let Some(first) = piece(&mut response).await? else { return Ok(Bytes::new()) };
    let Some(second) = piece(&mut response).await? else { return Ok(first) };
    let mut body = BytesMut::with_capacity(announced.max(first.len() + second.len()));
    body.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(more) = next {
        if body.len() + more.len() > LONGEST_ANSWER {
            return Err(Fault::AnswerTooLong);
        }
        body.extend_from_slice(&more);
        next = piece(&mut response).await?;
    }
    Ok(body.freeze())
}

async fn piece(response: &mut Response) -> Result<Option<Bytes>, Fault> {
    let broken = |error: reqwest::Error| if error.is_timeout() { Fault::TimedOut } else { Fault::AnswerCut };
    response.chunk().await.map_err(broken)
}

/// The client calls an error one of connecting only before it has a connection to write to, so nothing was
/// sent then. Everything else may have been.
fn before_the_answer(error: &reqwest::Error) -> Fault {
    if error.is_builder() {
        Fault::NotBuilt
    } else if error.is_connect() {
        if is_tls(error) { Fault::Tls } else { Fault::Unreachable }
    } else if error.is_timeout() {
        Fault::TimedOut
    } else {
        Fault::ConnectionLost
    }
}

/// Whether a connection was there and the handshake on it failed.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.is::<rustls::Error>() || cause.downcast_ref::<io::Error>().is_some_and(is_tls_io) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// An `io::Error` does not name what it wraps among its sources, and one may wrap another. A connection
/// that ends early while it is made secure was there; a plain connect never ends so.
fn is_tls_io(error: &io::Error) -> bool {
    let wrapped_is_tls = |inner: &(dyn StdError + Send + Sync + 'static)| {
        inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(is_tls_io)
    };
    error.kind() == io::ErrorKind::UnexpectedEof || error.get_ref().is_some_and(wrapped_is_tls)
}
