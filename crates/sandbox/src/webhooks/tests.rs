use super::*;
use crate::events::EventKind;

fn event(uid: &str, at: i64) -> Event {
    Event {
        at,
        kind: EventKind::Approved,
        imp_uid: format!("imps_{uid}"),
        merchant_uid: uid.to_owned(),
        status: "paid",
        cancellation_id: None,
        notice_url: None,
    }
}

fn announce(webhooks: &Webhooks, uid: &str, at: i64, notice: Notice) {
    let imp_uid = ImpUid::parse("imps_100000000000").unwrap();
    webhooks.announce(imp_uid, &event(uid, at), "http://127.0.0.1:9/", WebhookContentType::Json, notice);
}

/// Takes everything that falls due, answers it so, and tells who was sent when.
fn run(
    webhooks: &Webhooks,
    until: i64,
    retries: bool,
    answer: Result<u16, Failure>,
) -> Vec<(i64, String, Sending)> {
    let mut sent = Vec::new();
    while let Some((due, delivery)) = webhooks.take(until) {
        let uid = webhooks.get(delivery.id).map_or_else(String::new, |webhook| webhook.merchant_uid);
        sent.push((due, uid, delivery.sending()));
        webhooks.sent(delivery, due, answer, retries);
    }
    sent
}

fn uids(sent: &[(i64, String, Sending)]) -> Vec<&str> {
    sent.iter().map(|(_, uid, _)| uid.as_str()).collect()
}

#[test]
fn they_are_sent_in_the_order_of_time() {
    let webhooks = Webhooks::default();
    for (uid, at) in [("a", 10), ("b", 5), ("c", 10)] {
        announce(&webhooks, uid, at, Notice::default());
    }
    assert_eq!(webhooks.next_due(), Some(5));
    assert!(webhooks.take(4).is_none());
    assert_eq!(uids(&run(&webhooks, 9, false, Ok(200))), ["b"]);
    assert_eq!(uids(&run(&webhooks, 10, false, Ok(200))), ["a", "c"]);
    assert!(webhooks.list().iter().all(|webhook| webhook.state == WebhookState::Delivered));
}

#[test]
fn retries_come_a_minute_apart_and_five_times_at_most() {
    for (answer, retried) in [
        (Ok(500), true),
        (Ok(599), true),
        (Err(Failure::TimedOut), true),
        (Err(Failure::NotConnected), true),
        (Err(Failure::Tls), true),
        (Ok(200), false),
        (Ok(302), false),
        (Ok(404), false),
        (Err(Failure::HostNotAllowed), false),
        (Err(Failure::BadUrl), false),
    ] {
        for retries in [true, false] {
            let webhooks = Webhooks::default();
            announce(&webhooks, "a", 100, Notice::default());
            let sent = run(&webhooks, 10_000, retries, answer);
            let again = |number: i64| (100 + 60 * number, "a".to_owned(), Sending::Again);
            let mut expected = vec![(100, "a".to_owned(), Sending::First)];
            expected.extend((1..=5).filter(|_| retried && retries).map(again));
            assert_eq!(sent, expected, "{answer:?}");
            let webhook = webhooks.get(0).unwrap();
            assert_eq!(webhook.attempts.len(), expected.len());
            let delivered = answer == Ok(200);
            assert_eq!(webhook.state == WebhookState::Delivered, delivered, "{answer:?}");
        }
    }
}

#[test]
fn faults_lose_double_postpone_and_hold_back() {
    let webhooks = Webhooks::default();
    announce(&webhooks, "lost", 1, Notice { lost: true, doubled: true, ..Notice::default() });
    announce(&webhooks, "twice", 2, Notice { doubled: true, ..Notice::default() });
    announce(&webhooks, "late", 3, Notice { postponed: 60, ..Notice::default() });
    assert_eq!(uids(&run(&webhooks, 62, false, Ok(200))), ["twice", "twice"]);
    assert_eq!(uids(&run(&webhooks, 63, false, Ok(200))), ["late"]);
    announce(&webhooks, "held", 70, Notice { reordered: true, ..Notice::default() });
    assert_eq!(webhooks.next_due(), None);
    announce(&webhooks, "next", 71, Notice::default());
    let sent = run(&webhooks, 71, false, Ok(200));
    assert_eq!(
        sent.iter().map(|(at, uid, _)| (*at, uid.as_str())).collect::<Vec<_>>(),
        [(71, "next"), (71, "held")]
    );
    let states: Vec<_> = webhooks.list().iter().map(|webhook| (webhook.id, webhook.state)).collect();
    let expected = [WebhookState::Lost].into_iter().chain([WebhookState::Delivered; 5]);
    assert_eq!(states, (0..).zip(expected).collect::<Vec<_>>());
}

#[test]
fn numbers_grow_over_a_reset_and_nothing_of_before_is_sent() {
    let webhooks = Webhooks::default();
    announce(&webhooks, "a", 1, Notice::default());
    let (_, under_way) = webhooks.take(1).unwrap();
    announce(&webhooks, "b", 1, Notice::default());
    webhooks.clear();
    webhooks.sent(under_way, 1, Ok(500), true);
    assert_eq!((webhooks.next_due(), webhooks.list().len()), (None, 0));
    assert!(!webhooks.has_announced(ImpUid::parse("imps_100000000000").unwrap()));
    announce(&webhooks, "c", 1, Notice::default());
    assert_eq!(webhooks.list()[0].id, 2);
}

#[test]
fn the_log_is_bounded_and_so_are_the_attempts_of_one() {
    let webhooks = Webhooks::default();
    for number in 0..log::REMEMBERED as i64 + 5 {
        announce(&webhooks, "a", number, Notice::default());
    }
    assert_eq!((webhooks.list().len(), webhooks.list()[0].id), (log::REMEMBERED, 5));
    for at in 0..50 {
        webhooks.resent(7, at, Ok(200));
    }
    let attempts = webhooks.get(7).unwrap().attempts;
    assert_eq!((attempts.len(), attempts[0].at, attempts.last().map(|last| last.at)), (20, 0, Some(49)));
    assert!(attempts[0].resent);
    webhooks.resent(3, 1, Ok(200));
    assert!(webhooks.get(3).is_none());
}
