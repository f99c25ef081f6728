//! The way of one API call: read, log, let in, strike with faults, have the effect, answer.

use std::sync::Arc;

use axum::RequestPartsExt;
use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};

use crate::answer::Answer;
use crate::api::{Call, Endpoint};
use crate::faults::{Operation, Plan, Strike};
use crate::hang_up::{HangUp, cut_short};
use crate::ids::ImpUid;
use crate::lock::lock;
use crate::messages;
use crate::params::Params;
use crate::request_log::{LoggedRequest, Ticket};
use crate::world::World;

/// The largest body taken, in bytes.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;
/// As much of a caller's `User-Agent` is kept, in bytes.
const LONGEST_USER_AGENT: usize = 255;

/// Why a body could not be read.
pub(crate) enum BodyError {
    TooLarge,
    /// The caller went away or broke the protocol in the middle.
    Broken,
}

/// A call that is logged and let in.
struct Admitted {
    world: Arc<World>,
    endpoint: &'static Endpoint,
    call: Call,
    token: Option<String>,
    ticket: Ticket,
}

/// Takes one call of an endpoint from its first byte to its answer.
pub(crate) async fn take(world: Arc<World>, endpoint: &'static Endpoint, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let path = path_params(&mut parts).await;
    let body = match read_body(body).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => {
            let too_large = Answer::status(StatusCode::PAYLOAD_TOO_LARGE, messages::BODY_TOO_LARGE);
            return refuse_unread(&world, &parts, too_large);
        }
        Err(BodyError::Broken) => return HangUp::response(),
    };
    let Some(path) = path else {
        return refuse_unread(&world, &parts, Answer::status(StatusCode::NOT_FOUND, messages::NO_SUCH_PATH));
    };
    let call = Call {
        path,
        params: Params::from_body(text_of(&parts.headers, header::CONTENT_TYPE.as_str()), &body),
        query: Params::from_query(parts.uri.query()),
        user_agent: user_agent(&parts.headers),
        started_at: world.now(),
        waiting: None,
    };
    drop(body);
    let ticket = world.requests.arrived(logged(&parts, call.started_at, &call.query, &call.params));
    let token = presented_token(&parts.headers, &call.query);
    if let Some(answer) = turned_away(&world, endpoint, token.as_deref()) {
        return respond(&world, ticket, answer);
    }
    Admitted { world, endpoint, call, token, ticket }.run().await
}

/// Answers a call to a path or with a method that is not there.
pub(crate) fn refuse_unread(world: &World, parts: &Parts, answer: Answer) -> Response<Body> {
    let query = Params::from_query(parts.uri.query());
    let ticket = world.requests.arrived(logged(parts, world.now(), &query, &Params::default()));
    respond(world, ticket, answer)
}

/// Reads a whole body within the limit.
pub(crate) async fn read_body(body: Body) -> Result<Bytes, BodyError> {
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(BodyError::TooLarge),
        Err(_) => Err(BodyError::Broken),
    }
}

impl Admitted {
    async fn run(mut self) -> Response<Body> {
        let customer_uid = self.call.customer_uid();
        let plan = self.world.faults.plan(self.endpoint.operation, customer_uid.as_deref());
        if plan.delay.is_zero() {
            return self.act(plan);
        }
        self.call.waiting = self.announce(plan);
        // A task of its own: a caller who hangs up while the call waits does not undo it.
        let waiting = tokio::spawn(async move {
            tokio::time::sleep(plan.delay).await;
            self.act(plan)
        });
        waiting.await.unwrap_or_else(|_| HangUp::response())
    }

    /// Shows the payment as `ready`, unless a fault keeps the effect from happening.
    fn announce(&self, plan: Plan) -> Option<ImpUid> {
        let will_happen =
            matches!(plan.strike, None | Some(Strike::DropAfter | Strike::Malformed | Strike::Truncate));
        let announce = self.endpoint.announce.filter(|_| will_happen)?;
        announce(&self.world, &self.call)
    }

