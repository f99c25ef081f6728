use std::sync::Arc;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{Attempts, ChargeMethod, ImpUid, PaymentStatus};
use keyin_ports::{PaymentGateway, ReadError};
use keyin_sandbox::{FaultKind, Operation, SettingsPatch};

use crate::orders::{charge, intent, key_in, paid, uid};
use crate::setting::{HandClock, Setting, config};
use crate::stub_server::{StubServer, Then, answer, token};

const OVER_THE_LIMIT: &str = "4000000000310005";

#[tokio::test]
async fn all_attempts_are_found_and_no_others() {
    let setting = Setting::new();
    let (gateway, clock) = (&setting.gateway, &setting.clock);
    paid(key_in(gateway, clock, "order-2").await);
    for _ in 0..2 {
        let declined = charge(gateway, clock, intent("order", ChargeMethod::Card), OVER_THE_LIMIT).await;
        assert!(declined.is_ok());
    }
    let payment = paid(key_in(gateway, clock, "order").await);
    let attempts = gateway.look_up(&uid("order")).await.unwrap();
    let failed = attempts.records().iter().filter(|record| record.status() == PaymentStatus::Failed).count();
    assert_eq!((attempts.records().len(), failed), (3, 2));
    assert!(attempts.records().contains(&payment));
}

#[tokio::test]
async fn every_page_is_read() {
    let setting = Setting::new();
    for _ in 0..101 {
        let declined =
            charge(&setting.gateway, &setting.clock, intent("order", ChargeMethod::Card), OVER_THE_LIMIT)
                .await;
        assert!(declined.is_ok());
    }
    let attempts = setting.gateway.look_up(&uid("order")).await.unwrap();
    assert_eq!(attempts.records().len(), 101);
    assert_eq!(setting.calls("/payments/findAll/order"), 2);
}

#[tokio::test]
async fn the_gateways_word_that_there_is_none() {
    let setting = Setting::new();
    assert_eq!(setting.gateway.look_up(&uid("nothing")).await, Ok(Attempts::none()));
    let nobody = ImpUid::parse("imps_000000000000").unwrap();
    assert_eq!(setting.gateway.find(&nobody).await, Err(ReadError::NotFound));
}

#[tokio::test]
async fn payments_of_test_channels_are_shown_if_asked_for() {
    let setting = Setting::with(SettingsPatch { hide_test_payments: Some(true), ..SettingsPatch::default() });
    let payment = paid(key_in(&setting.gateway, &setting.clock, "order").await);
    assert_eq!(setting.gateway.look_up(&uid("order")).await.unwrap().records().len(), 1);
    assert_eq!(setting.gateway.find(payment.imp_uid()).await.as_ref(), Ok(&payment));
    let mut without = config(&setting.sandbox.url());
    without.include_sandbox = false;
    let gateway = IamportGateway::new(without, setting.clock.clone()).unwrap();
    assert_eq!(gateway.look_up(&uid("order")).await, Ok(Attempts::none()));
    assert_eq!(gateway.find(payment.imp_uid()).await, Err(ReadError::NotFound));
}

#[tokio::test]
async fn a_lost_answer_is_found_by_its_uid() {
    let setting = Setting::new();
    setting.fault(Operation::Onetime, FaultKind::DropAfter);
    assert!(key_in(&setting.gateway, &setting.clock, "order").await.is_err());
    let attempts = setting.gateway.look_up(&uid("order")).await.unwrap();
    assert!(attempts.records()[0].was_captured());
}

fn record(number: usize, merchant_uid: &str, status: &str) -> String {
    format!(
        r#"{{"imp_uid":"imps_{number}","merchant_uid":"{merchant_uid}","amount":3000,"currency":"KRW","status":"{status}"}}"#
    )
}

