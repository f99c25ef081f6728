//! The controls under `/_sandbox`: JSON, no token of the API, only for callers on the same machine or with the control
//! token. They mean the first merchant unless the call names another.

mod access;
mod merchants;
mod overview;
mod read;
mod table;

use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::http::{Response, StatusCode};
use axum::routing::{MethodFilter, on};
use axum::{RequestExt, Router};
use serde::Serialize;
use serde_json::Value;

use crate::control_error::ControlError;
use crate::http::answer::{Answer, json};
use crate::http::body::{self, BodyError};
use crate::http::hang_up::HangUp;
use crate::merchants::Merchants;
use crate::params::Params;
use crate::site::Site;
use crate::world::World;

use table::CONTROLS;

/// What a control of one merchant does with a body; methods without one get null.
type Handle = fn(&World, &Value) -> Result<Answer, ControlError>;

/// What a control says in the end.
type Told = Pin<Box<dyn Future<Output = Result<Answer, ControlError>> + Send>>;

/// Whom a control is about.
#[derive(Clone, Copy)]
enum Act {
    /// The merchant that the call names.
    One(Handle),
    /// The same for what only looks; it is handed what stands behind the question mark.
    Looking(fn(&World, &Params) -> Result<Answer, ControlError>),
    /// The same for what has to wait for others; the text is what the path names.
    OneWaiting(fn(Arc<World>, String, Value) -> Told),
    /// All of them; the text is what the path names.
    All(fn(&Merchants, &str, &Value) -> Result<Answer, ControlError>),
}

struct Control {
    method: MethodFilter,
    path: &'static str,
    takes_body: bool,
    act: Act,
}

#[derive(Serialize)]
struct Refusal<'a> {
    error: &'a ControlError,
}

/// All controls, each path also with a slash at its end.
pub(crate) fn router(site: &Arc<Site>) -> Router {
    let mut router = Router::new();
    for control in CONTROLS {
        for path in [control.path.to_owned(), format!("{}/", control.path)] {
            let site = Arc::clone(site);
            let handler = move |request: Request| take(Arc::clone(&site), control, request);
            router = router.route(&path, on(control.method, handler));
        }
    }
    let refuse = |error: fn() -> ControlError| {
        let site = Arc::clone(site);
        move |request: Request| std::future::ready(refuse(&site, &request, &error()))
    };
    router
        .fallback(refuse(ControlError::no_such_control))
        .method_not_allowed_fallback(refuse(ControlError::wrong_method))
}

async fn take(site: Arc<Site>, control: &'static Control, mut request: Request) -> Response<Body> {
    if let Err(error) = access::check(&site, &request) {
        return refused(&error);
    }
    let named = named_in_path(&mut request).await;
    let query = Params::from_query(request.uri().query());
    let merchant = access::merchant(&site, &query, request.headers());
    let body = match body::read(request.into_body(), site.patience).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return refused(&ControlError::too_large()),
        Err(BodyError::TooSlow) => return refused(&ControlError::too_slow()),
        Err(BodyError::Broken) => return HangUp::response(),
    };
    let value = match control.takes_body {
        true => serde_json::from_slice(&body).map_err(|_| ControlError::not_json()),
        false => Ok(Value::Null),
    };
    if site.catch_up().await.is_err() {
        return refused(&ControlError::not_written());
    }
    let told = match (value, control.act) {
        (Err(error), _) => Err(error),
        (Ok(value), Act::One(handle)) => merchant.and_then(|world| handle(&world, &value)),
        (Ok(_), Act::Looking(look)) => merchant.and_then(|world| look(&world, &query)),
        (Ok(value), Act::OneWaiting(handle)) => match merchant {
            // A task of its own: a caller who hangs up while it waits does not leave it half done.
            Ok(world) => match tokio::spawn(handle(world, named, value)).await {
                Ok(told) => told,
                Err(_) => return HangUp::response(),
            },
            Err(error) => Err(error),
        },
        (Ok(value), Act::All(handle)) => handle(&site.merchants, &named, &value),
    };
    match (told, site.flush().await) {
        (Ok(answer), Ok(())) => answer.into_response(),
        (Ok(_), Err(_)) => HangUp::response(),
        (Err(error), _) => refused(&error),
    }
}

/// The last parameter of the path; empty without one, and when it is not UTF-8, which names nobody either.
async fn named_in_path(request: &mut Request) -> String {
    let params = request.extract_parts::<RawPathParams>().await.ok();
    let last = params.as_ref().and_then(|params| params.iter().last());
    last.map_or_else(String::new, |(_, value)| value.to_owned())
}

/// Answers a call of a control that does not exist.
pub(crate) fn not_found(site: &Site, request: &Request) -> Response<Body> {
    refuse(site, request, &ControlError::no_such_control())
}

fn refuse(site: &Site, request: &Request, error: &ControlError) -> Response<Body> {
    match access::check(site, request) {
        Ok(()) => refused(error),
        Err(outsider) => refused(&outsider),
    }
}

fn refused(error: &ControlError) -> Response<Body> {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    json(status, &Refusal { error }).into_response()
}

/// There is nothing to say but that it was done.
fn done() -> Answer {
    #[derive(Serialize)]
    struct Nothing {}
    ok(&Nothing {})
}

fn ok<T: Serialize>(value: &T) -> Answer {
    json(StatusCode::OK, value)
}

#[cfg(test)]
mod tests;