    /// The fault and the effect, in the order of the fault's kind.
    fn act(&self, plan: Plan) -> Response<Body> {
        let error = |status, message| self.respond(Answer::status(status, message));
        match plan.strike {
            None => self.respond(self.effect()),
            Some(Strike::DropBefore) => HangUp::response(),
            Some(Strike::DropAfter) => {
                self.effect();
                HangUp::response()
            }
            Some(Strike::Status(status)) => self.respond_with_status(status),
            Some(Strike::RateLimit) => error(StatusCode::TOO_MANY_REQUESTS, "sandbox fault: rate_limit"),
            Some(Strike::ExpireToken) => {
                match &self.token {
                    Some(token) if self.endpoint.operation != Some(Operation::GetToken) => {
                        self.world.forget_token(token);
                    }
                    _ => self.world.forget_current_token(),
                }
                error(StatusCode::UNAUTHORIZED, messages::UNAUTHORIZED)
            }
            Some(Strike::Malformed) => {
                let mut answer = self.effect();
                answer.body.truncate(answer.body.len() / 2);
                self.respond(answer)
            }
            Some(Strike::Truncate) => {
                let answer = self.effect();
                self.world.requests.answered(self.ticket, answer.status.as_u16());
                let announced = answer.body.len();
                let sent = answer.body.slice(..announced / 2);
                answer.with_body(cut_short(sent, announced), announced)
            }
        }
    }

    fn effect(&self) -> Answer {
        let answer = (self.endpoint.handle)(&self.world, &self.call);
        if let Some(imp_uid) = self.call.waiting {
            lock(&self.world.store).end_waiting(imp_uid);
        }
        answer
    }

    fn respond(&self, answer: Answer) -> Response<Body> {
        respond(&self.world, self.ticket, answer)
    }

    /// A redirect leads to a path of the sandbox itself, so that the request log shows who follows it.
    fn respond_with_status(&self, status: u16) -> Response<Body> {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = self.respond(Answer::status(status, "sandbox fault: status"));
        if status.is_redirection() {
            response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/redirected-by-fault"));
        }
        if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED) {
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        response
    }
}

fn respond(world: &World, ticket: Ticket, answer: Answer) -> Response<Body> {
    world.requests.answered(ticket, answer.status.as_u16());
    answer.into_response()
}

/// The answer to a caller who may not come in: wrong address, no good token.
fn turned_away(world: &World, endpoint: &Endpoint, token: Option<&str>) -> Option<Answer> {
    if world.settings().outside_allow_list {
        return Some(Answer::status(StatusCode::FORBIDDEN, messages::OUTSIDE_ALLOW_LIST));
    }
    let open = endpoint.operation == Some(Operation::GetToken);
    let good = open || token.is_some_and(|token| world.is_good_token(token));
    (!good).then(|| Answer::status(StatusCode::UNAUTHORIZED, messages::UNAUTHORIZED))
}

/// The token, in any of the four ways the API takes it.
fn presented_token(headers: &HeaderMap, query: &Params) -> Option<String> {
    if let Some(value) = text_of(headers, header::AUTHORIZATION.as_str()) {
        let bearer = value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return Some(bearer.map_or(value, |(_, token)| token).trim().to_owned());
    }
    let in_header = text_of(headers, "x-imptokenheader").map(|token| token.trim().to_owned());
    in_header.or_else(|| query.text("_token").map(std::borrow::Cow::into_owned))
}

/// The parameters in the path; `None` when one is not UTF-8.
async fn path_params(parts: &mut Parts) -> Option<Vec<(String, String)>> {
    let params = parts.extract::<RawPathParams>().await.ok()?;
    Some(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

fn logged(parts: &Parts, at: i64, query: &Params, body: &Params) -> LoggedRequest {
    let raw = |params: &Params| serde_json::value::RawValue::from_string(params.masked().into_string()).ok();
    LoggedRequest {
        at,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: if query.is_empty() { None } else { raw(query) },
        status: None,
        body: if body.is_empty() { None } else { raw(body) },
    }
}

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn user_agent(headers: &HeaderMap) -> Option<Arc<str>> {
    let text = String::from_utf8_lossy(headers.get(header::USER_AGENT)?.as_bytes());
    Some(text[..text.floor_char_boundary(LONGEST_USER_AGENT)].into())
}
