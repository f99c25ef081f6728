//! `POST /users/getToken`

use axum::http::StatusCode;
use serde::Serialize;

use super::Call;
use crate::http::answer::Answer;
use crate::messages;
use crate::world::World;

#[derive(Serialize)]
struct Granted<'a> {
    access_token: &'a str,
    now: i64,
    expired_at: i64,
}

pub(super) fn handle(world: &World, call: &Call) -> Answer {
    let (Some(key), Some(secret)) = (call.params.text("imp_key"), call.params.text("imp_secret")) else {
        return Answer::status(StatusCode::BAD_REQUEST, messages::MISSING_KEYS);
    };
    let settings = world.settings();
    if key != settings.api_key || secret != settings.api_secret {
        return Answer::status(StatusCode::UNAUTHORIZED, messages::BAD_KEYS);
    }
    let token = world.issue_token(&settings.api_key);
    Answer::ok(&Granted { access_token: &token.value, now: world.now(), expired_at: token.expired_at })
}
