//! `/_sandbox/merchants`: who there is, and who comes and goes.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::{done, ok};
use crate::control_error::ControlError;
use crate::http::answer::{Answer, json};
use crate::merchants::Merchants;
use crate::settings::{Settings, SettingsPatch};
use crate::time::Clock;
use crate::world::World;

#[derive(Serialize)]
struct List {
    merchants: Vec<Entry>,
}

/// What tells one merchant from another; everything else stands in its settings.
#[derive(Serialize)]
struct Entry {
    api_key: String,
    api_secret: String,
    clock: Clock,
}

impl Entry {
    fn of(world: &World) -> Self {
        let settings = world.settings();
        Self {
            api_key: settings.api_key.clone(),
            api_secret: settings.api_secret.clone(),
            clock: world.time.shown(),
        }
    }
}

/// `GET`
pub(super) fn list(merchants: &Merchants) -> Answer {
    ok(&List { merchants: merchants.all().iter().map(|world| Entry::of(world)).collect() })
}

/// `POST`, with the settings of the new one, of which only the key must be there.
pub(super) fn add(merchants: &Merchants, body: &Value) -> Result<Answer, ControlError> {
    let patch = SettingsPatch::read(body)?;
    if patch.api_key.is_none() {
        return Err(ControlError::value("api_key", "a text"));
    }
    let world = merchants.add(patch.applied_to(&Settings::default())?)?;
    Ok(json(StatusCode::CREATED, &Entry::of(&world)))
}

/// `DELETE`, with the key in the path
pub(super) fn remove(merchants: &Merchants, api_key: &str) -> Result<Answer, ControlError> {
    merchants.remove(api_key)?;
    Ok(done())
}
