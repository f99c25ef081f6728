//! The status pages: a page is a moment, a part is never taken for the whole.

use std::sync::{Arc, Mutex};

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::PaymentStatus;
use keyin_domain::jiff::Timestamp;
use keyin_ports::{PaymentRecords, ReadError, RecordWindow, Recorded, Records};
use keyin_sandbox::SettingsPatch;

use crate::orders::{key_in, paid};
use crate::setting::{HandClock, Setting, config};
use crate::stub_server::{StubServer, Then, answer, token};

const BEGAN: i64 = 1_767_225_600;

fn window(seconds: i64) -> RecordWindow {
    let at = |second| Timestamp::from_second(second).unwrap();
    RecordWindow::new(at(BEGAN), at(BEGAN + seconds)).unwrap()
}

/// A record paid in the first second.
fn record(number: usize, merchant_uid: &str, status: &str) -> String {
    let cancel = if status == "cancelled" {
        let history = format!(r#"[{{"amount":1000,"cancelled_at":{BEGAN}}}]"#);
        format!(r#","cancel_amount":1000,"cancelled_at":{BEGAN},"cancel_history":{history}"#)
    } else {
        String::new()
    };
    format!(
        r#"{{"imp_uid":"imps_{number}","merchant_uid":"{merchant_uid}","amount":3000,"currency":"KRW","status":"{status}",
        "started_at":{BEGAN},"paid_at":{BEGAN}{cancel}}}"#
    )
}

fn records(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| record(number, &format!("order-{number}"), "paid")).collect()
}

