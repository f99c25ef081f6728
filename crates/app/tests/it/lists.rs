use keyin_adapter_memory::{Call, Fault};
use keyin_app::{ChargeList, ListCharges, ShowHistory};
use keyin_domain::{ChargeMethod, ChargeState, PaymentStatus};
use keyin_ports::ChargeFilter;

use crate::stage::{Stage, card_order, intent, key_intent, uid};

async fn listed(stage: &Stage, list: ChargeList) -> Vec<String> {
    let mut told = Vec::new();
    let lists = ListCharges::new(stage.journal.clone());
    let report = |charge: &keyin_domain::Charge| {
        told.push(charge.intent().merchant_uid().to_string());
        true
    };
    let count = lists.run(&list, report).await.unwrap();
    assert_eq!(count, told.len() as u64);
    told
}

/// One paid, one declined, one unknown, one written down only; in this order, a second apart.
async fn four() -> Stage {
    let stage = Stage::set();
    let second = std::time::Duration::from_secs(1);
    stage.register_key_only("gildong").await;
    stage.pay_key(key_intent("paid", "gildong")).await.unwrap();
    stage.clock.advance(second);
    stage.decline_the_card();
    stage.pay_card(card_order(intent("declined", ChargeMethod::Card))).await.unwrap();
    stage.clock.advance(second);
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    stage.pay_key(key_intent("unknown", "gildong")).await.unwrap();
    stage.clock.advance(second);
    let now = keyin_ports::Clock::now(&*stage.clock);
    stage.journal.intend(key_intent("intended", "gildong"), now).await.unwrap();
    stage
}

#[tokio::test]
async fn newest_first_by_state_by_status_and_so_many() {
    let stage = four().await;
    assert_eq!(listed(&stage, ChargeList::default()).await, ["intended", "unknown", "declined", "paid"]);
    let limited = ChargeList { limit: Some(2), ..ChargeList::default() };
    assert_eq!(listed(&stage, limited).await, ["intended", "unknown"]);
    let none = ChargeList { limit: Some(0), ..ChargeList::default() };
    assert_eq!(listed(&stage, none).await, [""; 0]);
    let states = vec![ChargeState::Unknown, ChargeState::Declined];
    let filter = ChargeFilter { states, ..ChargeFilter::default() };
    assert_eq!(listed(&stage, ChargeList { filter, ..ChargeList::default() }).await, ["unknown", "declined"]);
    for (status, expected) in [
        (PaymentStatus::Paid, vec!["paid"]),
        (PaymentStatus::Failed, vec!["declined"]),
        (PaymentStatus::Cancelled, vec![]),
        (PaymentStatus::Ready, vec![]),
    ] {
        let list = ChargeList { status: Some(status), ..ChargeList::default() };
        assert_eq!(listed(&stage, list).await, expected, "{status:?}");
    }
}

#[tokio::test]
async fn pages_are_walked_and_whoever_wants_no_more_is_asked_no_more() {
    let stage = Stage::set();
    let now = keyin_ports::Clock::now(&*stage.clock);
    for number in 0..1_203 {
        stage.journal.intend(key_intent(&format!("order-{number:04}"), "gildong"), now).await.unwrap();
    }
    let all = listed(&stage, ChargeList::default()).await;
    assert_eq!((all.len(), &*all[0], &*all[1_202]), (1_203, "order-1202", "order-0000"));
    let mut seen = 0;
    let report = |_: &keyin_domain::Charge| {
        seen += 1;
        seen < 700
    };
    let lists = ListCharges::new(stage.journal.clone());
    assert_eq!(lists.run(&ChargeList::default(), report).await.unwrap(), 700);
}

#[tokio::test]
async fn the_history_of_a_charge_is_told_in_order() {
    let stage = four().await;
    let history = ShowHistory::new(stage.journal.clone());
    let words = |events: &[keyin_ports::ChargeEvent]| -> Vec<(String, ChargeState)> {
        events.iter().map(|event| (event.what.clone(), event.to)).collect()
    };
    let paid = history.run(&uid("paid")).await.unwrap();
    assert_eq!(
        words(&paid),
        [
            ("intended".to_owned(), ChargeState::Intent),
            ("claimed".to_owned(), ChargeState::InFlight),
            ("paid".to_owned(), ChargeState::Succeeded),
        ]
    );
    assert!(paid.windows(2).all(|pair| pair[0].number < pair[1].number));
    assert_eq!(history.run(&uid("nobody")).await.unwrap(), []);
}
