//! `schedule`: what the gateway's scheduler is told, shown, moved, taken back and run again.

use keyin_domain::jiff::Timestamp;
use keyin_sandbox::{Fault, FaultKind, Operation, Settings};
use keyin_tests::{Run, Till, TypedCard};
use serde_json::{Value, json};

use crate::paying::{CUSTOMER, UID};

const HOUR: i64 = 3_600;

/// So many seconds from now, by the gateway's clock, as it is typed.
fn later(till: &Till, seconds: i64) -> String {
    Timestamp::from_second(till.shop.sandbox.clock().now + seconds).unwrap().to_string()
}

async fn add_at(till: &Till, uid: &str, at: &str, more: &[&str]) -> Run {
    let arguments = [
        "schedule",
        "add",
        "--customer-uid",
        CUSTOMER,
        "--merchant-uid",
        uid,
        "--amount",
        "3000",
        "--name",
        "월간",
        "--at",
        at,
    ];
    till.run(&[&arguments[..], more].concat()).await
}

/// A till whose customer has a schedule an hour from now.
async fn with_schedule() -> Till {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    let added = add_at(&till, UID, &later(&till, HOUR), &[]).await.ended(0).document();
    assert_eq!((&added["state"], &added["schedule_status"]), (&json!("scheduled"), &json!("scheduled")));
    till
}

async fn show(till: &Till, uid: &str) -> Value {
    till.run(&["schedule", "show", uid]).await.ended(0).document()
}

async fn pass(till: &Till, seconds: u64) {
    till.shop.sandbox.advance_clock(seconds).await.unwrap();
}

#[tokio::test]
async fn what_is_scheduled_is_paid_at_its_time_and_by_the_gateway() {
    let till = with_schedule().await;
    let waits = show(&till, UID).await;
    assert_eq!(
        (&waits["customer_uid"], &waits["amount"], &waits["in_journal"]),
        (&json!(CUSTOMER), &json!(3000), &json!(true))
    );
    pass(&till, 2 * HOUR as u64).await;
    let paid = show(&till, UID).await;
    assert_eq!(
        (&paid["state"], &paid["schedule_status"], &paid["payment_status"]),
        (&json!("succeeded"), &json!("executed"), &json!("paid"))
    );
    assert_eq!(till.show(UID).await["imp_uid"], paid["imp_uid"]);
    assert_eq!(till.shop.captured(UID), [3000]);
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
    // The charge can be cancelled like any other.
    till.run(&["pay", "cancel", UID]).await.ended(0);
    assert_eq!(till.shop.given_back(UID), [3000]);
}

#[tokio::test]
async fn the_same_request_is_told_again_and_another_is_a_conflict() {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    let at = later(&till, HOUR);
    add_at(&till, UID, &at, &[]).await.ended(0);
    let again = add_at(&till, UID, &at, &[]).await.ended(0).document();
    assert_eq!((&again["replayed"], &again["state"]), (&json!(true), &json!("scheduled")));
    let other = add_at(&till, UID, &later(&till, 2 * HOUR), &[]).await.ended(2).document();
    assert_eq!(other["error"]["code"], "conflict.merchant_uid");
    let ours = [
        "pay",
        "billing-key",
        "--customer-uid",
        CUSTOMER,
        "--merchant-uid",
        UID,
        "--amount",
        "3000",
        "--name",
        "월간",
    ];
    let conflict = till.run(&ours).await.ended(2).document();
    assert_eq!(conflict["error"]["code"], "conflict.merchant_uid");
    assert_eq!(till.calls_to("/subscribe/payments/schedule"), 1);
    assert!(till.shop.captured(UID).is_empty());
}

