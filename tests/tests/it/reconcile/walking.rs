//! The period, the pages, what happens meanwhile, and what is written for people and spreadsheets.

use keyin_sandbox::{Fault, FaultKind, Operation, SettingsPatch};
use keyin_tests::{Run, Till, TypedCard, until};
use serde_json::{Value, json};

use super::books::{Books, told, uids};

const STATUS_PAGES: &str = "/payments/status/";

/// The periods that the gateway was asked for, in seconds.
fn periods(till: &Till) -> Vec<i64> {
    let calls = till.calls().into_iter().filter(|call| call.path.starts_with(STATUS_PAGES));
    let time = |query: &Value, name: &str| query[name].as_str().unwrap().parse::<i64>().unwrap();
    calls
        .map(|call| {
            let query: Value = serde_json::from_str(call.query.unwrap().get()).unwrap();
            time(&query, "to") - time(&query, "from")
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_walked_in_windows_that_the_gateway_takes() {
    let books = Books::open().await;
    const DAY: i64 = 86_400;
    for (days_ago, sort) in [(350, "old"), (200, "middle"), (95, "newer"), (1, "new")] {
        books.gateway_is_at(-days_ago * DAY);
        books.pay_there(&uids(sort, 1)).await;
    }
    let known = books.held_there(-200 * DAY).await;
    books.know(known, books.at(-200 * DAY)).await;
    books.gateway_is_at_now();
    let line = ["reconcile", "--json", "--from", &books.day(-360), "--to", &books.day(0)];
    let mut documents = books.till.keyin.run(&line).await.ended(1).documents();
    let summary = documents.pop().unwrap();
    let unknown = ["new-0", "newer-0", "old-0"].map(|uid| ("unknown_here", uid));
    assert_eq!(told(&documents), unknown, "{summary}");
    let periods = periods(&books.till);
    assert!(periods.len() >= 10 && periods.iter().all(|seconds| *seconds < 90 * DAY), "{periods:?}");
    // A day of it alone.
    let day = books.day(-95);
    let told = books
        .till
        .keyin
        .run(&["reconcile", "--json", "--from", &day, "--to", &day])
        .await
        .ended(1)
        .documents();
    assert_eq!((told.len(), &told[0]["merchant_uid"]), (2, &json!("newer-0")));
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_made_while_it_walks_are_no_differences() {
    let till = Till::open().await;
    for number in 0..3 {
        till.pay_card(&format!("before-{number}"), TypedCard::GOOD, &[]).await.ended(0);
    }
    let slow = Fault::new(Operation::Status, FaultKind::Delay).delay_ms(400);
    till.fail(vec![slow, Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(300)]);
    let running = till.keyin.start(&["reconcile", "--json"], b"").await;
    until("it walks", || till.calls().iter().any(|call| call.path.starts_with(STATUS_PAGES))).await;
    for number in 0..3 {
        till.pay_card(&format!("meanwhile-{number}"), TypedCard::GOOD, &[]).await.ended(0);
    }
    let summary = Run::end_of(running).await.ended(0).document()["summary"].clone();
    assert_eq!(summary["differences"], 0, "{summary}");
    till.shop.sandbox.clear_faults();
    let summary = till.run(&["reconcile"]).await.ended(0).document()["summary"].clone();
    assert_eq!((&summary["differences"], &summary["compared"]), (&json!(0), &json!(6)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_is_under_way_is_not_judged_before_its_window_is_over() {
    let mut till = Till::open().await;
    till.keyin = till.keyin.with("KEYIN_GATEWAY_LAG", "1h");
    till.fail(vec![Fault::new(Operation::Onetime, FaultKind::DropAfter).times(1)]);
    let blind = Fault::new(Operation::Find, FaultKind::DropBefore);
    till.fail(vec![Fault::new(Operation::Onetime, FaultKind::DropAfter).times(1), blind]);
    till.pay_card("order-1", TypedCard::GOOD, &["--wait", "0s"]).await.ended(5);
    till.shop.sandbox.clear_faults();
    let summary = till.run(&["reconcile"]).await.ended(0).document()["summary"].clone();
    assert_eq!((&summary["differences"], &summary["unsettled"]), (&json!(0), &json!(1)));
    till.run(&["resolve"]).await.ended(0);
    let summary = till.run(&["reconcile"]).await.ended(0).document()["summary"].clone();
    assert_eq!((&summary["differences"], &summary["unsettled"]), (&json!(0), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn test_payments_that_the_gateway_hides_are_compared_all_the_same() {
    let till = Till::open().await;
    till.pay_card("order-1", TypedCard::GOOD, &[]).await.ended(0);
    let hide_test_payments = Some(true);
    till.shop
        .sandbox
        .update_settings(SettingsPatch { hide_test_payments, ..SettingsPatch::default() })
        .unwrap();
    let summary = till.run(&["reconcile"]).await.ended(0).document()["summary"].clone();
    assert_eq!((&summary["compared"], &summary["differences"]), (&json!(1), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_a_row_and_what_to_do_in_their_language() {
    let till = Till::open().await;
    till.register("customer-1").await;
    for (lang, words) in [
        ("en", ["the journal holds no such charge", "differences 1"]),
        ("ko", ["저널에는 그런 결제가 없습니다", "차이 1건"]),
    ] {
        let told = till.keyin.run(&["reconcile", "--lang", lang]).await.ended(1);
        let lines: Vec<&str> = told.stdout.lines().collect();
        assert!(lines[0].starts_with("KIND") && lines[1].starts_with("unknown_here"), "{told:?}");
        assert!(lines[1].contains("registers-customer-1") && lines[1].contains("1000 KRW"), "{told:?}");
        assert!(words.iter().all(|words| told.stdout.contains(words)), "{told:?}");
        assert!(!told.stderr.contains('\r'), "no progress but on a terminal");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_file_is_one_that_a_spreadsheet_opens_and_obeys_nothing_of() {
    let till = Till::open().await;
    let formula = "=HYPERLINK(\"http://x.invalid\",\"1\")";
    for merchant_uid in [formula, "-2+3", "@sum", "plain"] {
        let order = json!({"merchant_uid": merchant_uid, "amount": 3000, "card_number": "4000-0000-0000-0002", "expiry": "2030-01"});
        till.shop.post("/subscribe/payments/onetime", &order).await.ok();
    }
    till.run(&["reconcile", "--csv", "differences.csv"]).await.ended(1);
    let written = std::fs::read_to_string(till.keyin.folder().join("differences.csv")).unwrap();
    let text = written.strip_prefix('\u{feff}').expect("a byte-order mark");
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(lines[0].starts_with("code,merchant_uid,imp_uids,"), "{text}");
    let columns = lines[0].split(',').count();
    for line in &lines[1..] {
        let cells = cells(line);
        assert_eq!(cells.len(), columns, "{line}");
        assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
    }
    for merchant_uid in [formula, "-2+3", "@sum"] {
        assert!(
            lines.iter().any(|line| cells(line)[1] == format!("'{merchant_uid}")),
            "{merchant_uid}: {text}"
        );
    }
}

/// A line of CSV, taken apart.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells
}
