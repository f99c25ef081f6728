//! Calls a second of the I'mport adapter at 64 in flight, against bare reqwest + serde doing the same
//! calls to the same server in the same run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]
#![recursion_limit = "256"]

mod fixed_server;
mod measure;

use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_system::SystemClock;
use keyin_domain::{
    ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Epoch, MerchantUid, Money, OrderName,
};
use keyin_ports::{ChargeRequest, Clock, PaymentGateway, Reply, SendPermit};
use measure::{Goal, compare, rate};
use serde::{Deserialize, Serialize};

const IN_FLIGHT: u32 = 64;
const CALLS_EACH: u32 = 150;
const ROUNDS: usize = 41;

fn main() -> ExitCode {
    let address = start_server();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let adapter = Adapter::new(&address);
    let bare = Bare::new(&address);
    let goal = Goal {
        name: "payments with a billing key, 64 in flight",
        ours: "keyin-adapter-iamport",
        theirs: "bare reqwest + serde",
        at_least: 0.90,
    };
    let paid_by_adapter = {
        let adapter = adapter.clone();
        move || {
            let adapter = adapter.clone();
            async move { adapter.pay().await }
        }
    };
    let paid_by_bare = move || {
        let bare = bare.clone();
        async move { bare.pay().await }
    };
    let ours = || {
        adapter.write_orders();
        in_flight(&runtime, paid_by_adapter.clone())
    };
    let theirs = || in_flight(&runtime, paid_by_bare.clone());
    if compare(goal, ROUNDS, ours, theirs) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Starts the server on a thread of its own; its address.
fn start_server() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || fixed_server::serve(listener));
    format!("http://{address}")
}

/// Calls a second with [`IN_FLIGHT`] callers, each of whom calls one after another. All of the client's
/// work is done by one thread and all of the server's by another.
fn in_flight<F: Future<Output = ()> + Send + 'static>(
    runtime: &tokio::runtime::Runtime,
    call: impl Fn() -> F + Clone + Send + Sync + 'static,
) -> f64 {
    rate(IN_FLIGHT * CALLS_EACH, || {
        runtime.block_on(async {
            let mut callers = tokio::task::JoinSet::new();
            for _ in 0..IN_FLIGHT {
                let call = call.clone();
                callers.spawn(async move {
                    for _ in 0..CALLS_EACH {
                        call().await;
                    }
                });
            }
            callers.join_all().await;
        });
    })
}

#[derive(Clone)]
struct Adapter {
    gateway: IamportGateway,
    clock: Arc<SystemClock>,
    orders: Arc<Mutex<Vec<(ChargeRequest, SendPermit)>>>,
}

impl Adapter {
    fn new(address: &str) -> Self {
        let clock = Arc::new(SystemClock::new());
        let config = IamportConfig::new(address, "imp_apikey", "imp_secret");
        let gateway = IamportGateway::new(config, clock.clone()).unwrap();
        Self { gateway, clock, orders: Arc::default() }
    }

    /// Orders and permits come from the callers: making them is not what is measured.
    fn write_orders(&self) {
        let merchant_uid = MerchantUid::parse(fixed_server::MERCHANT_UID).unwrap();
        let intent = ChargeIntent::new(
            merchant_uid.clone(),
            ChargeMethod::BillingKey(CustomerUid::parse(fixed_server::CUSTOMER_UID).unwrap()),
            ChargeAmount::new(Money::won(fixed_server::AMOUNT).unwrap()).unwrap(),
            OrderName::parse("월간 이용권").unwrap(),
        );
        let send_before = self.clock.monotonic().after(Duration::from_secs(600));
        let order = || {
            let permit = SendPermit::issue(merchant_uid.clone(), Epoch::new(1), send_before);
            (ChargeRequest::new(intent.clone(), None).unwrap(), permit)
        };
        let calls = IN_FLIGHT * CALLS_EACH;
        *self.orders.lock().unwrap() = (0..calls).map(|_| order()).collect();
    }

    async fn pay(&self) {
        let (request, permit) = self.orders.lock().unwrap().pop().unwrap();
        let reply = self.gateway.charge(request, permit).await;
        assert!(matches!(reply, Ok(Reply::Paid(_))), "{reply:?}");
    }
}

/// What somebody would write who needs no more than the answer's main fields.
#[derive(Clone)]
struct Bare {
    client: reqwest::Client,
    url: String,
}

#[derive(Serialize)]
struct Again<'a> {
    customer_uid: &'a str,
    merchant_uid: &'a str,
    amount: u64,
    name: &'a str,
}

#[derive(Deserialize)]
struct Envelope {
    code: i64,
    response: Option<Payment>,
}

/// Every field that the adapter reads, too.
#[derive(Deserialize)]
#[allow(dead_code, reason = "read from the wire and compared by nobody")]
struct Payment {
    imp_uid: String,
    merchant_uid: String,
    amount: u64,
    cancel_amount: u64,
    currency: String,
    status: String,
    customer_uid: Option<String>,
    name: Option<String>,
    pg_provider: Option<String>,
    pg_id: Option<String>,
    pg_tid: Option<String>,
    apply_num: Option<String>,
    card_code: Option<String>,
    card_name: Option<String>,
    card_number: Option<String>,
    card_quota: u8,
    fail_reason: Option<String>,
    receipt_url: Option<String>,
    started_at: i64,
    paid_at: i64,
    failed_at: i64,
    cancelled_at: i64,
    sandbox: bool,
}

impl Bare {
    fn new(address: &str) -> Self {
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            // The limits that the adapter has: nobody pays without any.
            .timeout(Duration::from_secs(60))
            .connect_timeout(Duration::from_secs(10))
            .build()
            .unwrap();
        Self { client, url: format!("{address}/subscribe/payments/again") }
    }

    async fn pay(&self) {
        let body = Again {
            customer_uid: fixed_server::CUSTOMER_UID,
            merchant_uid: fixed_server::MERCHANT_UID,
            amount: fixed_server::AMOUNT,
            name: "월간 이용권",
        };
        let request = self.client.post(&self.url).bearer_auth(fixed_server::TOKEN).json(&body);
        let bytes = request.send().await.unwrap().bytes().await.unwrap();
        let envelope: Envelope = serde_json::from_slice(&bytes).unwrap();
        let payment = envelope.response.unwrap();
        assert!(envelope.code == 0 && payment.status == "paid" && payment.merchant_uid == body.merchant_uid);
    }
}
