//! The way of one API call: read, log, let in, strike with faults, have the effect, answer.

use std::sync::Arc;

use axum::RequestPartsExt;
use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::api::{Call, Endpoint};
use crate::faults::{Operation, Plan, Strike, Subject};
use crate::http::answer::Answer;
use crate::http::body::{self, BodyError};
use crate::http::drip::drip;
use crate::http::hang_up::{HangUp, cut_short};
use crate::ids::ImpUid;
use crate::messages;
use crate::params::Params;
use crate::request_log::{Arrived, Ticket};
use crate::site::Site;
use crate::world::World;

/// As much of a caller's `User-Agent` is kept, in bytes.
const LONGEST_USER_AGENT: usize = 255;

/// The page of a balancer that has waited in vain.
const BALANCER_PAGE: &[u8] = b"<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n\
    <center><h1>504 Gateway Time-out</h1></center>\r\n</body>\r\n</html>\r\n";

/// A call that is logged and let in.
struct Admitted {
    world: Arc<World>,
    endpoint: &'static Endpoint,
    call: Call,
    token: Option<String>,
    ticket: Ticket,
}

/// Takes one call of an endpoint from its first byte to its answer.
pub(crate) async fn take(site: Arc<Site>, endpoint: &'static Endpoint, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let path = path_params(&mut parts).await;
    let query = Params::from_query(parts.uri.query());
    let token = presented_token(&parts.headers, &query);
    let body = match body::read(body, site.patience).await {
        Ok(body) => body,
        Err(error) => return refuse_body(&site, &parts, &query, error),
    };
    let Some(path) = path else {
        let no_such_path = Answer::status(StatusCode::NOT_FOUND, messages::NO_SUCH_PATH);
        return refuse_unread(&site, &parts, &query, no_such_path);
    };
    let params = Params::from_body(text_of(&parts.headers, header::CONTENT_TYPE.as_str()), &body);
    drop(body);
    let owner = token.as_deref().and_then(|token| site.merchants.of_token(token));
    let may_enter = owner.is_some() || endpoint.operation == Some(Operation::GetToken);
    let world = match (endpoint.operation, owner) {
        (Some(Operation::GetToken), _) => asking(&site, &params),
        (_, owner) => owner.unwrap_or_else(|| site.merchants.first()),
    };
    let started_at = world.now();
    let user_agent = user_agent(&parts.headers);
    let call = Call { path, params, query, user_agent, started_at, waiting: None, plan: Plan::default() };
    let ticket = world.requests.arrived(Arrived::new(started_at, &parts, &call.query, &call.params));
    if let Some(answer) = turned_away(&world, may_enter) {
        return respond(&world, ticket, answer);
    }
    if world.catch_up().await.is_err() {
        let answer = Answer::status(StatusCode::SERVICE_UNAVAILABLE, messages::DATA_NOT_WRITTEN);
        return respond(&world, ticket, answer);
    }
    let response = Admitted { world: Arc::clone(&world), endpoint, call, token, ticket }.run().await;
    match world.flush().await {
        Ok(()) => response,
        // What was done may be forgotten, so nothing is said of it.
        Err(_) => HangUp::response(),
    }
}

/// The merchant who asks for a token; one who is not known is turned away by the first.
fn asking(site: &Site, params: &Params) -> Arc<World> {
    let named = params.text("imp_key").and_then(|key| site.merchants.of_key(&key));
    named.unwrap_or_else(|| site.merchants.first())
}

/// Answers a call to a path or with a method that is not there. What it brought is read and forgotten, so that the
/// connection can go on.
pub(crate) async fn refuse(site: Arc<Site>, request: Request, answer: Answer) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let query = Params::from_query(parts.uri.query());
    match body::read(body, site.patience).await {
        Ok(_) => refuse_unread(&site, &parts, &query, answer),
        Err(error) => refuse_body(&site, &parts, &query, error),
    }
}

fn refuse_body(site: &Site, parts: &Parts, query: &Params, error: BodyError) -> Response<Body> {
    let (status, message) = match error {
        BodyError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, messages::BODY_TOO_LARGE),
        BodyError::TooSlow => (StatusCode::REQUEST_TIMEOUT, messages::BODY_TOO_SLOW),
        BodyError::Broken => return HangUp::response(),
    };
    refuse_unread(site, parts, query, Answer::status(status, message))
}

/// Logs a call without its body with the merchant whose token it brings, and answers it.
fn refuse_unread(site: &Site, parts: &Parts, query: &Params, answer: Answer) -> Response<Body> {
    let token = presented_token(&parts.headers, query);
    let owner = token.and_then(|token| site.merchants.of_token(&token));
    let world = owner.unwrap_or_else(|| site.merchants.first());
    let ticket = world.requests.arrived(Arrived::new(world.now(), parts, query, &Params::default()));
    respond(&world, ticket, answer)
}

impl Admitted {
    async fn run(mut self) -> Response<Body> {
        let plan = self.plan();
        self.call.plan = plan;
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

    /// What the faults make of the call.
    fn plan(&self) -> Plan {
        if self.world.faults.are_none() {
            return Plan::default();
        }
        let [customer_uids, merchant_uids] =
            ["customer_uid", "merchant_uid"].map(|name| self.call.named(name));
        self.world.faults.plan(Subject {
            operation: self.endpoint.operation,
            customer_uids: &customer_uids,
            merchant_uids: &merchant_uids,
        })
    }

    /// Shows the payment as `ready`, unless a fault keeps the effect from happening.
    fn announce(&self, plan: Plan) -> Option<ImpUid> {
        let will_happen = plan.strike.is_none_or(Strike::has_effect);
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
            Some(Strike::TimeoutBefore) => self.respond_as_balancer(),
            Some(Strike::TimeoutAfter) => {
                self.effect();
                self.respond_as_balancer()
            }
            Some(Strike::Drip(over)) => {
                let answer = self.effect();
                self.world.requests.answered(self.ticket, answer.status.as_u16());
                answer.with_body(drip(answer.body.clone(), over), answer.body.len())
            }
        }
    }

    fn effect(&self) -> Answer {
        let answer = (self.endpoint.handle)(&self.world, &self.call);
        if let Some(imp_uid) = self.call.waiting {
            self.world.store.lock().end_waiting(imp_uid);
        }
        answer
    }

    fn respond(&self, answer: Answer) -> Response<Body> {
        respond(&self.world, self.ticket, answer)
    }

    /// What stands before a gateway has waited long enough: its own page, which is no envelope.
    fn respond_as_balancer(&self) -> Response<Body> {
        let page = Answer { status: StatusCode::GATEWAY_TIMEOUT, body: Bytes::from_static(BALANCER_PAGE) };
        let mut response = self.respond(page);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
        response
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
fn turned_away(world: &World, may_enter: bool) -> Option<Answer> {
    if world.settings().outside_allow_list {
        return Some(Answer::status(StatusCode::FORBIDDEN, messages::OUTSIDE_ALLOW_LIST));
    }
    (!may_enter).then(|| Answer::status(StatusCode::UNAUTHORIZED, messages::UNAUTHORIZED))
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

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn user_agent(headers: &HeaderMap) -> Option<Arc<str>> {
    let text = String::from_utf8_lossy(headers.get(header::USER_AGENT)?.as_bytes());
    Some(text[..text.floor_char_boundary(LONGEST_USER_AGENT)].into())
}
