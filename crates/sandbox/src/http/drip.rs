//! A body that arrives in small pieces.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::Sleep;

use crate::http::hang_up::HangUp;

/// In so many pieces a body comes, if it is long enough.
const PIECES: usize = 20;

/// The whole body, spread over that time; a piece comes after each wait.
pub(crate) fn drip(body: Bytes, over: Duration) -> Body {
    let piece = body.len().div_ceil(PIECES).max(1);
    let pieces = body.len().div_ceil(piece).max(1);
    let pause = over / u32::try_from(pieces).unwrap_or(1);
    Body::new(Drip { left: body, piece, pause, waiting: Box::pin(tokio::time::sleep(pause)) })
}

struct Drip {
    left: Bytes,
    piece: usize,
    pause: Duration,
    waiting: Pin<Box<Sleep>>,
}

impl HttpBody for Drip {
    type Data = Bytes;
    type Error = HangUp;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HangUp>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.waiting.as_mut().poll(context));
        self.waiting = Box::pin(tokio::time::sleep(self.pause));
        let piece = self.piece.min(self.left.len());
        Poll::Ready(Some(Ok(Frame::data(self.left.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn all_of_it_comes_in_pieces_over_the_time() {
        for length in [0_usize, 1, 19, 20, 21, 1_300] {
            let whole: Bytes = (0..length).map(|place| (place % 251) as u8).collect();
            let began = tokio::time::Instant::now();
            let mut body = drip(whole.clone(), Duration::from_secs(40));
            let (mut arrived, mut pieces) = (Vec::new(), 0);
            while let Some(frame) = body.frame().await {
                arrived.extend_from_slice(&frame.unwrap().into_data().unwrap());
                pieces += 1;
            }
            assert_eq!(arrived, whole, "{length}");
            assert!(pieces >= length.min(10) && pieces <= PIECES, "{length}: {pieces}");
            assert!(length == 0 || began.elapsed() >= Duration::from_secs(36), "{length}");
        }
    }
}
