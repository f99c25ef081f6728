//! A merchant with a till: the real `keyin` before a sandbox that charges every request it gets.

use keyin_sandbox::{Fault, LoggedRequest, SameMerchantUid, Settings};
use serde_json::{Value, json};

use crate::{Keyin, Run, Shop, TypedCard};

/// A merchant, their till and the gateway.
#[derive(Debug)]
pub struct Till {
    /// The gateway.
    pub shop: Shop,
    /// The machine.
    pub keyin: Keyin,
}

impl Till {
    /// One before a sandbox that captures every POST, also of a paid merchant_uid: only keyin's own rules stand
    /// between a lost reply and a double charge.
    pub async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    /// The same with other settings of the sandbox.
    pub async fn with(settings: Settings) -> Self {
        let same_merchant_uid = SameMerchantUid::ChargeAgain;
        let shop = Shop::with(Settings { same_merchant_uid, ..settings }).await;
        let keyin = Keyin::new(&shop.sandbox.url());
        Self { shop, keyin }
    }

    /// Runs a command with `--json`.
    pub async fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, b"").await
    }

    /// Runs a command with `--json` and that on standard input.
    pub async fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        self.keyin.run_with_input(&arguments, input).await
    }

    /// `pay card` of 3,000 won with these further arguments.
    pub async fn pay_card(&self, merchant_uid: &str, card: TypedCard, more: &[&str]) -> Run {
        let arguments = [pay_card(merchant_uid).as_slice(), more].concat();
        self.run_with_input(&arguments, &card.to_json()).await
    }

    /// Registers a billing key under that customer_uid, past keyin, so that its journal knows nothing of it.
    pub async fn register(&self, customer_uid: &str) {
        let TypedCard { number, expiry, .. } = TypedCard::GOOD;
        let order = json!({
            "merchant_uid": format!("registers-{customer_uid}"), "customer_uid": customer_uid, "amount": 1000,
            "card_number": number, "expiry": expiry,
        });
        assert_eq!(self.shop.post("/subscribe/payments/onetime", &order).await.ok()["status"], "paid");
    }

    /// Puts these faults in place of those in force.
    ///
    /// # Panics
    /// If the sandbox refuses one.
    pub fn fail(&self, faults: Vec<Fault>) {
        self.shop.sandbox.set_faults(faults).unwrap();
    }

    /// `pay show`, which must find it.
    pub async fn show(&self, reference: &str) -> Value {
        self.run(&["pay", "show", reference]).await.ended(0).document()
    }

    /// The calls the gateway has received, without those that only fetch a token.
    pub fn calls(&self) -> Vec<LoggedRequest> {
        let calls = self.shop.sandbox.requests().into_iter();
        calls.filter(|call| !call.path.starts_with("/users/getToken")).collect()
    }

    /// How often that endpoint was called.
    pub fn calls_to(&self, path: &str) -> usize {
        self.calls().iter().filter(|call| call.path == path).count()
    }
}

/// The arguments of a card payment of 3,000 won, its card on standard input.
fn pay_card(merchant_uid: &str) -> [&str; 9] {
    ["pay", "card", "--merchant-uid", merchant_uid, "--amount", "3000", "--name", "주문", "--card-stdin"]
}
