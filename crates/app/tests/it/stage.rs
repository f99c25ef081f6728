use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_memory::{Call, ManualClock, MemoryGateway, MemoryJournal, NoPace, SameUid};
use keyin_app::{
    CardPayment, CardPaymentOutcome, ChargeBillingKey, ChargeOutcome, ChargeProblem, Charging, Scheduling,
    Stop, TakeCardPayment,
};
use keyin_domain::{
    AbsenceWindow, Buyer, Card, CardNumber, Charge, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid,
    Expiry, MerchantUid, Money, OrderName, Pg,
};
use keyin_ports::{BillingKeyRequest, BillingKeys, Clock, Journal};

pub(crate) const GOOD_CARD: &str = "4242-4242-4242-4242";
pub(crate) const WAIT: Duration = Duration::from_secs(20);

pub(crate) struct Stage {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) gateway: Arc<MemoryGateway>,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) charging: Charging,
}

impl Stage {
    pub(crate) fn set() -> Self {
        Self::with_journal(Arc::new(MemoryJournal::default()))
    }

    pub(crate) fn with_journal(journal: Arc<dyn Journal>) -> Self {
        let clock = Arc::new(ManualClock::default());
        let gateway = Arc::new(MemoryGateway::new(clock.clone()));
        gateway.set_same_uid(SameUid::ChargeAgain);
        let charging = Charging {
            gateway: gateway.clone(),
            schedules: Some(gateway.clone()),
            journal: journal.clone(),
            clock: clock.clone(),
            pace: Arc::new(NoPace),
            window: AbsenceWindow::default(),
            stop: Stop::default(),
        };
        Self { clock, gateway, journal, charging }
    }

    /// Runs to the end, letting time pass whenever everybody sleeps.
    pub(crate) async fn drive<F: Future>(&self, future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        loop {
            let everybody_else = async {
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                biased;
                output = &mut future => return output,
                () = everybody_else => { self.clock.advance_to_next_waking(); }
            }
        }
    }

    pub(crate) async fn pay_card(&self, order: CardPayment) -> Result<CardPaymentOutcome, ChargeProblem> {
        let take = TakeCardPayment::new(self.charging.clone(), self.gateway.clone());
        self.drive(take.run(order)).await
    }

    pub(crate) async fn pay_key(&self, intent: ChargeIntent) -> Result<ChargeOutcome, ChargeProblem> {
        self.drive(ChargeBillingKey::new(self.charging.clone()).run(intent, WAIT)).await
    }

    pub(crate) fn scheduling(&self) -> Scheduling {
        Scheduling::new(self.charging.clone(), self.gateway.clone())
    }

    /// Registers a billing key with a first payment of its own.
    pub(crate) async fn register(&self, name: &str) {
        let order =
            card_order(intent(&format!("first-of-{name}"), ChargeMethod::CardRegistering(customer(name))));
        self.pay_card(order).await.unwrap();
    }

    /// A key that was issued elsewhere: nothing of it is in the journal.
    pub(crate) async fn register_key_only(&self, name: &str) {
        let request = BillingKeyRequest {
            customer_uid: customer(name),
            card: card(GOOD_CARD),
            pg: None,
            customer: Buyer::default(),
        };
        self.gateway.issue(request).await.unwrap();
    }

    pub(crate) fn captures(&self, name: &str) -> usize {
        self.gateway.captures(&uid(name))
    }

    pub(crate) fn sends(&self) -> usize {
        self.gateway.calls(Call::Charge)
    }

    pub(crate) async fn row(&self, name: &str) -> Charge {
        self.journal.find(&uid(name)).await.unwrap().unwrap()
    }

    pub(crate) fn let_the_window_pass(&self) {
        self.clock.advance(AbsenceWindow::default().total());
        assert!(self.clock.monotonic().since_start() > AbsenceWindow::default().lease());
    }
}

pub(crate) fn uid(name: &str) -> MerchantUid {
    MerchantUid::parse(name).unwrap()
}

pub(crate) fn customer(name: &str) -> CustomerUid {
    CustomerUid::parse(name).unwrap()
}

pub(crate) fn won(amount: u64) -> Money {
    Money::won(amount).unwrap()
}

pub(crate) fn intent(name: &str, method: ChargeMethod) -> ChargeIntent {
    let amount = ChargeAmount::new(won(3_000)).unwrap();
    ChargeIntent::new(uid(name), method, amount, OrderName::parse("월간 이용권").unwrap())
        .with_pg(Pg::parse("settle").unwrap())
}

pub(crate) fn key_intent(name: &str, customer_name: &str) -> ChargeIntent {
    intent(name, ChargeMethod::BillingKey(customer(customer_name)))
}

pub(crate) fn card(number: &str) -> Card {
    Card::new(CardNumber::parse(number).unwrap(), Expiry::parse("2031-12").unwrap())
}

pub(crate) fn card_order(intent: ChargeIntent) -> CardPayment {
    CardPayment {
        intent,
        card: card(GOOD_CARD),
        allow_unverified_card: false,
        replace_billing_key: false,
        wait: WAIT,
    }
}