fn page(total: usize, list: &[String]) -> (&'static str, String) {
    let page = format!(r#"{{"total":{total},"previous":0,"next":0,"list":[{}]}}"#, list.join(","));
    ("200 OK", format!(r#"{{"code":0,"message":null,"response":{page}}}"#))
}

fn words(status: &'static str, message: &str) -> (&'static str, String) {
    (status, format!(r#"{{"code":-1,"message":"{message}","response":null}}"#))
}

/// Asks a server that gives these answers, one after the other and the last over and over; and which pages it was
/// asked for.
async fn told(
    status: PaymentStatus,
    seconds: i64,
    answers: Vec<(&'static str, String)>,
) -> (Result<Records, ReadError>, Vec<usize>) {
    let given = Mutex::new(0);
    let server = StubServer::start(move |line, _| {
        if line.ends_with("getToken") {
            return Then::Answer(token());
        }
        let mut given = given.lock().unwrap();
        let (status, body) = &answers[(*given).min(answers.len() - 1)];
        *given += 1;
        Then::Answer(answer(status, body))
    })
    .await;
    let gateway = IamportGateway::new(config(&server.url), Arc::new(HandClock::default())).unwrap();
    let told = gateway.recorded(status, window(seconds)).await;
    let lines = server.lines().into_iter().filter(|line| line.contains("/payments/status/"));
    let number = |line: String| line.split("page=").nth(1)?.split('&').next()?.parse().ok();
    (told, lines.filter_map(number).collect())
}

fn count(told: &Result<Records, ReadError>) -> usize {
    match told {
        Ok(Records::All(records)) => records.len(),
        other => panic!("all records were expected: {other:?}"),
    }
}

#[tokio::test]
async fn one_page_is_asked_for_with_its_period() {
    let server = StubServer::start(|line, _| {
        Then::Answer(if line.ends_with("getToken") { token() } else { answer("200 OK", &page(0, &[]).1) })
    })
    .await;
    let gateway = IamportGateway::new(config(&server.url), Arc::new(HandClock::default())).unwrap();
    let nothing = gateway.recorded(PaymentStatus::Cancelled, window(60)).await;
    assert_eq!(nothing, Ok(Records::All(Vec::new())));
    // Both ends belong to the API's periods.
    let asked = "GET /payments/status/cancelled?page=1&limit=1000&from=1767225600&to=1767225659&sorting=started\
                 &include_sandbox=true";
    assert_eq!(server.lines()[1], asked);
}

#[tokio::test]
async fn a_period_with_more_than_a_page_has_too_many() {
    let (told, pages) = told(PaymentStatus::Paid, 60, vec![page(1_001, &records(0..1_000))]).await;
    assert_eq!((told, pages), (Ok(Records::TooMany { total: 1_001 }), vec![1]));
}

#[tokio::test]
async fn a_second_with_more_than_a_page_is_put_together() {
    let (first, second) = (page(3, &records([0, 1])), page(3, &records([2])));
    let (all, pages) = told(PaymentStatus::Paid, 1, vec![first.clone(), first.clone(), second.clone()]).await;
    assert_eq!((count(&all), pages), (3, vec![1, 1, 2]));
    // A record moves to the next page, where it shows again: it counts once, and the rest is asked for.
    let moved = page(3, &records([1]));
    let (all, pages) = told(PaymentStatus::Paid, 1, vec![first.clone(), first.clone(), moved, second]).await;
    assert_eq!((count(&all), pages), (3, vec![1, 1, 2, 3]));
}

#[tokio::test]
async fn pages_that_change_while_they_are_read_are_read_again() {
    let first = page(3, &records([0, 1]));
    // One was cancelled meanwhile: the record behind it has moved to a page that was read before.
    let fewer = page(2, &[]);
    let settled = page(2, &records([1, 2]));
    let answers = vec![first.clone(), first.clone(), fewer, settled];
    let (all, pages) = told(PaymentStatus::Paid, 1, answers).await;
    assert_eq!((count(&all), pages), (2, vec![1, 1, 2, 1]));
    // The page is gone altogether.
    let gone = words("400 Bad Request", "존재하지 않는 page입니다.");
    let again = page(2, &records([1, 2]));
    let (all, _) =
        told(PaymentStatus::Paid, 1, vec![first.clone(), first.clone(), gone.clone(), again]).await;
    assert_eq!(count(&all), 2);
    // A gateway that never comes to rest is not believed.
    let (never, _) = told(
        PaymentStatus::Paid,
        1,
        vec![first.clone(), first.clone(), gone.clone(), first.clone(), gone.clone(), first, gone],
    )
    .await;
    assert_eq!(never, Err(ReadError::Protocol));
}

#[tokio::test]
async fn what_something_else_made_is_told_by_its_own_number() {
    let foreign = r"주문 1\u0007/=1+1";
    let (told, _) =
        told(PaymentStatus::Cancelled, 60, vec![page(1, &[record(7, foreign, "cancelled")])]).await;
    let Ok(Records::All(records)) = told else { panic!("{told:?}") };
    let [Recorded::Foreign(payment)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(payment.merchant_uid, "주문 1\u{7}/=1+1");
    assert_eq!((payment.amount.minor(), payment.cancelled.minor()), (3_000, 1_000));
    assert_eq!(payment.imp_uid.as_str(), "imps_7");
    let times: Vec<_> = payment.cancels.iter().map(|cancel| cancel.cancelled_at).collect();
    assert_eq!(times, [payment.cancelled_at]);
}

#[tokio::test]
async fn the_gateways_word_that_there_is_none_is_an_empty_list() {
    let (none, _) =
        told(PaymentStatus::Paid, 60, vec![words("404 Not Found", "존재하지 않는 결제정보입니다.")]).await;
    assert_eq!(none, Ok(Records::All(Vec::new())));
}

#[tokio::test]
async fn one_bad_record_makes_the_page_an_error() {
    let good = record(1, "order-1", "paid");
    for bad in [
        record(2, "order-2", "failed"),
        record(2, "order-2", "approved"),
        record(2, "", "paid"),
        good.replace("imps_1", "1"),
        good.replace("3000", "-3000"),
        good.replace("\"amount\":3000,", ""),
        good.replace(&format!("\"paid_at\":{BEGAN}"), "\"paid_at\":0"),
        good.replace(&format!("\"paid_at\":{BEGAN}"), &format!("\"paid_at\":{}", BEGAN + 60)),
        good.replace(&format!("\"paid_at\":{BEGAN}"), &format!("\"paid_at\":{}", BEGAN - 1)),
        "7".to_owned(),
        "null".to_owned(),
    ] {
        let (told, _) = told(PaymentStatus::Paid, 60, vec![page(2, &[good.clone(), bad.clone()])]).await;
        assert_eq!(told, Err(ReadError::Protocol), "{bad}");
    }
}

#[tokio::test]
async fn what_is_no_page_is_no_empty_list() {
    for (status, response) in [
        ("200 OK", "null"),
        ("200 OK", "{}"),
        ("200 OK", "[]"),
        ("200 OK", r#"{"total":0,"next":0}"#),
        ("200 OK", r#"{"list":[]}"#),
        ("200 OK", r#"{"total":-1,"list":[]}"#),
        ("404 Not Found", "null"),
    ] {
        let body = format!(r#"{{"code":0,"message":null,"response":{response}}}"#);
        let (told, _) = told(PaymentStatus::Paid, 60, vec![(status, body)]).await;
        assert_eq!(told, Err(ReadError::Protocol), "{status} {response}");
    }
    // Fewer than it says: shorter periods are asked for, and of a second it is an error.
    for (seconds, expected) in [(60, Ok(Records::TooMany { total: 2 })), (1, Err(ReadError::Protocol))] {
        let (told, _) = told(PaymentStatus::Paid, seconds, vec![page(2, &records([1]))]).await;
        assert_eq!(told, expected);
    }
    let (more, _) = told(PaymentStatus::Paid, 60, vec![page(1, &records([1, 2]))]).await;
    assert_eq!(more, Err(ReadError::Protocol));
    let refused = words("400 Bad Request", "최대 90일간 검색이 가능합니다");
    let (refused, _) = told(PaymentStatus::Paid, 60, vec![refused]).await;
    assert!(matches!(refused, Err(ReadError::Refused(_))), "{refused:?}");
}

#[tokio::test]
async fn payments_of_test_channels_are_told_if_asked_for() {
    let setting = Setting::with(SettingsPatch { hide_test_payments: Some(true), ..SettingsPatch::default() });
    let payment = paid(key_in(&setting.gateway, &setting.clock, "order").await);
    let at = payment.details().paid_at.unwrap();
    let day = RecordWindow::new(at, at + keyin_domain::jiff::SignedDuration::from_secs(86_400)).unwrap();
    assert_eq!(count(&setting.gateway.recorded(PaymentStatus::Paid, day).await), 1);
    let mut without = config(&setting.sandbox.url());
    without.include_sandbox = false;
    let gateway = IamportGateway::new(without, setting.clock.clone()).unwrap();
    assert_eq!(count(&gateway.recorded(PaymentStatus::Paid, day).await), 0);
}
