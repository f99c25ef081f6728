//! The running service, and somebody who calls it.

use std::path::Path;
use std::process::{Command as Blocking, ExitStatus, Stdio};

use keyin_sandbox::Sandbox;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The service as a process; killed when dropped.
pub(crate) struct Service {
    process: Child,
    url: String,
    pub(crate) http: Client,
}

/// HTTP status and body.
pub(crate) type Answer = (u16, Value);

impl Service {
    /// Starts it over that gateway and that journal; it listens when this returns.
    pub(crate) async fn start(sandbox: &Sandbox, folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keyin-example-order-service"));
        command.env("KEYIN_IAMPORT_URL", sandbox.url());
        command.env("KEYIN_IAMPORT_KEY", "imp_apikey").env("KEYIN_IAMPORT_SECRET", "imp_secret");
        command.env("ORDERS_JOURNAL", folder.join("orders.db")).env("ORDERS_LISTEN", "127.0.0.1:0");
        let mut process = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines.next_line().await.unwrap().unwrap();
        Self { process, url, http: client() }
    }

    /// Pays for an order.
    pub(crate) async fn pay(&self, order: &str, customer: &str, amount: u64) -> Answer {
        let body = json!({"customer_uid": customer, "amount": amount, "name": "Coffee beans"});
        self.post(order, body.to_string()).await
    }

    /// Sends that body to an order.
    pub(crate) async fn post(&self, order: &str, body: String) -> Answer {
        let answer = self.http.post(format!("{}/orders/{order}/pay", self.url)).body(body).send().await;
        read(answer.unwrap()).await
    }

    /// How an order stands.
    pub(crate) async fn show(&self, order: &str) -> Answer {
        read(self.http.get(format!("{}/orders/{order}", self.url)).send().await.unwrap()).await
    }

    /// Asks it to end, as a service manager does.
    pub(crate) fn ask_to_end(&self) {
        let id = self.process.id().unwrap().to_string();
        let mut kill = Blocking::new("sh");
        assert!(kill.args(["-c", "kill -TERM \"$0\"", &id]).status().unwrap().success());
    }

    /// How it ended.
    pub(crate) async fn ended(mut self) -> ExitStatus {
        self.process.wait().await.unwrap()
    }
}

async fn read(answer: reqwest::Response) -> Answer {
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn client() -> Client {
    // The client wants a TLS provider even where nobody speaks TLS; the second installation is refused, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().retry(reqwest::retry::never()).build().unwrap()
}
