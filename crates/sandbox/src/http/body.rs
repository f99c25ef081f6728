//! Reading request bodies: never more than the limit in memory, never longer than the patience.

use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use hyper::body::Body as HttpBody;

/// The largest body taken, in bytes.
pub(crate) const LARGEST: usize = 64 * 1024;
/// As much of a larger body is still read and thrown away, in bytes: a caller who is busy sending does not see an
/// answer until he is done, and a connection closed in the middle of that may cost him the answer.
const THROWN_AWAY: usize = 1024 * 1024;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    TooLarge,
    TooSlow,
    /// The caller went away or broke the protocol in the middle.
    Broken,
}

/// Reads a whole body within the limit and the time.
pub(crate) async fn read(body: Body, patience: Duration) -> Result<Bytes, BodyError> {
    tokio::time::timeout(patience, collect(body)).await.unwrap_or(Err(BodyError::TooSlow))
}

async fn collect(mut body: Body) -> Result<Bytes, BodyError> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > LARGEST + THROWN_AWAY {
        return Err(BodyError::TooLarge);
    }
    let mut kept = Vec::with_capacity(announced.min(LARGEST));
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        length += data.len();
        if length <= LARGEST {
            kept.extend_from_slice(&data);
        } else if length > LARGEST + THROWN_AWAY {
            break;
        }
    }
    if length > LARGEST { Err(BodyError::TooLarge) } else { Ok(Bytes::from(kept)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_body_up_to_the_limit_is_read_whole() {
        for length in [0, 1, LARGEST] {
            assert_eq!(read(Body::from(vec![b'x'; length]), LONG).await.map(|body| body.len()), Ok(length));
        }
        for length in [LARGEST + 1, LARGEST + THROWN_AWAY + 1, 50_000_000] {
            assert_eq!(
                read(Body::from(vec![b'x'; length]), LONG).await,
                Err(BodyError::TooLarge),
                "{length}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_given_up() {
        let never = Body::new(http_body_util::StreamBody::new(futures::stream::pending::<
            Result<hyper::body::Frame<Bytes>, std::convert::Infallible>,
        >()));
        assert_eq!(read(never, LONG).await, Err(BodyError::TooSlow));
    }
}
