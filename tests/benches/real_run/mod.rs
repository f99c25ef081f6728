//! One run of a batch by a real process, against a sandbox that is another.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::measure::rate;

const PROGRAM: &str = env!("CARGO_BIN_EXE_keyin-measured");
const CUSTOMER: &str = "customer-1";

/// Which journal the run has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Journal {
    Usual,
    None,
    OneByOne,
}

/// A sandbox of its own process, ended when this is dropped.
pub(crate) struct Gateway {
    process: Child,
    url: String,
}

impl Gateway {
    /// One whose charges by billing key take so many milliseconds.
    pub(crate) fn start(delay_ms: u32) -> Self {
        let mut process = Command::new(PROGRAM)
            .args(["sandbox", "--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let told: Value = serde_json::from_str(&first).unwrap();
        let gateway = Self { process, url: told["listening"].as_str().unwrap().to_owned() };
        gateway.prepare(delay_ms);
        gateway
    }

    fn prepare(&self, delay_ms: u32) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            // The client wants a TLS provider even where nobody speaks TLS.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let http = reqwest::Client::builder().no_proxy().build().unwrap();
            let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
            let granted = http.post(format!("{}/users/getToken", self.url)).json(&keys).send().await.unwrap();
            let granted: Value = granted.json().await.unwrap();
            let order = json!({
                "merchant_uid": "registers", "customer_uid": CUSTOMER, "amount": 1000,
                "card_number": "4000-0000-0000-0002", "expiry": "2089-11",
            });
            let post = http.post(format!("{}/subscribe/payments/onetime", self.url)).json(&order);
            let token = granted["response"]["access_token"].as_str().unwrap();
            let paid: Value = post.header("Authorization", token).send().await.unwrap().json().await.unwrap();
            assert_eq!(paid["response"]["status"], "paid", "{paid}");
            if delay_ms > 0 {
                let faults =
                    json!({"faults": [{"operation": "again", "kind": "delay", "delay_ms": delay_ms}]});
                let put =
                    http.put(format!("{}/_sandbox/faults", self.url)).json(&faults).send().await.unwrap();
                assert!(put.status().is_success());
            }
        });
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A run of a fresh batch into a fresh journal.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    pub(crate) rows: u32,
    pub(crate) in_flight: u32,
    pub(crate) journal: Journal,
}

impl Run {
    /// Charges a second, from the start of the process to its end.
    pub(crate) fn rate(self, gateway: &Gateway) -> f64 {
        let folder = self.folder();
        rate(self.rows, || {
            let ended = self.start(folder.path(), gateway).wait().unwrap();
            assert!(ended.success(), "the batch was not paid: {ended}");
        })
    }

    /// Kibibytes of resident memory, at its highest.
    pub(crate) fn peak_memory(self, gateway: &Gateway) -> f64 {
        let folder = self.folder();
        let mut process = self.start(folder.path(), gateway);
        let status = format!("/proc/{}/status", process.id());
        let mut peak = 0.0_f64;
        while process.try_wait().unwrap().is_none() {
            let told = std::fs::read_to_string(&status).unwrap_or_default();
            let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kibibytes = line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok());
            peak = peak.max(kibibytes.unwrap_or(0.0));
            thread::sleep(Duration::from_millis(20));
        }
        assert!(process.wait().unwrap().success(), "the batch was not paid");
        peak
    }

    /// A folder with the batch: no merchant_uid was ever used before.
    fn folder(self) -> tempfile::TempDir {
        // Beside the program: a temporary folder may be in memory, where nothing is ever synced.
        let folder = tempfile::tempdir_in(Path::new(PROGRAM).parent().unwrap()).unwrap();
        let name = folder.path().file_name().unwrap().to_string_lossy().trim_start_matches('.').to_owned();
        let mut file = BufWriter::new(File::create(folder.path().join("batch.csv")).unwrap());
        writeln!(file, "customer_uid,merchant_uid,amount,name").unwrap();
        for row in 0..self.rows {
            writeln!(file, "{CUSTOMER},{name}-{row},{},구독", 1_000 + row % 1_000).unwrap();
        }
        file.flush().unwrap();
        folder
    }

    fn start(self, folder: &Path, gateway: &Gateway) -> Child {
        let measured = match self.journal {
            Journal::Usual => "usual",
            Journal::None => "none",
            Journal::OneByOne => "one_by_one",
        };
        let in_flight = self.in_flight.to_string();
        Command::new(PROGRAM)
            .args(["pay", "file", "batch.csv", "--concurrency", &in_flight, "--rate", "unlimited", "--json"])
            .current_dir(folder)
            .env_clear()
            .env("KEYIN_MEASURED", measured)
            .env("KEYIN_IAMPORT_URL", &gateway.url)
            .env("KEYIN_IAMPORT_KEY", "imp_apikey")
            .env("KEYIN_IAMPORT_SECRET", "imp_secret")
            .env("KEYIN_PG", "settle")
            .env("KEYIN_STORE", format!("sqlite:{}", folder.join("journal.db").display()))
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap()
    }
}
