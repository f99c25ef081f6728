//! Answers of the API: always the envelope `{code, message, response}`.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

/// An answer before it goes out.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    code: i32,
    message: Option<&'a str>,
    response: Option<T>,
}

/// A payment takes about 1.3 kB.
const USUAL_SIZE: usize = 1_536;

impl Answer {
    /// The call was carried out.
    pub(crate) fn ok<T: Serialize>(response: &T) -> Self {
        Self::new(StatusCode::OK, 0, None, Some(response))
    }

    /// Some of what was asked for.
    pub(crate) fn partial<T: Serialize>(response: &T) -> Self {
        Self::new(StatusCode::MULTI_STATUS, 0, None, Some(response))
    }

    /// HTTP 200, code −1: missing parameters and refusals by the PG.
    pub(crate) fn refused(message: &str) -> Self {
        Self::error(StatusCode::OK, -1, message)
    }

    /// HTTP 200, code 1: business look-ups that found nothing, duplicates.
    pub(crate) fn business(message: &str) -> Self {
        Self::error(StatusCode::OK, 1, message)
    }

    /// Any other HTTP status, code −1.
    pub(crate) fn status(status: StatusCode, message: &str) -> Self {
        Self::error(status, -1, message)
    }

    pub(crate) fn error(status: StatusCode, code: i32, message: &str) -> Self {
        Self::new::<()>(status, code, Some(message), None)
    }

    fn new<T: Serialize>(status: StatusCode, code: i32, message: Option<&str>, response: Option<&T>) -> Self {
        written(status, crate::http::json::to_vec(&Envelope { code, message, response }, USUAL_SIZE))
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let length = self.body.len();
        self.with_body(Body::from(self.body.clone()), length)
    }

    /// The same head over another body.
    pub(crate) fn with_body(&self, body: Body, length: usize) -> Response<Body> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        response
    }
}

/// An answer without envelope, for controls.
pub(crate) fn json<T: Serialize>(status: StatusCode, value: &T) -> Answer {
    // What they show has `RawValue`s in it.
    written(status, serde_json::to_vec(value))
}

fn written(status: StatusCode, body: Result<Vec<u8>, serde_json::Error>) -> Answer {
    match body {
        Ok(body) => Answer { status, body: Bytes::from(body) },
        // Only maps with other than text keys fail, which no answer has.
        Err(_) => Answer { status: StatusCode::INTERNAL_SERVER_ERROR, body: Bytes::new() },
    }
}
