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

    /// How many tokens it was asked for since it began.
    pub(crate) fn token_requests(&self) -> f64 {
        let request = format!("GET {} HTTP/1.1\r\nhost: server\r\n\r\n", fixed_server::TOKEN_REQUESTS);
        let mut connection = Connection::open(self.process.address()).unwrap();
        let answer: Value = serde_json::from_slice(connection.call(request.as_bytes())).unwrap();
        answer["response"].as_f64().unwrap()
    }

    /// Which part of its core it uses while the work goes on, 0 to 1.
    pub(crate) fn load<T>(&self, work: impl FnOnce() -> T) -> (T, f64) {
        let mut done = None;
        let load = self.process.load(|| done = Some(work()));
        (done.unwrap(), load)
    }
}
