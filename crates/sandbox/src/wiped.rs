//! A stream that leaves nothing of a call in the memory of a connection that waits for the next one.
//!
//! What a call has brought stands in the connection's read buffer until another is written over it, and a caller may
//! keep his connection open for hours. So whoever waits for bytes gets the room for them wiped.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Wipes the room that is read into whenever there is nothing to read yet.
pub(crate) struct Wiped<S>(pub(crate) S);

impl<S: AsyncRead + Unpin> AsyncRead for Wiped<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.0).poll_read(context, buffer);
        if read.is_pending() {
            // Zeros everything that the reader does not vouch for; hyper hands its spare room over like that.
            buffer.initialize_unfilled();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wiped<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;

    use tokio::io::AsyncWriteExt;

    use super::*;

    /// Polls once into room that holds what was read before; what it then holds, and how much was read.
    fn poll_into(stream: &mut Wiped<tokio::io::DuplexStream>, room: &mut [MaybeUninit<u8>]) -> usize {
        let mut buffer = ReadBuf::uninit(room);
        let _ = Pin::new(stream).poll_read(&mut Context::from_waker(std::task::Waker::noop()), &mut buffer);
        // Everything that was wiped or read is vouched for.
        assert!(buffer.initialized().iter().skip(buffer.filled().len()).all(|&byte| byte == 0));
        buffer.initialized().len()
    }

    #[tokio::test]
    async fn whoever_waits_gets_wiped_room() {
        let (near, mut far) = tokio::io::duplex(16);
        let mut stream = Wiped(near);
        let mut room = [MaybeUninit::new(7_u8); 8];
        assert_eq!(poll_into(&mut stream, &mut room), 8);
        far.write_all(&[1, 2, 3]).await.unwrap();
        let mut room = [MaybeUninit::new(7_u8); 8];
        assert_eq!(poll_into(&mut stream, &mut room), 3);
    }
}
