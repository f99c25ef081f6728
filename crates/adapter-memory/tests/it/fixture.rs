//! A `MemoryGateway` under test, bare or behind layers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::{Call, CardScript, Fault, LedgerKind, ManualClock, MemoryGateway};
use keyin_domain::{Card, CardNumber, CustomerUid, Expiry, MerchantUid};
use keyin_port_conformance::gateway::{self, GatewayFixture, Injected, TestCard};
use keyin_ports::{BillingKeys, Channels, Clock, PaymentGateway, PaymentRecords, Schedules};

/// The ports as a layer hands them on.
pub(crate) struct Ports {
    pub(crate) gateway: Arc<dyn PaymentGateway>,
    pub(crate) records: Arc<dyn PaymentRecords>,
    pub(crate) billing_keys: Arc<dyn BillingKeys>,
    pub(crate) channels: Arc<dyn Channels>,
    pub(crate) schedules: Arc<dyn Schedules>,
}

pub(crate) struct Fixture {
    pub(crate) memory: Arc<MemoryGateway>,
    pub(crate) clock: Arc<ManualClock>,
    ports: Ports,
    orders: AtomicUsize,
}

fn number(which: TestCard) -> CardNumber {
    let digits = match which {
        TestCard::Approved => "1234-1234-1234-1234",
        TestCard::DeclinedInRecord => "4111-1111-1111-1111",
        TestCard::DeclinedInWords => "5555-5555-5555-4444",
    };
    CardNumber::parse(digits).unwrap()
}

impl Fixture {
    /// With the ports that `layered` makes of the bare ones.
    pub(crate) fn new(layered: impl FnOnce(Ports, Arc<ManualClock>) -> Ports) -> Self {
        let clock = Arc::new(ManualClock::default());
        let memory = Arc::new(MemoryGateway::new(clock.clone()));
        let in_record = CardScript::FailInRecord("[CA31]한도초과".to_owned());
        memory.script_card(number(TestCard::DeclinedInRecord).masked(), in_record);
        let in_words = "카드정보 인증에 실패하였습니다. [CA20]유효기간 오류".to_owned();
        memory.script_card(number(TestCard::DeclinedInWords).masked(), CardScript::FailInWords(in_words));
        let bare = Ports {
            gateway: memory.clone(),
            records: memory.clone(),
            billing_keys: memory.clone(),
            channels: memory.clone(),
            schedules: memory.clone(),
        };
        let ports = layered(bare, clock.clone());
        Self { memory, clock, ports, orders: AtomicUsize::new(0) }
    }

    fn next(&self) -> usize {
        self.orders.fetch_add(1, Ordering::Relaxed)
    }
}

fn calls(call: gateway::Call) -> &'static [Call] {
    match call {
        gateway::Call::Charge => &[Call::Charge],
        gateway::Call::Cancel => &[Call::Cancel],
        gateway::Call::Read => &[
            Call::LookUp,
            Call::Find,
            Call::Records,
            Call::FindKey,
            Call::ListChannels,
            Call::FindSchedule,
            Call::ListSchedules,
        ],
        gateway::Call::KeyChange => &[Call::IssueKey, Call::RevokeKey],
        gateway::Call::Schedule => {
            &[Call::Schedule, Call::Reschedule, Call::RetrySchedule, Call::MoveSchedule]
        }
        gateway::Call::Unschedule => &[Call::Unschedule],
    }
}

#[async_trait]
impl GatewayFixture for Fixture {
    fn gateway(&self) -> Arc<dyn PaymentGateway> {
        self.ports.gateway.clone()
    }

    fn records(&self) -> Arc<dyn PaymentRecords> {
        self.ports.records.clone()
    }

    fn billing_keys(&self) -> Arc<dyn BillingKeys> {
        self.ports.billing_keys.clone()
    }

    fn channels(&self) -> Arc<dyn Channels> {
        self.ports.channels.clone()
    }

    fn schedules(&self) -> Arc<dyn Schedules> {
        self.ports.schedules.clone()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    fn card(&self, which: TestCard) -> Option<Card> {
        Some(Card::new(number(which), Expiry::parse("2019-01").unwrap()))
    }

    fn merchant_uid(&self) -> MerchantUid {
        MerchantUid::parse(&format!("order-{}", self.next())).unwrap()
    }

    fn customer_uid(&self) -> CustomerUid {
        CustomerUid::parse(&format!("customer-{}", self.next())).unwrap()
    }

    async fn captures(&self, uid: &MerchantUid) -> usize {
        self.memory.captures(uid)
    }

    async fn given_back(&self, uid: &MerchantUid) -> u64 {
        let cancels = self.memory.ledger().into_iter().filter(|entry| entry.kind == LedgerKind::Cancel);
        cancels.filter(|entry| &entry.merchant_uid == uid).map(|entry| entry.amount.minor()).sum()
    }

    async fn charge_calls(&self) -> usize {
        self.memory.calls(Call::Charge)
    }

    async fn let_pass(&self, by: Duration) -> Injected {
        self.clock.advance(by);
        Injected::Done
    }

    async fn inject(&self, fault: gateway::Fault) -> Injected {
        let (calls, fault) = match fault {
            gateway::Fault::LoseRequest(call) => (calls(call), Fault::LoseRequest),
            gateway::Fault::LoseReply(call) => (calls(call), Fault::LoseReply),
            gateway::Fault::Status(call, status) => (calls(call), Fault::Status(status)),
            gateway::Fault::Garble(call) => (calls(call), Fault::Garble),
            gateway::Fault::Unreachable => (&Call::ALL[..], Fault::Unreachable),
        };
        for &call in calls {
            self.memory.inject(call, fault);
        }
        Injected::Done
    }

    async fn heal(&self) {
        self.memory.heal();
    }
}
