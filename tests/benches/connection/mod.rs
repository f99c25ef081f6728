//! A call over a plain socket: it costs the caller next to nothing, so that it is the server who is measured.

use std::io::{Read, Write};
use std::net::TcpStream;

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    /// What came of the answer that is being read.
    got: Vec<u8>,
}

impl Connection {
    /// To an address such as `127.0.0.1:8585`.
    pub(crate) fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, got: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer's body.
    pub(crate) fn call(&mut self, request: &[u8]) -> &[u8] {
        self.send(request);
        self.receive()
    }

    pub(crate) fn send(&mut self, request: &[u8]) {
        self.stream.write_all(request).unwrap();
    }

    /// The body of the next answer, which must be a good one.
    pub(crate) fn receive(&mut self) -> &[u8] {
        self.got.clear();
        let (head, length) = loop {
            self.read_more();
            if let Some(known) = head_of(&self.got) {
                break known;
            }
        };
        while self.got.len() < head + length {
            self.read_more();
        }
        let body = &self.got[head..];
        assert!(body.starts_with(br#"{"code":0"#), "{}", String::from_utf8_lossy(&self.got));
        body
    }

    fn read_more(&mut self) {
        let known = self.got.len();
        self.got.resize(known + 16 * 1024, 0);
        let read = self.stream.read(&mut self.got[known..]).unwrap();
        assert!(read > 0, "the server hung up");
        self.got.truncate(known + read);
    }
}

/// Where the head of the answer ends, and how long its body is.
fn head_of(got: &[u8]) -> Option<(usize, usize)> {
    let end = got.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&got[..end]).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse().ok())?
    });
    Some((end, length.unwrap()))
}
