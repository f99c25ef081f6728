//! What callers are told: the status says what is known of the money.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use keyin_app::{ChargeOutcome, ChargeProblem, Consequence, Explain};
use keyin_domain::{Charge, ChargeState, InvalidValue, Language};
use serde_json::{Value, json};

/// An answer.
pub(crate) struct Answer {
    status: StatusCode,
    body: Value,
}

impl Answer {
    /// How the charge stands after the call.
    pub(crate) fn of_outcome(outcome: &ChargeOutcome) -> Self {
        let mut answer = Self::of_charge(&outcome.charge);
        answer.body["replayed"] = json!(outcome.replayed);
        answer.status = status_of(outcome.charge.state());
        answer
    }

    /// How a charge stands.
    pub(crate) fn of_charge(charge: &Charge) -> Self {
        let decline = charge.decline().map(
            |decline| json!({"code": decline.code(), "message": decline.customer_message(Language::Korean)}),
        );
        let body = json!({
            "order": charge.intent().merchant_uid().as_str(),
            "state": charge.state().as_str(),
            "amount": charge.intent().amount().total().minor(),
            "decline": decline,
        });
        Self { status: StatusCode::OK, body }
    }

    /// Why nothing was begun, or nothing is known.
    pub(crate) fn of_problem(problem: &ChargeProblem) -> Self {
        let status = match (problem, problem.consequence()) {
            (ChargeProblem::Conflict(_), _) => StatusCode::CONFLICT,
            (_, Consequence::NotFound) => StatusCode::NOT_FOUND,
            (_, Consequence::NothingSent) => StatusCode::UNPROCESSABLE_ENTITY,
            (_, Consequence::Refused) => StatusCode::PAYMENT_REQUIRED,
            (_, Consequence::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
            (_, Consequence::Unknown) => StatusCode::ACCEPTED,
        };
        Self::error(status, &problem.code(), &problem.message(Language::English))
    }

    /// A value is none of its field.
    pub(crate) fn of_invalid(invalid: &InvalidValue) -> Self {
        Self::error(StatusCode::UNPROCESSABLE_ENTITY, &invalid.code(), &invalid.message(Language::English))
    }

    /// The body is no order.
    pub(crate) fn unreadable() -> Self {
        let expected = "The body is a JSON object of customer_uid, amount (whole won) and name.";
        Self::error(StatusCode::UNPROCESSABLE_ENTITY, "invalid.body", expected)
    }

    /// Nobody has paid for that order, nor tried to.
    pub(crate) fn nothing_there() -> Self {
        Self::error(StatusCode::NOT_FOUND, "not_found.order", "There is no such order.")
    }

    /// The journal cannot be read.
    pub(crate) fn store_is_down() -> Self {
        Self::error(StatusCode::SERVICE_UNAVAILABLE, "store.unavailable", "The journal cannot be read now.")
    }

    fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, body: json!({"error": {"code": code, "message": message}}) }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

fn status_of(state: ChargeState) -> StatusCode {
    match state {
        ChargeState::Succeeded => StatusCode::CREATED,
        ChargeState::Declined => StatusCode::PAYMENT_REQUIRED,
        ChargeState::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        // It is being settled, or a person decides. Whoever asks again is told how it stands, and sends nothing.
        ChargeState::Intent
        | ChargeState::InFlight
        | ChargeState::Unknown
        | ChargeState::Scheduled
        | ChargeState::Review
        | ChargeState::LatePaid => StatusCode::ACCEPTED,
        // Certainly nothing was charged, and the same request may be made again.
        ChargeState::NotSent | ChargeState::NotCharged | ChargeState::NeedsCard | ChargeState::Abandoned => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
