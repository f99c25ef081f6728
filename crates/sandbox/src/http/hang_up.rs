//! Connections that end without a whole answer.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::Response;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

/// Marks a response that must not be sent: the connection is closed instead, without a byte.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the sandbox hangs up")]
pub(crate) struct HangUp;

impl HangUp {
    pub(crate) fn response() -> Response<Body> {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Self);
        response
    }

    /// The response, or the hanging up that stands in its place.
    pub(crate) fn or(response: Response<Body>) -> Result<Response<Body>, Self> {
        match response.extensions().get::<Self>() {
            Some(hang_up) => Err(*hang_up),
            None => Ok(response),
        }
    }
}

/// A body that announces more than it has and then breaks.
pub(crate) fn cut_short(sent: Bytes, announced: usize) -> Body {
    Body::new(CutShort { announced: announced as u64, step: Step::Send(sent) })
}

struct CutShort {
    announced: u64,
    step: Step,
}

enum Step {
    Send(Bytes),
    /// Yields once, so that the part is on the wire before the connection breaks.
    Flush,
    Break,
}

impl HttpBody for CutShort {
    type Data = Bytes;
    type Error = HangUp;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HangUp>>> {
        match std::mem::replace(&mut self.step, Step::Break) {
            Step::Send(part) => {
                self.step = Step::Flush;
                Poll::Ready(Some(Ok(Frame::data(part))))
            }
            Step::Flush => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Step::Break => Poll::Ready(Some(Err(HangUp))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
