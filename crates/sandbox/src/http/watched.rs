//! A stream that tells when its connection waits for the caller.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::http::wait::Wait;

/// Notes a wait whenever there is nothing to read yet, or no room for what is written. While a call is carried out
/// nobody reads, so then it is no wait.
pub(crate) struct Watched<S> {
    stream: S,
    wait: Wait,
}

impl<S> Watched<S> {
    pub(crate) fn new(stream: S, wait: Wait) -> Self {
        Self { stream, wait }
    }

    fn note<T>(&self, moved: Poll<T>) -> Poll<T> {
        match &moved {
            Poll::Pending => self.wait.begins(),
            Poll::Ready(_) => self.wait.ends(),
        }
        moved
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.note(read)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::http::wait::Waits;

    /// Begins something that does not come to an end yet.
    fn begin(work: impl Future) {
        let mut context = Context::from_waker(std::task::Waker::noop());
        assert!(std::pin::pin!(work).poll(&mut context).is_pending());
    }

    #[tokio::test]
    async fn it_waits_for_bytes_and_for_room_and_for_nothing_else() {
        let (near, mut far) = tokio::io::duplex(4);
        let wait = Waits::default().one();
        let mut stream = Watched::new(near, wait.clone());
        let mut bytes = [0; 2];
        begin(stream.read_exact(&mut bytes));
        assert!(wait.since().is_some());
        far.write_all(b"ab").await.unwrap();
        stream.read_exact(&mut bytes).await.unwrap();
        assert_eq!(wait.since(), None);
        begin(stream.read_exact(&mut bytes));
        assert!(wait.since().is_some());
        stream.write_all(b"1234").await.unwrap();
        assert_eq!(wait.since(), None);
        begin(stream.write_all(b"5"));
        assert!(wait.since().is_some());
    }
}
