//! A stream that leaves nothing of a call in the memory of a connection that waits for the next one.
//!
//! What a call has brought stands in the connection's read buffer until another is written over it, and a caller may
//! keep his connection open for hours. So whoever waits for bytes gets the room for them wiped, as far as bytes have come
//! to stand in it: to wipe all of it each time would take longer than many a call.

use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Wipes what was read before in the room that is read into, whenever there is nothing to read yet.
pub(crate) struct Wiped<S> {
    stream: S,
    /// The addresses between which bytes were put since they were wiped. A buffer that the reader has replaced does not
    /// come back; its address only ever makes more of another room wiped than has to be.
    used: Range<usize>,
}

impl<S> Wiped<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, used: 0..0 }
    }

    /// Notes that so many bytes came to stand at that address.
    fn use_room(&mut self, start: usize, length: usize) {
        let end = start + length;
        let is_first = self.used.is_empty();
        self.used = if is_first { start..end } else { self.used.start.min(start)..self.used.end.max(end) };
    }

    /// Wipes the room where it was used. What was used before its beginning is still to be taken out by the reader.
    fn wipe(&mut self, room: &mut ReadBuf<'_>) {
        let (start, length) = (address(room), room.remaining());
        if self.used.end <= start || self.used.is_empty() {
            return;
        }
        room.initialize_unfilled_to(length.min(self.used.end - start)).fill(0);
        self.used.end = start;
    }
}

/// Where in memory the next byte will stand.
fn address(room: &mut ReadBuf<'_>) -> usize {
    room.initialize_unfilled_to(0).as_ptr().addr()
}

impl<S: AsyncRead + Unpin> AsyncRead for Wiped<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let (start, before) = (address(buffer), buffer.filled().len());
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        match read {
            Poll::Pending => self.wipe(buffer),
            Poll::Ready(_) => self.use_room(start, buffer.filled().len() - before),
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
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
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
    use tokio::io::AsyncWriteExt;

    use super::*;

    /// Polls once into this room; how many bytes were read.
    fn poll_into(stream: &mut Wiped<tokio::io::DuplexStream>, room: &mut [u8]) -> usize {
        let mut buffer = ReadBuf::new(room);
        let _ = Pin::new(stream).poll_read(&mut Context::from_waker(std::task::Waker::noop()), &mut buffer);
        buffer.filled().len()
    }

    #[tokio::test]
    async fn whoever_waits_gets_wiped_room_where_it_was_used() {
        let (near, mut far) = tokio::io::duplex(16);
        let mut stream = Wiped::new(near);
        let mut room = [7; 8];
        for _ in 0..2 {
            assert_eq!(poll_into(&mut stream, &mut room), 0);
            assert_eq!(room, [7; 8], "nothing has been read into it");
        }
        far.write_all(&[1, 2, 3]).await.unwrap();
        assert_eq!(poll_into(&mut stream, &mut room), 3);
        assert_eq!(room, [1, 2, 3, 7, 7, 7, 7, 7]);
        assert_eq!(poll_into(&mut stream, &mut room), 0);
        assert_eq!(room, [0, 0, 0, 7, 7, 7, 7, 7]);
    }

    #[tokio::test]
    async fn a_call_that_comes_in_parts_is_wiped_as_a_whole_when_it_was_taken_out() {
        let (near, mut far) = tokio::io::duplex(16);
        let mut stream = Wiped::new(near);
        let mut room = [7; 8];
        for part in 0..3 {
            far.write_all(&[1, 2]).await.unwrap();
            assert_eq!(poll_into(&mut stream, &mut room[2 * part..]), 2);
            // The reader keeps what he has, and waits for the rest behind it.
            assert_eq!(poll_into(&mut stream, &mut room[2 * part + 2..]), 0);
        }
        assert_eq!(room, [1, 2, 1, 2, 1, 2, 7, 7]);
        assert_eq!(poll_into(&mut stream, &mut room), 0);
        assert_eq!(room, [0, 0, 0, 0, 0, 0, 7, 7]);
    }

    #[tokio::test]
    async fn a_buffer_in_the_place_of_another_is_wiped_wherever_it_is() {
        for (gone, new) in [(0, 1), (1, 0)] {
            let (near, mut far) = tokio::io::duplex(16);
            let mut stream = Wiped::new(near);
            let mut rooms = [[7; 8]; 2];
            far.write_all(&[1, 2]).await.unwrap();
            assert_eq!(poll_into(&mut stream, &mut rooms[gone]), 2);
            for _ in 0..2 {
                far.write_all(&[3, 4]).await.unwrap();
                assert_eq!(poll_into(&mut stream, &mut rooms[new]), 2);
                assert_eq!(rooms[new][..2], [3, 4]);
                assert_eq!(poll_into(&mut stream, &mut rooms[new]), 0);
                assert_eq!(rooms[new][..2], [0, 0], "{new}");
            }
        }
    }
}
