//! The adapter in front of the sandbox keeps every promise of its ports.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::{Card, CustomerUid, MerchantUid};
use keyin_port_conformance::gateway::{Call, Fault, GatewayFixture, Injected, TestCard};
use keyin_port_conformance::{Case, billing_keys, channels, gateway, records, run, schedules};
use keyin_ports::{BillingKeys, Channels, Clock, PaymentGateway, PaymentRecords, Schedules};
use keyin_sandbox::{
    Fault as Struck, FaultKind, LedgerEntry, LedgerKind, Operation, SameMerchantUid, SettingsPatch,
};

use crate::official::strange;
use crate::orders::{GOOD_CARD, card, customer, uid};
use crate::setting::Setting;
use crate::switch::Switch;

struct Fixture {
    setting: Setting,
    adapter: Arc<Switch>,
    orders: AtomicUsize,
}

impl Fixture {
    fn new(same_merchant_uid: SameMerchantUid) -> Self {
        let setting = Setting::with(SettingsPatch {
            same_merchant_uid: Some(same_merchant_uid),
            standalone_billing_key: Some(true),
            mixed_tax: Some(true),
            ..SettingsPatch::default()
        });
        let adapter = Arc::new(Switch::new(setting.gateway.clone(), setting.clock.clone()));
        Self { setting, adapter, orders: AtomicUsize::new(0) }
    }

    fn entries(&self, uid: &MerchantUid, kind: LedgerKind) -> Vec<LedgerEntry> {
        let entries = self.setting.sandbox.ledger().into_iter();
        entries.filter(|entry| entry.merchant_uid == uid.as_str() && entry.kind == kind).collect()
    }

    fn strike(&self, call: Call, strike: impl Fn(Operation) -> Struck) -> Injected {
        let operations: &[Operation] = match call {
            Call::Charge => &[Operation::Onetime, Operation::Again],
            Call::Cancel => &[Operation::Cancel],
            // The list of channels has no name of its own among the faults.
            Call::Read => &[Operation::Any],
            Call::KeyChange => &[Operation::Customer],
            Call::Schedule => &[Operation::Schedule],
            Call::Unschedule => &[Operation::Unschedule],
        };
        self.setting
            .sandbox
            .set_faults(operations.iter().map(|&operation| strike(operation)).collect())
            .unwrap();
        Injected::Done
    }
}

#[async_trait]
impl GatewayFixture for Fixture {
    fn gateway(&self) -> Arc<dyn PaymentGateway> {
        self.adapter.clone()
    }

    fn records(&self) -> Arc<dyn PaymentRecords> {
        self.adapter.clone()
    }

    fn billing_keys(&self) -> Arc<dyn BillingKeys> {
        self.adapter.clone()
    }

    fn channels(&self) -> Arc<dyn Channels> {
        self.adapter.clone()
    }

    fn schedules(&self) -> Arc<dyn Schedules> {
        self.adapter.clone()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.setting.clock.clone()
    }

    fn card(&self, which: TestCard) -> Option<Card> {
        Some(card(match which {
            TestCard::Approved => GOOD_CARD,
            TestCard::DeclinedInRecord => "4000-0000-0031-0005",
            TestCard::DeclinedInWords => "4000-0001-0020-0007",
        }))
    }

    fn merchant_uid(&self) -> MerchantUid {
        uid(&format!("order-{}", self.orders.fetch_add(1, Ordering::SeqCst)))
    }

    fn customer_uid(&self) -> CustomerUid {
        customer(&format!("customer-{}", self.orders.fetch_add(1, Ordering::SeqCst)))
    }

    async fn captures(&self, uid: &MerchantUid) -> usize {
        self.entries(uid, LedgerKind::Charge).len()
    }

    async fn given_back(&self, uid: &MerchantUid) -> u64 {
        self.entries(uid, LedgerKind::Cancel).iter().map(|entry| u64::try_from(entry.amount).unwrap()).sum()
    }

    async fn charge_calls(&self) -> usize {
        self.setting.calls("/subscribe/payments/")
    }

    async fn let_pass(&self, by: Duration) -> Injected {
        self.setting.clock.advance(by);
        self.setting.sandbox.advance_clock(by.as_secs()).await.unwrap();
        Injected::Done
    }

    async fn inject(&self, fault: Fault) -> Injected {
        match fault {
            Fault::LoseRequest(call) => self.strike(call, |on| Struck::new(on, FaultKind::DropBefore)),
            Fault::LoseReply(call) => self.strike(call, |on| Struck::new(on, FaultKind::DropAfter)),
            Fault::Garble(call) => self.strike(call, |on| Struck::new(on, FaultKind::Malformed)),
            Fault::Status(call, status) => {
                self.strike(call, |on| Struck { status: Some(status), ..Struck::new(on, FaultKind::Status) })
            }
            Fault::Unreachable => {
                self.adapter.cut_off(true);
                Injected::Done
            }
        }
    }

    async fn heal(&self) {
        self.setting.sandbox.clear_faults();
        self.adapter.cut_off(false);
    }
}

async fn holds(catalogue: &[Case<dyn GatewayFixture>], fixture: &Fixture, skipped: &[&str]) {
    let report = run(catalogue, fixture, skipped).await.unwrap();
    report.kept_all_but(skipped).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(strange(&fixture.setting.sandbox), Vec::<String>::new(), "sent, and not in the definitions");
}

#[tokio::test]
async fn the_payments_keep_their_promises() {
    holds(gateway::CASES, &Fixture::new(SameMerchantUid::Refuse), &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn before_a_gateway_that_charges_again_all_others_are_kept() {
    let skipped = ["a_paid_uid_charged_again_is_unknown", "a_cancelled_uid_charged_again_is_unknown"];
    holds(gateway::CASES, &Fixture::new(SameMerchantUid::ChargeAgain), &skipped).await;
}

#[tokio::test]
async fn the_records_keep_their_promises() {
    holds(records::CASES, &Fixture::new(SameMerchantUid::Refuse), &[]).await;
}

#[tokio::test]
async fn the_billing_keys_keep_their_promises() {
    holds(billing_keys::CASES, &Fixture::new(SameMerchantUid::Refuse), &[]).await;
}

#[tokio::test]
async fn the_channels_keep_their_promises() {
    holds(channels::CASES, &Fixture::new(SameMerchantUid::Refuse), &[]).await;
}

#[tokio::test]
async fn the_schedules_keep_their_promises() {
    let fixture = Fixture::new(SameMerchantUid::Refuse);
    fixture.setting.sandbox.stop_clock(Some(fixture.setting.clock.now().as_second())).unwrap();
    holds(schedules::CASES, &fixture, &[]).await;
}
