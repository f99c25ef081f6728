//! A payment that went through another PG than was asked for is believed, and told in the log.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use keyin_app::{ChargeBillingKey, Charging};
use keyin_domain::{ChargeState, Payment, PaymentDetails, Pg};
use keyin_ports::{MockPaymentGateway, PaymentGateway, Reply};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::stage::{Stage, WAIT, key_intent, uid};

/// Counts the warnings about another PG.
#[derive(Clone, Default)]
struct Warnings(Arc<AtomicUsize>);

struct Message(bool);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 |= field.name() == "message" && format!("{value:?}").contains("another PG");
    }
}

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(false);
        event.record(&mut message);
        self.0.fetch_add(usize::from(message.0), Ordering::Relaxed);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A payment of the order through that PG.
async fn payment(stage: &Stage, used: Option<&str>) -> Payment {
    stage.register_key_only("gildong").await;
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    let paid = stage.gateway.look_up(&uid("order-1")).await.unwrap().records()[0].details().clone();
    Payment::new(PaymentDetails { pg: used.map(|pg| pg.parse().unwrap()), ..paid }).unwrap()
}

/// How often it is told of an order through `asked` that was paid through `used`.
async fn told(asked: &str, used: Option<&str>) -> usize {
    let paid = payment(&Stage::set(), used).await;
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_charge().once().returning(move |_, _| Ok(Reply::Paid(Box::new(paid.clone()))));
    let stage = Stage::set();
    let charging = Charging { gateway: Arc::new(gateway), ..stage.charging.clone() };
    let order = key_intent("order-1", "gildong").with_pg(asked.parse::<Pg>().unwrap());
    let warnings = Warnings::default();
    let listening = tracing::subscriber::set_default(warnings.clone());
    let outcome = ChargeBillingKey::new(charging).run(order, WAIT).await.unwrap();
    drop(listening);
    assert_eq!(outcome.charge.state(), ChargeState::Succeeded, "the money moved all the same");
    warnings.0.load(Ordering::Relaxed)
}

#[tokio::test]
async fn another_pg_or_another_id_there_is_told() {
    for (asked, used) in [("settle", "nice"), ("settle.a", "nice.a"), ("settle.a", "settle.b")] {
        assert_eq!(told(asked, Some(used)).await, 1, "{asked}, {used}");
    }
}

#[tokio::test]
async fn the_one_that_was_asked_for_is_no_news_nor_is_one_that_is_not_told() {
    for (asked, used) in [
        ("settle", Some("settle")),
        ("settle", Some("settle.a")),
        ("settle.a", Some("settle.a")),
        ("settle.a", Some("settle")),
        ("settle.a", None),
    ] {
        assert_eq!(told(asked, used).await, 0, "{asked}, {used:?}");
    }
}
