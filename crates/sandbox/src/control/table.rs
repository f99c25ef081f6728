//! Every control, and what those of one merchant do.

use std::sync::Arc;

use axum::routing::MethodFilter;
use serde::Serialize;
use serde_json::Value;

use super::{Act, Control, Handle, done, merchants, ok, overview, read};
use crate::control_error::ControlError;
use crate::events::Event;
use crate::faults::Fault;
use crate::http::answer::Answer;
use crate::params::Params;
use crate::passing::{self, advance, resend};
use crate::request_log::LoggedRequest;
use crate::settings::{Settings, SettingsPatch};
use crate::store::LedgerEntry;
use crate::time::ClockMode;
use crate::webhooks::Webhook;
use crate::world::World;

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

pub(super) static CONTROLS: &[Control] = &[
    get("/ledger", |world, _| Ok(ok(&Ledger { entries: world.store.lock().ledger() }))),
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
    Control {
        method: MethodFilter::PUT,
        path: "/clock",
        takes_body: true,
        act: Act::OneWaiting(|world, _, body| Box::pin(put_clock(world, body))),
    },
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

fn faults(world: &World) -> Answer {
    ok(&FaultList { faults: world.faults.list() })
}

pub(super) fn put_faults(world: &World, body: &Value) -> Result<Answer, ControlError> {
    world.set_faults(read::faults(body)?)?;
    Ok(faults(world))
}

fn delete_faults(world: &World, _: &Value) -> Result<Answer, ControlError> {
    world.faults.clear();
    Ok(faults(world))
}

pub(super) fn put_settings(world: &World, body: &Value) -> Result<Answer, ControlError> {
    let settings = world.update_settings(SettingsPatch::read(body)?)?;
    Ok(ok::<Settings>(&settings))
}

fn turn_paid(world: &World, body: &Value) -> Result<Answer, ControlError> {
    world.turn_paid(&read::imp_uid(body)?)?;
    Ok(done())
}

/// A time alone makes the clock stand there.
async fn put_clock(world: Arc<World>, body: Value) -> Result<Answer, ControlError> {
    let (at, mode) = match read::clock(&body)? {
        (None, None) => return Ok(ok(&world.time.shown())),
        (at, mode) => (at, mode.unwrap_or(ClockMode::Manual)),
    };
    Ok(ok(&passing::put(&world, at, mode).await?))
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
    Ok(done())
}
