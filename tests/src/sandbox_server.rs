//! The sandbox as a process of its own, with a file for its data.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

use crate::{Keyin, Run, client, send_signal};

/// Far longer than it takes to begin.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `keyin sandbox --data` that runs; dropping it kills it.
#[derive(Debug)]
pub struct SandboxServer {
    running: Child,
    url: String,
    /// Nobody hangs up on what it says.
    _told: Lines<BufReader<ChildStdout>>,
}

impl SandboxServer {
    /// The file in the machine's folder that holds its data.
    pub const DATA: &str = "sandbox.data";

    /// Starts one on that machine; port 0 picks one.
    ///
    /// # Panics
    /// If it does not begin to listen.
    pub async fn start(machine: &Keyin, listen: &str) -> Self {
        let line = ["sandbox", "--listen", listen, "--json", "--data", Self::DATA];
        let mut running = machine.start(&line, b"").await;
        let mut told = BufReader::new(running.stdout.take().unwrap()).lines();
        let first = tokio::time::timeout(PATIENCE, told.next_line()).await.unwrap().unwrap();
        let first: Value = serde_json::from_str(&first.expect("it ended")).unwrap();
        Self { running, url: first["listening"].as_str().unwrap().to_owned(), _told: told }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its address and port, to start one there again.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// The number of its process.
    ///
    /// # Panics
    /// If it has ended.
    pub fn process(&self) -> u32 {
        self.running.id().expect("it has ended")
    }

    /// Ends it by SIGKILL.
    ///
    /// # Panics
    /// If it has ended before.
    pub async fn kill(mut self) {
        send_signal(&self.running, "KILL");
        self.running.wait().await.unwrap();
    }

    /// Asks it to end; how it did.
    pub async fn stop(self) -> Run {
        send_signal(&self.running, "TERM");
        Run::end_of(self.running).await
    }

    /// What a control path answers to a body, or to being read.
    ///
    /// # Panics
    /// If it refuses.
    pub async fn control(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> Value {
        let request = client().request(method, format!("{}/_sandbox/{path}", self.url));
        let request = body.into_iter().fold(request, |request, body| request.json(&body));
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let told = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {told}");
        serde_json::from_str(&told).unwrap_or_default()
    }

    /// A token for its usual merchant.
    ///
    /// # Panics
    /// If it grants none.
    pub async fn token(&self) -> String {
        let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
        let granted = client().post(format!("{}/users/getToken", self.url)).json(&keys).send().await.unwrap();
        let granted: Value = granted.json().await.unwrap();
        granted["response"]["access_token"].as_str().unwrap().to_owned()
    }
}
