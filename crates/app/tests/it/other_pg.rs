//! A payment that went through another PG than was asked for is believed, and told in the log.

use std::cell::Cell;
use std::fmt::Debug;
use std::sync::{Arc, Once};

use keyin_app::{ChargeBillingKey, Charging};
use keyin_domain::{ChargeState, Payment, PaymentDetails, Pg};
use keyin_ports::{MockPaymentGateway, PaymentGateway, Reply};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::stage::{Stage, WAIT, key_intent, uid};

thread_local! {
    static HEARD: Cell<usize> = const { Cell::new(0) };
}

/// Counts the warnings about another PG, those of each thread for itself. It hears the whole process: of one that comes
/// and goes with a thread, tracing may remember too long that nobody hears.
struct Warnings;

impl Warnings {
    /// From now on, on this thread.
    fn listen() {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| tracing::subscriber::set_global_default(Self).unwrap());
        HEARD.set(0);
    }
}

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
        HEARD.set(HEARD.get() + usize::from(message.0));
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
    Warnings::listen();
    let outcome = ChargeBillingKey::new(charging).run(order, WAIT).await.unwrap();
    assert_eq!(outcome.charge.state(), ChargeState::Succeeded, "the money moved all the same");
    HEARD.get()
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
