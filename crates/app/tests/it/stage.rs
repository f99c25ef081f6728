use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_memory::{Call, CardScript, ManualClock, MemoryGateway, MemoryJournal, NoPace, SameUid};
use keyin_app::{
    CancelOrder, CardPayment, CardPaymentOutcome, ChargeBillingKey, ChargeOutcome, ChargeProblem, Charging,
    Patience, Resolution, ResolveUnknown, Scheduling, Stop, TakeCardPayment,
};
use keyin_domain::{
    AbsenceWindow, Buyer, CancelReason, Card, CardNumber, Charge, ChargeAmount, ChargeIntent, ChargeMethod,
    CustomerUid, Expiry, MerchantUid, Money, OrderName, PaymentRef, Pg,
};
use keyin_ports::{Begun, BillingKeyRequest, BillingKeys, Clock, Journal};

pub(crate) const GOOD_CARD: &str = "4242-4242-4242-4242";
pub(crate) const WAIT: Duration = Duration::from_secs(20);
pub(crate) const HOUR: Duration = Duration::from_secs(3_600);

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

    /// Settles all that can be, letting time pass.
    pub(crate) async fn resolve(&self) -> Resolution {
        self.resolve_and_tell(|_| ()).await
    }

    pub(crate) async fn resolve_and_tell(&self, tell: impl FnMut(&Charge) + Send) -> Resolution {
        let resolve = ResolveUnknown::new(self.charging.clone());
        self.drive(resolve.run(Patience::UntilSettled, tell)).await.unwrap()
    }

    /// Somebody else has begun to send this, and says no more of it.
    pub(crate) async fn claim_elsewhere(&self, intent: ChargeIntent) {
        let deadlines = self.charging.window.deadlines(self.clock.now());
        let send_before = self.clock.monotonic().after(self.charging.window.send_deadline);
        let begun = self.journal.begin(intent, deadlines, send_before).await.unwrap();
        assert!(matches!(begun, Begun::Won { .. }));
    }

    /// The issuer refuses the card from now on, for a reason that may pass.
    pub(crate) fn decline_the_card(&self) {
        let script = CardScript::FailInRecord("[CA31]한도초과".to_owned());
        self.gateway.script_card(card(GOOD_CARD).number().masked(), script);
    }

    pub(crate) async fn sleep(&self, time: Duration) {
        self.clock.sleep_until(self.clock.monotonic().after(time)).await;
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

/// To give so much of the order back, or all that is left.
pub(crate) fn cancel_order(name: &str, amount: Option<u64>) -> CancelOrder {
    CancelOrder {
        reference: PaymentRef::Merchant(uid(name)),
        amount: amount.map(won),
        tax_free: None,
        vat: None,
        balance: None,
        reason: CancelReason::parse("고객 변심").unwrap(),
        wait: WAIT,
    }
}