#[tokio::test]
async fn what_something_else_has_scheduled_is_not_charged_by_keyin_too() {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    let at = till.shop.sandbox.clock().now + HOUR;
    let schedule = json!({"merchant_uid": UID, "schedule_at": at, "amount": 3000, "name": "월간"});
    let order = json!({"customer_uid": CUSTOMER, "schedules": [schedule]});
    till.shop.post("/subscribe/payments/schedule", &order).await.ok();
    let pay = ["pay", "billing-key", "--customer-uid", CUSTOMER, "--amount", "3000", "--name", "월간"];
    let pay = |uid| [&pay[..], &["--merchant-uid", uid]].concat();
    for _ in 0..2 {
        let conflict = till.run(&pay(UID)).await.ended(2).document();
        assert_eq!(conflict["error"]["code"], "conflict.merchant_uid");
        pass(&till, 2 * HOUR as u64).await;
        assert_eq!(till.shop.captured(UID), [3000]);
    }
    till.fail(vec![Fault::new(Operation::FindSchedule, FaultKind::DropAfter)]);
    till.run(&pay("order-2")).await.ended(4);
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_no_second_order_given() {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    till.fail(vec![Fault::new(Operation::Schedule, FaultKind::DropAfter).times(1)]);
    let added = add_at(&till, UID, &later(&till, HOUR), &[]).await.ended(0).document();
    assert_eq!(added["state"], "scheduled");
    assert_eq!(till.calls_to("/subscribe/payments/schedule"), 1);
    till.fail(vec![Fault::new(Operation::Schedule, FaultKind::DropBefore).times(1)]);
    let lost = add_at(&till, "order-lost", &later(&till, HOUR), &["--wait", "1s"]).await.ended(5).document();
    assert_eq!(lost["state"], "unknown");
}

#[tokio::test]
async fn what_cannot_be_scheduled_says_why() {
    let till = Till::open().await;
    let soon = add_at(&till, UID, &later(&till, 30), &[]).await.ended(2).document();
    assert_eq!(soon["error"]["code"], "schedule.too_soon");
    let never = add_at(&till, UID, "soon", &[]).await.ended(2).document();
    assert_eq!(
        (&never["error"]["code"], &never["error"]["field"]),
        (&json!("invalid.at.format"), &json!("at"))
    );
    let fraction = add_at(&till, UID, "2031-01-01T00:00:00.5Z", &[]).await.ended(2).document();
    assert_eq!(fraction["error"]["field"], "schedule_at");
    let nobody = add_at(&till, UID, &later(&till, HOUR), &[]).await.ended(3).document();
    assert_eq!(nobody["problem"]["code"], "refused.unknown_customer");
    for command in [
        &["schedule", "show", "order-9"][..],
        &["schedule", "cancel", "order-9"],
        &["schedule", "retry", "order-9"],
    ] {
        assert_eq!(till.run(command).await.ended(1).document()["error"]["code"], "not_found");
    }
}

#[tokio::test]
async fn what_waits_is_moved_and_taken_back() {
    let till = with_schedule().await;
    let moved =
        till.run(&["schedule", "move", UID, "--at", &later(&till, 100 * HOUR)]).await.ended(0).document();
    assert_eq!(moved["schedule_at"], show(&till, UID).await["schedule_at"]);
    pass(&till, 2 * HOUR as u64).await;
    assert_eq!(show(&till, UID).await["state"], "scheduled");
    let cancelled = till.run(&["schedule", "cancel", UID]).await.ended(0).document();
    assert_eq!(
        (&cancelled["schedule_status"], &cancelled["state"], &cancelled["already"]),
        (&json!("revoked"), &json!("not_charged"), &json!(false))
    );
    let again = till.run(&["schedule", "cancel", UID]).await.ended(0).document();
    assert_eq!(again["already"], true);
    pass(&till, 200 * HOUR as u64).await;
    assert!(till.shop.captured(UID).is_empty());
    let korean = till.keyin.run(&["schedule", "show", UID, "--lang", "ko"]).await;
    assert!(korean.ended(0).stdout.contains("예약 취소됨"));
}

#[tokio::test]
async fn all_of_a_customer_go_only_by_a_flag_and_a_word() {
    let till = with_schedule().await;
    add_at(&till, "order-2", &later(&till, HOUR), &[]).await.ended(0);
    let refused = till.run(&["schedule", "cancel", "--all-of", CUSTOMER]).await.ended(2).document();
    assert_eq!(refused["error"]["code"], "schedule.not_confirmed");
    till.run(&["schedule", "cancel"]).await.ended(2);
    till.run(&["schedule", "cancel", UID, "--all-of", CUSTOMER, "--yes"]).await.ended(2);
    assert_eq!(show(&till, UID).await["schedule_status"], "scheduled");
    let taken = till.run(&["schedule", "cancel", "--all-of", CUSTOMER, "--yes"]).await.ended(0).document();
    assert_eq!(taken["count"], 2);
    let states: Vec<_> = taken["cancelled"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!((states, &taken["unsettled"]), (vec![&json!("not_charged"); 2], &json!([])));
    assert_eq!(show(&till, "order-2").await["schedule_status"], "revoked");
    let none = till.run(&["schedule", "cancel", "--all-of", CUSTOMER, "--yes"]).await.ended(0).document();
    assert_eq!(none["count"], 0);
}

/// A run may have begun: that it was cancelled is told, and that the charge is not known to be over.
#[tokio::test]
async fn what_is_taken_back_near_its_time_is_unknown_and_so_is_the_exit_status() {
    let mut till = Till::open().await;
    till.keyin = till.keyin.with("KEYIN_GATEWAY_LAG", "25m");
    till.register(CUSTOMER).await;
    for uid in [UID, "order-2", "order-3"] {
        add_at(&till, uid, &later(&till, 90), &[]).await.ended(0);
    }
    add_at(&till, "order-4", &later(&till, 100 * HOUR), &[]).await.ended(0);
    let revoke = ["billing-key", "revoke", CUSTOMER, "--unschedule"];
    let kept = till.run(&revoke).await.ended(2).document();
    assert_eq!(kept["error"]["code"], "billing_key.may_run");
    assert_eq!(till.calls_to("/subscribe/payments/unschedule"), 0);
    let one = till.run(&["schedule", "cancel", UID]).await.ended(5).document();
    assert_eq!((&one["schedule_status"], &one["state"]), (&json!("revoked"), &json!("unknown")));
    let all = till.run(&["schedule", "cancel", "--all-of", CUSTOMER, "--yes"]).await.ended(5).document();
    assert_eq!((&all["count"], &all["unsettled"]), (&json!(3), &json!(["order-2", "order-3"])));
    let states: Vec<_> = all["cancelled"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["unknown", "unknown", "not_charged"]);
    assert!(till.shop.captured(UID).is_empty());
}

#[tokio::test]
async fn a_lost_answer_to_all_of_a_customer_leaves_none_shown_as_scheduled() {
    let till = with_schedule().await;
    till.fail(vec![Fault::new(Operation::Unschedule, FaultKind::DropAfter).times(1)]);
    till.run(&["schedule", "cancel", "--all-of", CUSTOMER, "--yes"]).await.ended(5);
    let held = till.run(&["pay", "list", "--state", "scheduled"]).await.ended(0).documents();
    assert!(held.is_empty(), "{held:?}");
}

#[tokio::test]
async fn what_failed_is_run_again_by_a_word_of_its_own() {
    let till = Till::with(Settings { standalone_billing_key: true, ..Settings::default() }).await;
    let keyin = till.keyin.clone().with("KEYIN_PG_STANDALONE_BILLING_KEY", "true");
    let poor = TypedCard::number("4000-0000-0031-0005");
    let issue = ["billing-key", "issue", CUSTOMER, "--card-stdin", "--json"];
    keyin.run_with_input(&issue, &poor.to_json()).await.ended(0);
    add_at(&till, UID, &later(&till, HOUR), &[]).await.ended(0);
    pass(&till, 2 * HOUR as u64).await;
    let failed = show(&till, UID).await;
    assert_eq!((&failed["state"], &failed["payment_status"]), (&json!("declined"), &json!("failed")));
    assert!(failed["decline"]["code"].is_string(), "{failed}");
    let again = till.run(&["schedule", "retry", UID]).await.ended(3).document();
    assert_eq!(again["state"], "declined");
    let replace = ["billing-key", "issue", CUSTOMER, "--replace", "--card-stdin", "--json"];
    keyin.run_with_input(&replace, &TypedCard::GOOD.to_json()).await.ended(0);
    let paid = till.run(&["schedule", "retry", UID]).await.ended(0).document();
    assert_eq!(paid["state"], "succeeded");
    assert_eq!(till.run(&["schedule", "retry", UID]).await.ended(0).document()["replayed"], true);
    assert_eq!(till.shop.captured(UID), [3000]);
}

#[tokio::test]
async fn a_list_crosses_the_windows_of_the_gateway() {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    for (uid, days) in [("late", 300), ("soon", 1), ("middle", 120)] {
        add_at(&till, uid, &later(&till, days * 24 * HOUR), &[]).await.ended(0);
    }
    till.run(&["schedule", "cancel", "middle"]).await.ended(0);
    let uids = |documents: Vec<Value>| -> Vec<String> {
        documents.iter().map(|document| document["merchant_uid"].as_str().unwrap().to_owned()).collect()
    };
    let to = later(&till, 365 * 24 * HOUR);
    let list = ["schedule", "list", "--to", &to];
    assert_eq!(uids(till.run(&list).await.ended(0).documents()), ["soon", "middle", "late"]);
    let of = |more: &'static [&'static str]| [&list[..], more].concat();
    let open =
        till.run(&of(&["--status", "scheduled", "--customer-uid", CUSTOMER])).await.ended(0).documents();
    assert_eq!(uids(open), ["soon", "late"]);
    assert!(till.run(&of(&["--customer-uid", "nobody"])).await.ended(0).documents().is_empty());
    assert_eq!(uids(till.run(&of(&["--limit", "1"])).await.ended(0).documents()), ["soon"]);
    assert_eq!(uids(till.run(&["schedule", "list"]).await.ended(0).documents()), ["soon"]);
    for (wrong, code) in [
        (&["--status", "open"][..], "invalid.status"),
        (&["--from", "2031-01-02", "--to", "2031-01-01"], "invalid.to.not_after_from"),
        (&["--from", "yesterday"], "invalid.from.format"),
        (&["--limit", "0"], "invalid.limit"),
    ] {
        let refused = till.run(&[&["schedule", "list"], wrong].concat()).await.ended(2).document();
        assert_eq!(refused["error"]["code"], code);
    }
}

#[tokio::test]
async fn a_key_with_open_schedules_is_revoked_only_when_they_go_first() {
    let till = with_schedule().await;
    let refused = till.run(&["billing-key", "revoke", CUSTOMER]).await.ended(2).document();
    assert_eq!(refused["error"]["code"], "billing_key.scheduled");
    till.run(&["billing-key", "show", CUSTOMER]).await.ended(0);
    till.run(&["billing-key", "revoke", CUSTOMER, "--unschedule"]).await.ended(0);
    assert_eq!(show(&till, UID).await["schedule_status"], "revoked");
    till.run(&["billing-key", "show", CUSTOMER]).await.ended(1);
}

#[tokio::test]
async fn the_keys_that_the_journal_has_seen_are_listed_as_they_stand() {
    let till = with_schedule().await;
    till.pay_card("order-7", TypedCard::GOOD, &["--customer-uid", "gone"]).await.ended(0);
    till.register("unseen").await;
    till.run(&["billing-key", "revoke", "gone"]).await.ended(0);
    let listed = till.run(&["billing-key", "list"]).await.ended(0).documents();
    let told = |place: usize| (listed[place]["customer_uid"].clone(), listed[place]["status"].clone());
    let mut told = [told(0), told(1)];
    told.sort_by_key(|(uid, _)| uid.to_string());
    let mut expected = [(json!(CUSTOMER), json!("registered")), (json!("gone"), json!("not_registered"))];
    expected.sort_by_key(|(uid, _)| uid.to_string());
    assert_eq!((told, listed.len()), (expected, 2));
    till.fail(vec![Fault { status: Some(502), ..Fault::new(Operation::Customer, FaultKind::Status) }]);
    let unread = till.run(&["billing-key", "list"]).await.ended(1).documents();
    assert!(unread.iter().all(|key| key["status"] == "unread"), "{unread:?}");
}
