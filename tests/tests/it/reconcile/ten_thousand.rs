//! Ten thousand planted differences among more payments: all are found, and no other is raised.

use std::collections::BTreeMap;

use keyin_domain::{Payment, PaymentDetails};

use super::books::{Books, PRICE, told, uid, uids};

/// Of each kind.
const PLANTED: usize = 2_000;

/// Payments on which journal and gateway agree.
const AGREED: usize = 3_000;

fn sort_of(payment: &Payment) -> &str {
    payment.merchant_uid().as_str().rsplit_once('-').unwrap().0
}

/// A payment that the gateway never made.
fn made_up(like: &Payment, number: usize) -> Payment {
    let details = PaymentDetails {
        imp_uid: format!("imps_0{number:011}").parse().unwrap(),
        merchant_uid: uid(&format!("missing-{number}")),
        ..like.details().clone()
    };
    Payment::new(details).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_planted_differences_are_all_found_and_no_other() {
    let books = Books::open().await;
    // One second in which more is paid than a page of the gateway holds, and others over the day.
    let burst = 36_000;
    books.gateway_is_at(burst);
    books.pay_there(&uids("agreed", AGREED)).await;
    for (second, sort) in [(burst, "twice"), (50_000, "twice"), (60_000, "unknown"), (61_000, "late")] {
        books.gateway_is_at(second);
        books.pay_there(&uids(sort, if sort.len() == 5 { PLANTED } else { PLANTED / 2 })).await;
    }
    for (second, sort) in [(70_000, "amount"), (80_000, "cancelled")] {
        books.gateway_is_at(second);
        books.pay_there(&uids(sort, PLANTED)).await;
    }
    let mut held = BTreeMap::<&str, Vec<Payment>>::new();
    let seconds = [burst, 60_000, 61_000, 70_000, 80_000];
    let mut all = Vec::new();
    for second in seconds {
        all.extend(books.held_there(second).await);
    }
    all.iter().for_each(|payment| held.entry(sort_of(payment)).or_default().push(payment.clone()));

    let then = books.at(burst);
    for known in ["agreed", "twice", "cancelled"] {
        books.know(held[known].clone(), then).await;
    }
    let asked_for = |sort: &str, amount: u64| {
        held[sort].iter().map(|payment| (payment.merchant_uid().clone(), amount, None)).collect()
    };
    books.write_here(asked_for("late", PRICE), then).await;
    books.write_here(asked_for("amount", PRICE + 1), then).await;
    let missing = (0..PLANTED).map(|number| made_up(&held["agreed"][0], number)).collect();
    books.know(missing, then).await;
    // Some cancels are known on both sides, the planted ones on one.
    books.gateway_is_at(100_000);
    books.cancel_there(&uids("cancelled", PLANTED)).await;
    books.gateway_is_at_now();

    let (differences, summary) = books.reconcile(&[], 1).await;
    let mut expected: Vec<(&str, String)> = Vec::new();
    for (kind, sort, count) in [
        ("unknown_here", "unknown", PLANTED / 2),
        ("unknown_here", "late", PLANTED / 2),
        ("paid_twice", "twice", PLANTED),
        ("amount_differs", "amount", PLANTED),
        ("cancel_differs", "cancelled", PLANTED),
        ("missing_there", "missing", PLANTED),
    ] {
        expected.extend(uids(sort, count).into_iter().map(|uid| (kind, uid)));
    }
    expected.sort_unstable();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(kind, uid)| (*kind, &**uid)).collect();
    assert_eq!(expected.len(), 10_000);
    assert!(told(&differences) == expected, "not what was planted: {summary}");
    for (name, count) in [
        ("differences", 10_000),
        ("unknown_here", PLANTED),
        ("paid_twice", PLANTED),
        ("amount_differs", PLANTED),
        ("cancel_differs", PLANTED),
        ("missing_there", PLANTED),
        ("open", 10_000),
        ("unsettled", 0),
        ("in_review", 0),
        ("compared", AGREED + 2 * PLANTED + PLANTED + PLANTED + PLANTED + PLANTED),
    ] {
        assert_eq!(summary[name], count, "{name}: {summary}");
    }
}
