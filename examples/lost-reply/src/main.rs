//! A whole flow on the gateway and the journal in memory, with time set by hand: a first payment keeps the card, the
//! next month's loses its reply, a look-up settles it, and a part is given back.

#![forbid(unsafe_code)]

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_memory::{Call, Fault, LedgerKind, ManualClock, MemoryGateway, MemoryJournal, NoPace};
use keyin_app::{
    CancelOrder, CancelPayment, CardPayment, ChargeBillingKey, Charging, Patience, ResolveUnknown, Stop,
    TakeCardPayment,
};
use keyin_domain::{
    AbsenceWindow, CancelReason, Card, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, InvalidValue,
    Money, OrderName,
};

/// The parts that a product keeps. `charging` has the same gateway and clock behind their ports.
struct Shop {
    gateway: Arc<MemoryGateway>,
    clock: Arc<ManualClock>,
    charging: Charging,
}

impl Shop {
    fn open() -> Self {
        let clock = Arc::new(ManualClock::default());
        let gateway = Arc::new(MemoryGateway::new(clock.clone()));
        let charging = Charging {
            gateway: gateway.clone(),
            schedules: None,
            journal: Arc::new(MemoryJournal::default()),
            pace: Arc::new(NoPace),
            clock: clock.clone(),
            window: AbsenceWindow::default(),
            stop: Stop::default(),
        };
        Self { gateway, clock, charging }
    }

    /// The first payment keeps the card as a billing key.
    async fn sign_up(&self, customer: &CustomerUid) -> Result<(), Box<dyn Error>> {
        let order = CardPayment {
            intent: pass("pass-1", ChargeMethod::CardRegistering(customer.clone()))?,
            card: Card::new("4000-0000-0000-0002".parse()?, "2031-12".parse()?),
            allow_unverified_card: false,
            replace_billing_key: false,
            wait: Duration::ZERO,
        };
        let paid = TakeCardPayment::new(self.charging.clone(), self.gateway.clone()).run(order).await?;
        told(&"pass-1", &paid.charge.charge.state())
    }

    /// The gateway charges, its reply is lost, and for a while it does not answer at all.
    async fn next_month(&self, customer: &CustomerUid) -> Result<(), Box<dyn Error>> {
        self.gateway.inject(Call::Charge, Fault::LoseReply);
        self.gateway.inject(Call::LookUp, Fault::Unreachable);
        let intent = pass("pass-2", ChargeMethod::BillingKey(customer.clone()))?;
        let doubtful = ChargeBillingKey::new(self.charging.clone()).run(intent, Duration::ZERO).await?;
        told(&"pass-2", &doubtful.charge.state())
    }

    /// It answers again; a look-up settles what is unknown, and nothing is sent.
    async fn settle(&self) -> Result<(), Box<dyn Error>> {
        self.gateway.heal();
        self.clock.advance(Duration::from_secs(60));
        let mut settled = Vec::new();
        let resolve = ResolveUnknown::new(self.charging.clone());
        resolve.run(Patience::Once, |charge| settled.push(charge.clone())).await?;
        settled.iter().try_for_each(|charge| told(charge.intent().merchant_uid(), &charge.state()))
    }

    /// A part of it is given back.
    async fn give_back(&self) -> Result<(), Box<dyn Error>> {
        let order = CancelOrder {
            reference: "pass-2".parse()?,
            amount: Some(Money::won(4_000)?),
            tax_free: None,
            vat: None,
            balance: Some(Money::won(11_000)?),
            reason: CancelReason::parse("a week of illness")?,
            wait: Duration::ZERO,
        };
        let cancelled = CancelPayment::new(self.charging.clone()).run(&order).await?;
        told(&"left of pass-2", &cancelled.payment.balance())
    }

    /// What really moved.
    fn ledger(&self) -> Result<(), Box<dyn Error>> {
        self.gateway.ledger().iter().try_for_each(|entry| {
            let way = match entry.kind {
                LedgerKind::Charge => "charged",
                LedgerKind::Cancel => "given back",
            };
            told(&format!("{way} {}", entry.merchant_uid), &entry.amount)
        })
    }
}

fn pass(uid: &str, method: ChargeMethod) -> Result<ChargeIntent, InvalidValue> {
    let amount = ChargeAmount::new(Money::won(11_000)?)?;
    Ok(ChargeIntent::new(uid.parse()?, method, amount, OrderName::parse("Monthly pass")?))
}

fn told(what: &dyn Display, how: &dyn Display) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(io::stdout(), "{what}: {how}")?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let shop = Shop::open();
    let customer: CustomerUid = "gildong-card-1".parse()?;
    shop.sign_up(&customer).await?;
    shop.next_month(&customer).await?;
    shop.settle().await?;
    shop.give_back().await?;
    shop.ledger()
}
