//! The server that all of them call, a process on a core of its own.

use std::process::Command;

use serde_json::Value;

use crate::connection::Connection;
use crate::fixed_server;
use crate::one_core::{self, Cores};

/// What this program is called with when it is to be the server.
const SERVE: &str = "--serve";

/// Is the server, if the program was started as one.
pub(crate) fn be_it_if_asked() {
    if std::env::args().any(|arg| arg == SERVE) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        println!(r#"{{"listening":"http://{}"}}"#, listener.local_addr().unwrap());
        fixed_server::serve(listener);
    }
}

pub(crate) struct Server {
    process: one_core::Server,
    url: String,
}

impl Server {
    pub(crate) fn start(cores: &Cores) -> Self {
        let process = cores.start(Command::new(std::env::current_exe().unwrap()).arg(SERVE));
        let url = format!("http://{}", process.address());
        Self { process, url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// How many tokens it is asked for while the work goes on.
    pub(crate) fn token_requests<T>(&self, work: impl FnOnce() -> T) -> (T, u32) {
        let asked_before = self.tokens_asked_for();
        let done = work();
        (done, u32::try_from(self.tokens_asked_for() - asked_before).unwrap())
    }

    /// From now on it no longer takes the token that it has handed out, and hands out another.
    pub(crate) fn end_token(&self) {
        self.call(fixed_server::END_TOKEN);
    }

    /// Since it began.
    fn tokens_asked_for(&self) -> u64 {
        self.call(fixed_server::TOKEN_REQUESTS)["response"].as_u64().unwrap()
    }

    fn call(&self, path: &str) -> Value {
        let request = format!("GET {path} HTTP/1.1\r\nhost: server\r\n\r\n");
        let mut connection = Connection::open(self.process.address()).unwrap();
        serde_json::from_slice(connection.call(request.as_bytes())).unwrap()
    }

    /// Which part of its core it uses while the work goes on, 0 to 1.
    pub(crate) fn load<T>(&self, work: impl FnOnce() -> T) -> (T, f64) {
        let mut done = None;
        let load = self.process.load(|| done = Some(work()));
        (done.unwrap(), load)
    }
}