fn page(total: &str, next: &str, records: &[String]) -> (&'static str, String) {
    let page = format!(r#"{{"total":{total},"previous":0,"next":{next},"list":[{}]}}"#, records.join(","));
    ("200 OK", format!(r#"{{"code":0,"message":null,"response":{page}}}"#))
}

fn words(status: &'static str, message: &str) -> (&'static str, String) {
    (status, format!(r#"{{"code":-1,"message":"{message}","response":null}}"#))
}

/// Looks up at a server that answers with these pages, the last of them over and over.
async fn looked_up(pages: &[(&'static str, String)]) -> Result<usize, ReadError> {
    let pages = pages.to_vec();
    let server = StubServer::start(move |line, _| {
        if line.ends_with("getToken") {
            return Then::Answer(token());
        }
        let number = line.split("page=").nth(1).and_then(|rest| rest.split('&').next()).unwrap();
        let place = number.parse::<usize>().unwrap() - 1;
        let (status, body) = &pages[place.min(pages.len() - 1)];
        Then::Answer(answer(status, body))
    })
    .await;
    let gateway = IamportGateway::new(config(&server.url), Arc::new(HandClock::default())).unwrap();
    gateway.look_up(&uid("order")).await.map(|attempts| attempts.records().len())
}

#[tokio::test]
async fn the_end_of_the_pages_shows_in_many_ways() {
    let (one, two) = (record(1, "order", "failed"), record(2, "order", "paid"));
    let first = page("2", "2", std::slice::from_ref(&one));
    for last in [
        page("2", "0", std::slice::from_ref(&two)),
        page("2", "false", std::slice::from_ref(&two)),
        // The first record has moved to the second page.
        page("2", "null", &[one.clone(), two.clone()]),
    ] {
        assert_eq!(looked_up(&[first.clone(), last.clone()]).await, Ok(2), "{last:?}");
    }
    let more = page("\"2\"", "true", std::slice::from_ref(&one));
    let behind = page("2", "3", std::slice::from_ref(&two));
    for end in [page("2", "0", &[]), page("2", "4", &[]), words("400 Bad Request", "페이지가 없습니다")]
    {
        assert_eq!(looked_up(&[more.clone(), behind.clone(), end.clone()]).await, Ok(2), "{end:?}");
    }
    assert_eq!(looked_up(&[page("0", "0", &[])]).await, Ok(0));
}

#[tokio::test]
async fn absence_is_believed_only_if_all_records_are_there() {
    let failed = record(1, "order", "failed");
    let paid = record(1, "order", "paid");
    let end = page("0", "0", &[]);
    assert_eq!(
        looked_up(&[page("2", "2", std::slice::from_ref(&failed)), end.clone()]).await,
        Err(ReadError::Protocol)
    );
    assert_eq!(looked_up(&[page("2", "0", &[])]).await, Err(ReadError::Protocol));
    assert_eq!(looked_up(&[page("2", "2", std::slice::from_ref(&paid)), end]).await, Ok(1));
}

/// It proves nothing by itself, and takes nothing from what does.
#[tokio::test]
async fn a_record_that_cannot_be_read_hides_no_payment() {
    let (strange, paid, failed) =
        (record(1, "order", "expired"), record(2, "order", "paid"), record(3, "order", "failed"));
    for list in [[strange.clone(), paid.clone()], [paid.clone(), strange.clone()]] {
        assert_eq!(looked_up(&[page("2", "0", &list)]).await, Ok(1), "{list:?}");
    }
    let pages = [page("2", "2", std::slice::from_ref(&strange)), page("2", "0", &[paid])];
    assert_eq!(looked_up(&pages).await, Ok(1));
    for total in ["0", "1", "2"] {
        let list = page(total, "0", &[failed.clone(), strange.clone()]);
        assert_eq!(looked_up(&[list]).await, Err(ReadError::Protocol));
    }
}

#[tokio::test]
async fn what_is_not_the_gateways_word_is_no_absence() {
    let one = record(1, "order", "failed");
    for answers in [
        vec![("404 Not Found", String::new())],
        vec![("404 Not Found", "<html>없습니다</html>".to_owned())],
        vec![words("404 Not Found", "")],
        vec![words("404 Not Found", "존재하지 않는 API 경로입니다.")],
        vec![("404 Not Found", r#"{"message":"존재하지 않는 결제정보입니다."}"#.to_owned())],
        vec![words("500 Internal Server Error", "존재하지 않는 결제정보입니다.")],
        vec![("200 OK", r#"{"code":0,"message":null,"response":null}"#.to_owned())],
        vec![("200 OK", r#"{"code":0,"message":null,"response":{"total":0,"next":0}}"#.to_owned())],
        vec![("200 OK", "[]".to_owned())],
        vec![words("400 Bad Request", "페이지가 없습니다")],
        // Another order's record, one that cannot be read, pages that lead nowhere.
        vec![page("1", "0", &[record(1, "other", "failed")])],
        vec![page("1", "0", &[record(1, "order", "approved")])],
        vec![page("1", "0", &["7".to_owned()])],
        vec![page("9", "1", std::slice::from_ref(&one))],
        vec![page("9", "7", std::slice::from_ref(&one))],
    ] {
        let found = looked_up(&answers).await;
        let is_error = matches!(found, Err(ref error) if *error != ReadError::NotFound);
        assert!(is_error, "{answers:?}: {found:?}");
    }
}

#[tokio::test]
async fn the_word_that_there_is_none_counts_in_either_status() {
    for status in ["404 Not Found", "200 OK"] {
        assert_eq!(looked_up(&[words(status, "존재하지 않는 결제정보입니다.")]).await, Ok(0));
    }
}
