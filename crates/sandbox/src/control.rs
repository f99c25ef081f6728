//! The controls under `/_sandbox`: JSON, no token of the API, only for callers on the same machine or with the control
//! token. They mean the first merchant unless the call names another.

mod access;
mod error;
mod fields;
mod merchants;
mod overview;
mod read;

use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::http::{Response, StatusCode};
use axum::routing::{MethodFilter, on};
use axum::{RequestExt, Router};
use serde::Serialize;
use serde_json::Value;

use crate::advance::advance;
use crate::answer::{Answer, json};
use crate::body::{self, BodyError};
use crate::due;
use crate::events::Event;
use crate::faults::Fault;
use crate::hang_up::HangUp;
use crate::lock::lock;
use crate::merchants::Merchants;
use crate::params::Params;
use crate::request_log::LoggedRequest;
use crate::settings::Settings;
use crate::site::Site;
use crate::store::LedgerEntry;
use crate::time::ClockMode;
use crate::webhooks::{Webhook, resend};
use crate::world::World;

pub use error::ControlError;
pub(crate) use read::settings as read_settings;

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

const fn control(method: MethodFilter, path: &'static str, handle: Handle) -> Control {
    Control { method, path, takes_body: false, act: Act::One(handle) }
}

const fn get(path: &'static str, handle: Handle) -> Control {
    control(MethodFilter::GET, path, handle)
}

const fn looking(path: &'static str, look: fn(&World, &Params) -> Result<Answer, ControlError>) -> Control {
    Control { method: MethodFilter::GET, path, takes_body: false, act: Act::Looking(look) }
}

/// One that takes a body.
const fn told(method: MethodFilter, path: &'static str, handle: Handle) -> Control {
    Control { takes_body: true, ..control(method, path, handle) }
}

static CONTROLS: &[Control] = &[
    get("/ledger", |world, _| Ok(ok(&Ledger { entries: lock(&world.store).ledger() }))),
    get("/faults", |world, _| Ok(faults(world))),
    told(MethodFilter::PUT, "/faults", put_faults),
    control(MethodFilter::DELETE, "/faults", delete_faults),
    get("/settings", |world, _| Ok(ok::<Settings>(&world.settings()))),
    told(MethodFilter::PUT, "/settings", put_settings),
    control(MethodFilter::POST, "/settings/development-account", |world, _| {
        Ok(ok::<Settings>(&world.add_development_account()))
    }),
    get("/requests", |world, _| Ok(ok(&Requests { requests: world.requests.list() }))),
    get("/events", |world, _| Ok(ok(&EventList { events: world.events.list() }))),
    told(MethodFilter::POST, "/turn-paid", turn_paid),
    get("/clock", |world, _| Ok(ok(&world.time.shown()))),
    told(MethodFilter::PUT, "/clock", put_clock),
    Control {
        method: MethodFilter::POST,
        path: "/clock/advance",
        takes_body: true,
        act: Act::OneWaiting(|world, _, body| Box::pin(advance_clock(world, body))),
    },
    get("/webhooks", |world, _| Ok(ok(&WebhookList { webhooks: world.webhooks.list() }))),
    Control {
        method: MethodFilter::POST,
        path: "/webhooks/{id}/resend",
        takes_body: false,
        act: Act::OneWaiting(|world, id, _| Box::pin(resend_webhook(world, id))),
    },
    looking("/payments", overview::payments),
    looking("/billing-keys", overview::billing_keys),
    looking("/schedules", overview::schedules),
    looking("/faults/names", overview::fault_names),
    looking("/pgs", overview::pgs),
    looking("/test-cards", overview::cards),
    control(MethodFilter::POST, "/reset", reset),
    Control {
        method: MethodFilter::GET,
        path: "/merchants",
        takes_body: false,
        act: Act::All(|all, _, _| Ok(merchants::list(all))),
    },
    Control {
        method: MethodFilter::POST,
        path: "/merchants",
        takes_body: true,
        act: Act::All(|all, _, body| merchants::add(all, body)),
    },
    Control {
        method: MethodFilter::DELETE,
        path: "/merchants/{api_key}",
        takes_body: false,
        act: Act::All(|all, named, _| merchants::remove(all, named)),
    },
];

#[derive(Serialize)]
struct Ledger {
    entries: Vec<LedgerEntry>,
}

#[derive(Serialize)]
struct FaultList {
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Requests {
    requests: Vec<LoggedRequest>,
}

#[derive(Serialize)]
struct WebhookList {
    webhooks: Vec<Webhook>,
}

#[derive(Serialize)]
struct EventList {
    events: Vec<Event>,
}

#[derive(Serialize)]
struct Nothing {}

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

fn ok<T: Serialize>(value: &T) -> Answer {
    json(StatusCode::OK, value)
}

fn faults(world: &World) -> Answer {
    ok(&FaultList { faults: world.faults.list() })
}

fn put_faults(world: &World, body: &Value) -> Result<Answer, ControlError> {
    world.set_faults(read::faults(body)?)?;
    Ok(faults(world))
}

fn delete_faults(world: &World, _: &Value) -> Result<Answer, ControlError> {
    world.faults.clear();
    Ok(faults(world))
}

fn put_settings(world: &World, body: &Value) -> Result<Answer, ControlError> {
    let settings = world.update_settings(read::settings(body)?)?;
    Ok(ok::<Settings>(&settings))
}

fn turn_paid(world: &World, body: &Value) -> Result<Answer, ControlError> {
    world.turn_paid(&read::imp_uid(body)?)?;
    Ok(ok(&Nothing {}))
}

/// A time alone makes the clock stand there.
fn put_clock(world: &World, body: &Value) -> Result<Answer, ControlError> {
    let moved = match read::clock(body)? {
        (now, Some(ClockMode::Manual)) => due::stand(world, now)?,
        (Some(now), None) => due::stand(world, Some(now))?,
        (now, Some(ClockMode::Real)) => due::run(world, now)?,
        (None, None) => return Ok(ok(&world.time.shown())),
    };
    Ok(ok(&moved))
}

async fn advance_clock(world: Arc<World>, body: Value) -> Result<Answer, ControlError> {
    Ok(ok(&advance(&world, read::seconds(&body)?).await?))
}

async fn resend_webhook(world: Arc<World>, id: String) -> Result<Answer, ControlError> {
    let id = id.parse().map_err(|_| ControlError::no_such_webhook())?;
    resend(&world, id).await.map(|webhook| ok(&webhook)).ok_or_else(ControlError::no_such_webhook)
}

fn reset(world: &World, _: &Value) -> Result<Answer, ControlError> {
    world.reset();
    Ok(ok(&Nothing {}))
}

#[cfg(test)]
mod tests;
