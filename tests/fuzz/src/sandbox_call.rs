//! A sandbox, and calls to it over one connection.

use std::cell::RefCell;

use keyin_sandbox::{Sandbox, SandboxOptions};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// When its clock stands: 2026-01-01 in Korea.
pub(crate) const NOW: i64 = 1_767_193_200;

/// One call.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a str,
    /// Path and query, in visible ASCII.
    pub(crate) path: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a [u8],
}

/// Its answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("an answer in JSON")
    }
}

/// A running sandbox with a caller.
pub(crate) struct Caller {
    runtime: Runtime,
    sandbox: Sandbox,
    connection: Option<TcpStream>,
    token: String,
}

thread_local! {
    static CALLER: RefCell<Option<Caller>> = const { RefCell::new(None) };
}

/// Lets `call` use a sandbox without payments, whose clock stands.
pub(crate) fn with<T>(call: impl FnOnce(&mut Caller) -> T) -> T {
    CALLER.with_borrow_mut(|caller| {
        let caller = caller.get_or_insert_with(Caller::start);
        caller.sandbox.reset();
        caller.sandbox.stop_clock(Some(NOW)).unwrap();
        call(caller)
    })
}

impl Caller {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let options = SandboxOptions { seed: Some(7), ..SandboxOptions::default() };
        let sandbox = runtime.block_on(async { Sandbox::start(options) }).unwrap();
        sandbox.stop_clock(Some(NOW)).unwrap();
        let mut caller = Self { runtime, sandbox, connection: None, token: String::new() };
        let keys = br#"{"imp_key":"imp_apikey","imp_secret":"imp_secret"}"#;
        let granted = caller.json("POST", "/users/getToken", keys).json();
        granted["response"]["access_token"].as_str().unwrap().clone_into(&mut caller.token);
        caller
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// A call with a body in JSON.
    pub(crate) fn json(&mut self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.call(&Call { method, path, content_type: "application/json", body })
    }

    /// Calls, and waits for the answer.
    pub(crate) fn call(&mut self, call: &Call<'_>) -> Answer {
        let head = format!(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
            call.method,
            call.path,
            self.token,
            call.content_type,
            call.body.len()
        );
        let bytes = [head.as_bytes(), call.body].concat();
        let address = self.sandbox.local_addr();
        let connection = self.connection.take();
        let (answer, connection) = self.runtime.block_on(async {
            let mut connection = match connection {
                Some(connection) => connection,
                None => TcpStream::connect(address).await.unwrap(),
            };
            connection.set_nodelay(true).unwrap();
            connection.write_all(&bytes).await.unwrap();
            read(connection).await
        });
        self.connection = connection;
        answer
    }
}

/// The answer, and the connection if it may be used again.
async fn read(mut connection: TcpStream) -> (Answer, Option<TcpStream>) {
    let mut buffer = Vec::new();
    let mut more = async |buffer: &mut Vec<u8>| {
        let count = connection.read_buf(buffer).await.unwrap();
        assert!(count > 0, "the sandbox hangs up without an answer");
    };
    let end = loop {
        match buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(at) => break at + 4,
            None => more(&mut buffer).await,
        }
    };
    let head = String::from_utf8(buffer.drain(..end).collect()).unwrap().to_ascii_lowercase();
    let status = head.get(9..12).unwrap().parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
    while buffer.len() < length {
        more(&mut buffer).await;
    }
    assert_eq!(buffer.len(), length, "more than the announced answer");
    let stays = !head.contains("connection: close");
    (Answer { status, body: buffer }, stays.then_some(connection))
}
