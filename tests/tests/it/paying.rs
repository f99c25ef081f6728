//! The paying commands, and what a paid charge must look like.

use keyin_sandbox::Operation;
use keyin_tests::{Till, TypedCard};
use serde_json::Value;

/// The order that the stories pay.
pub(crate) const UID: &str = "order-1";
/// The billing key's name.
pub(crate) const CUSTOMER: &str = "customer-1";

/// A paying command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paying {
    /// `pay card`
    Card,
    /// `pay card --customer-uid`
    CardRegistering,
    /// `pay billing-key`
    BillingKey,
}

impl Paying {
    pub(crate) const ALL: [Self; 3] = [Self::Card, Self::CardRegistering, Self::BillingKey];

    /// What must be there before it can be run.
    pub(crate) async fn prepare(self, till: &Till) {
        if self == Self::BillingKey {
            till.register(CUSTOMER).await;
        }
    }

    /// Its arguments, without `--json`.
    pub(crate) fn arguments(self) -> Vec<&'static str> {
        let order = ["--merchant-uid", UID, "--amount", "3000", "--name", "정기결제"];
        let means: &[&str] = match self {
            Self::Card => &["pay", "card", "--card-stdin"],
            Self::CardRegistering => &["pay", "card", "--card-stdin", "--customer-uid", CUSTOMER],
            Self::BillingKey => &["pay", "billing-key", "--customer-uid", CUSTOMER],
        };
        [means, &order].concat()
    }

    /// What it reads.
    pub(crate) fn input(self) -> Vec<u8> {
        if self == Self::BillingKey { Vec::new() } else { TypedCard::GOOD.to_json() }
    }

    pub(crate) async fn run(self, till: &Till, more: &[&str]) -> keyin_tests::Run {
        till.run_with_input(&[&self.arguments(), more].concat(), &self.input()).await
    }

    /// The call that charges.
    pub(crate) fn charged_by(self) -> Operation {
        if self == Self::BillingKey { Operation::Again } else { Operation::Onetime }
    }

    /// The path of the call that charges.
    pub(crate) fn path(self) -> &'static str {
        if self == Self::BillingKey { "/subscribe/payments/again" } else { "/subscribe/payments/onetime" }
    }
}

/// A charge that is called paid is the one in the ledger, and the only one.
#[track_caller]
pub(crate) fn agrees_with_the_ledger(till: &Till, told: &Value) {
    assert_eq!(told["state"], "succeeded", "{told}");
    let ledger = till.shop.sandbox.ledger();
    let ours: Vec<_> = ledger.iter().filter(|entry| entry.merchant_uid == UID).collect();
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert_eq!(
        (told["imp_uid"].as_str(), told["amount"].as_i64()),
        (Some(&*ours[0].imp_uid), Some(ours[0].amount))
    );
}
