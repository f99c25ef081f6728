//! The paths and what is done for each.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use keyin_app::{ChargeBillingKey, Charging};
use keyin_domain::MerchantUid;

use crate::answer::Answer;
use crate::order;

/// So long a caller waits for an outcome that is not known at once; then he is told that it is being settled.
const WAIT: Duration = Duration::from_secs(5);

/// The service over those ports.
pub(crate) fn router(charging: Charging) -> Router {
    Router::new().route("/orders/{id}/pay", post(pay)).route("/orders/{id}", get(show)).with_state(charging)
}

/// Charges at most once. A caller who hangs up cuts nothing: the use case runs in a task of its own.
async fn pay(State(charging): State<Charging>, Path(id): Path<String>, body: Bytes) -> Answer {
    let intent = match order::read(&id, &body) {
        Ok(intent) => intent,
        Err(refused) => return refused,
    };
    match ChargeBillingKey::new(charging).run(intent, WAIT).await {
        Ok(outcome) => Answer::of_outcome(&outcome),
        Err(problem) => Answer::of_problem(&problem),
    }
}

/// Tells how an order stands by the journal.
async fn show(State(charging): State<Charging>, Path(id): Path<String>) -> Answer {
    let uid = match id.parse::<MerchantUid>() {
        Ok(uid) => uid,
        Err(invalid) => return Answer::of_invalid(&invalid),
    };
    match charging.journal.find(&uid).await {
        Ok(Some(charge)) => Answer::of_charge(&charge),
        Ok(None) => Answer::nothing_there(),
        Err(_) => Answer::store_is_down(),
    }
}
