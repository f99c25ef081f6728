//! Pays with keyin's adapter as a program that embeds it would, and as the other clients' programs do: its first line says
//! who it is, and each line `CALLERS SECONDS` is answered with what the calls came to.

use std::io::{BufRead, stdin};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_system::SystemClock;
use keyin_domain::{
    ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Epoch, MerchantUid, Money, OrderName,
};
use keyin_ports::{ChargeRequest, Clock, PaymentGateway, Reply, SendPermit};
use tokio::task::JoinSet;

use crate::answer::Answer;
use crate::fixed_server;

/// What this program is called with when it is to pay.
const PAY: &str = "--pay-at";

/// How to start this program as the one that pays at that address.
pub(crate) fn command(url: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([PAY, url]);
    command
}

/// Pays until nothing more is asked, if the program was started for it.
pub(crate) fn be_it_if_asked() {
    let mut args = std::env::args().skip_while(|arg| arg != PAY).skip(1);
    let Some(url) = args.next() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = Client::new(&url);
    println!("{}", env!("CARGO_PKG_VERSION"));
    for line in stdin().lock().lines() {
        let line = line.unwrap();
        let (callers, seconds) = line.split_once(' ').unwrap();
        let (callers, seconds) =
            (callers.parse().unwrap(), Duration::from_secs_f64(seconds.parse().unwrap()));
        println!("{}", serde_json::to_string(&runtime.block_on(client.run(callers, seconds))).unwrap());
    }
    std::process::exit(0);
}

#[derive(Clone)]
struct Client {
    gateway: IamportGateway,
    clock: Arc<SystemClock>,
}

impl Client {
    fn new(url: &str) -> Self {
        let clock = Arc::new(SystemClock::new());
        let config = IamportConfig::new(url, "imp_apikey", "imp_secret");
        Self { gateway: IamportGateway::new(config, clock.clone()).unwrap(), clock }
    }

    async fn run(&self, callers: u32, time: Duration) -> Answer {
        let begun = Instant::now();
        let mut all = JoinSet::new();
        for _ in 0..callers {
            let client = self.clone();
            all.spawn(async move {
                let mut answer = Answer::default();
                loop {
                    answer.add(client.pay().await);
                    if begun.elapsed() >= time {
                        return answer;
                    }
                }
            });
        }
        all.join_all().await.into_iter().fold(Answer::default(), Answer::and)
    }

    async fn pay(&self) -> Result<(), String> {
        let merchant_uid = MerchantUid::parse(fixed_server::MERCHANT_UID).unwrap();
        let intent = ChargeIntent::new(
            merchant_uid.clone(),
            ChargeMethod::BillingKey(CustomerUid::parse(fixed_server::CUSTOMER_UID).unwrap()),
            ChargeAmount::new(Money::won(fixed_server::AMOUNT).unwrap()).unwrap(),
            OrderName::parse("월간 이용권").unwrap(),
        );
        let send_before = self.clock.monotonic().after(Duration::from_secs(5));
        let permit = SendPermit::issue(merchant_uid, Epoch::new(1), send_before);
        match self.gateway.charge(ChargeRequest::new(intent, None).unwrap(), permit).await {
            Ok(Reply::Paid(_)) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    }
}
