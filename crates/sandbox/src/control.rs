//! The controls under `/_sandbox`: JSON, no token, only for callers on the same machine.

mod error;
mod fields;
mod read;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use axum::routing::{MethodFilter, on};
use serde::Serialize;
use serde_json::Value;

use crate::accept::Peer;
use crate::answer::{Answer, json};
use crate::due;
use crate::events::Event;
use crate::faults::Fault;
use crate::hang_up::HangUp;
use crate::lock::lock;
use crate::pipeline::{BodyError, read_body};
use crate::request_log::LoggedRequest;
use crate::settings::Settings;
use crate::store::LedgerEntry;
use crate::time::ClockMode;
use crate::world::World;

pub use error::ControlError;

/// What a control does with a body; methods without one get null.
type Handle = fn(&World, &Value) -> Result<Answer, ControlError>;

struct Control {
    method: MethodFilter,
    path: &'static str,
    takes_body: bool,
    handle: Handle,
}

const fn get(path: &'static str, handle: Handle) -> Control {
    Control { method: MethodFilter::GET, path, takes_body: false, handle }
}

static CONTROLS: &[Control] = &[
    get("/ledger", |world, _| Ok(ok(&Ledger { entries: lock(&world.store).ledger() }))),
    get("/faults", |world, _| Ok(faults(world))),
    Control { method: MethodFilter::PUT, path: "/faults", takes_body: true, handle: put_faults },
    Control { method: MethodFilter::DELETE, path: "/faults", takes_body: false, handle: delete_faults },
    get("/settings", |world, _| Ok(ok::<Settings>(&world.settings()))),
    Control { method: MethodFilter::PUT, path: "/settings", takes_body: true, handle: put_settings },
    Control {
        method: MethodFilter::POST,
        path: "/settings/development-account",
        takes_body: false,
        handle: |world, _| Ok(ok::<Settings>(&world.add_development_account())),
    },
    get("/requests", |world, _| Ok(ok(&Requests { requests: world.requests.list() }))),
    get("/events", |world, _| Ok(ok(&EventList { events: world.events.list() }))),
    Control { method: MethodFilter::POST, path: "/turn-paid", takes_body: true, handle: turn_paid },
    get("/clock", |world, _| Ok(ok(&world.time.shown()))),
    Control { method: MethodFilter::PUT, path: "/clock", takes_body: true, handle: put_clock },
    Control { method: MethodFilter::POST, path: "/clock/advance", takes_body: true, handle: advance_clock },
    Control { method: MethodFilter::POST, path: "/reset", takes_body: false, handle: reset },
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
pub(crate) fn router(world: &Arc<World>) -> Router {
    let mut router = Router::new();
    for control in CONTROLS {
        for path in [control.path.to_owned(), format!("{}/", control.path)] {
            let world = Arc::clone(world);
            let handler = move |request: Request| take(Arc::clone(&world), control, request);
            router = router.route(&path, on(control.method, handler));
        }
    }
    router
        .fallback(not_found)
        .method_not_allowed_fallback(|request: Request| refuse(request, ControlError::wrong_method()))
}

async fn take(world: Arc<World>, control: &'static Control, request: Request) -> Response<Body> {
    if let Err(error) = check_peer(&request) {
        return refused(&error);
    }
    let body = match read_body(request.into_body()).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return refused(&ControlError::too_large()),
        Err(BodyError::Broken) => return HangUp::response(),
    };
    let value = match control.takes_body {
        true => serde_json::from_slice(&body).map_err(|_| ControlError::not_json()),
        false => Ok(Value::Null),
    };
    match value.and_then(|value| (control.handle)(&world, &value)) {
        Ok(answer) => answer.into_response(),
        Err(error) => refused(&error),
    }
}

/// Answers a call of a control that does not exist.
pub(crate) async fn not_found(request: Request) -> Response<Body> {
    refuse(request, ControlError::no_such_control()).await
}

async fn refuse(request: Request, error: ControlError) -> Response<Body> {
    match check_peer(&request) {
        Ok(()) => refused(&error),
        Err(error) => refused(&error),
    }
}

fn refused(error: &ControlError) -> Response<Body> {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    json(status, &Refusal { error }).into_response()
}

/// Controls show and change everything, so only this machine may use them, wherever the sandbox listens.
fn check_peer(request: &Request) -> Result<(), ControlError> {
    let is_local = |peer: &Peer| peer.0.ip().to_canonical().is_loopback();
    match request.extensions().get::<Peer>().is_some_and(is_local) {
        true => Ok(()),
        false => Err(ControlError::not_loopback()),
    }
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

fn advance_clock(world: &World, body: &Value) -> Result<Answer, ControlError> {
    Ok(ok(&due::advance(world, read::seconds(body)?)?))
}

fn reset(world: &World, _: &Value) -> Result<Answer, ControlError> {
    world.reset();
    Ok(ok(&Nothing {}))
}

#[cfg(test)]
mod tests;
