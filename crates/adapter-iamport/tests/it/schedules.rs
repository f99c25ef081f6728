//! The scheduler on the wire: what is sent, and what is made of the answers.

use std::sync::Arc;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    Buyer, ChargeAmount, ChargeIntent, ChargeMethod, Mismatch, Money, OrderName, PaymentStatus, RefusalKind,
    ScheduleStatus, ScheduleTime, UnknownCause,
};
use keyin_ports::{
    ChargeError, Clock, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};

use crate::orders::{customer, uid};
use crate::setting::{HandClock, config};
use crate::stub_server::{StubServer, Then, answer, token};

/// A day after what the clock of these tests shows.
const DUE: i64 = 1_767_225_600 + 86_400;

fn due() -> ScheduleTime {
    ScheduleTime::new(Timestamp::from_second(DUE).unwrap()).unwrap()
}

fn request() -> ScheduleRequest {
    let amount = ChargeAmount::new(Money::won(8_900).unwrap()).unwrap();
    let method = ChargeMethod::Scheduled { customer_uid: customer("cust-1"), at: due() };
    let intent = ChargeIntent::new(uid("order-1"), method, amount, OrderName::parse("월간 이용권").unwrap())
        .with_buyer(Buyer::default().with_name("홍길동").unwrap());
    ScheduleRequest::new(intent).unwrap()
}

fn permit() -> SendPermit {
    let send_before = HandClock::default().monotonic().after(std::time::Duration::from_secs(5));
    SendPermit::issue(uid("order-1"), keyin_domain::Epoch::new(1), send_before)
}

fn window() -> ScheduleWindow {
    let hour = SignedDuration::from_secs(3_600);
    ScheduleWindow::new(due().get() - hour, due().get() + hour).unwrap()
}

/// A record as the gateway writes it.
fn record(merchant_uid: &str, status: &str, payment: &str) -> String {
    format!(
        r#"{{"customer_uid":"cust-1","merchant_uid":"{merchant_uid}","imp_uid":{},"customer_id":null,"schedule_at":{DUE},
        "executed_at":0,"revoked_at":0,"amount":8900,"currency":"KRW","name":"월간 이용권","buyer_name":"홍길동",
        "schedule_status":"{status}","payment_status":{payment},"fail_reason":null}}"#,
        if payment == "null" { "null" } else { "\"imps_1\"" },
    )
}

fn open() -> String {
    record("order-1", "scheduled", "null")
}

fn done(response: &str) -> String {
    answer("200 OK", &format!(r#"{{"code":0,"message":null,"response":{response}}}"#))
}

fn words(status: &str, message: &str) -> String {
    answer(status, &format!(r#"{{"code":1,"message":"{message}","response":null}}"#))
}

/// A gateway before a server that gives this answer to everything but the question for a token.
async fn before(given: String) -> (IamportGateway, StubServer) {
    let server = StubServer::start(move |line, _| {
        Then::Answer(if line.ends_with("getToken") { token() } else { given.clone() })
    })
    .await;
    (IamportGateway::new(config(&server.url), Arc::new(HandClock::default())).unwrap(), server)
}

async fn add(given: String) -> Result<ScheduleStatus, ChargeError> {
    let (gateway, _server) = before(given).await;
    gateway.add(request(), permit()).await.map(|schedule| schedule.status())
}

#[tokio::test]
async fn one_schedule_is_sent_with_its_key_beside_it() {
    let (gateway, server) = before(done(&format!("[{}]", open()))).await;
    let schedule = gateway.add(request(), permit()).await.unwrap();
    assert_eq!((schedule.at(), schedule.amount()), (due(), Money::won(8_900).unwrap()));
    assert_eq!(server.lines()[1], "POST /subscribe/payments/schedule");
    let body = format!(
        r#"{{"customer_uid":"cust-1","schedules":[{{"schedule_at":{DUE},"merchant_uid":"order-1","amount":8900,"currency":"KRW","name":"월간 이용권","buyer_name":"홍길동"}}]}}"#
    );
    assert_eq!(server.count_with_body(&body), 1);
}

#[tokio::test]
async fn an_order_is_held_against_its_answer() {
    assert_eq!(add(done(&format!("[{}]", open()))).await, Ok(ScheduleStatus::Scheduled));
    assert_eq!(add(done(&open())).await, Ok(ScheduleStatus::Scheduled));
    let other = |from: &str, to: &str| done(&format!("[{}]", open().replace(from, to)));
    assert_eq!(add(other("order-1", "order-2")).await, Err(ChargeError::Mismatch(Mismatch::MerchantUid)));
    assert_eq!(add(other("8900", "8901")).await, Err(ChargeError::Mismatch(Mismatch::Amount)));
    assert_eq!(add(other("KRW", "USD")).await, Err(ChargeError::Mismatch(Mismatch::Currency)));
    let without = other("\"currency\":\"KRW\",", "");
    assert_eq!(add(without).await, Err(ChargeError::Mismatch(Mismatch::Currency)));
    let unreadable = Err(ChargeError::Unknown(UnknownCause::Unreadable));
    for given in [
        other("cust-1", "cust-2"),
        other("\"scheduled\"", "\"executed\""),
        other("\"scheduled\"", "\"waiting\""),
        other(&format!("{DUE}"), "0"),
        done("[]"),
        done(&format!("[{},{}]", open(), open())),
        done("7"),
        done("null"),
    ] {
        assert_eq!(add(given.clone()).await, unreadable, "{given}");
    }
}

#[tokio::test]
async fn what_is_said_of_an_order_is_sorted_by_what_it_proves() {
    let duplicate = add(words("200 OK", "이미 등록된 merchant_uid입니다.")).await;
    assert_eq!(duplicate, Err(ChargeError::Unknown(UnknownCause::Duplicate)));
    match add(words("200 OK", "등록된 고객정보가 없습니다.")).await {
        Err(ChargeError::Refused(refusal)) => assert_eq!(refusal.kind, RefusalKind::UnknownCustomer),
        other => panic!("{other:?}"),
    }
    for (given, cause) in [
        (
            words("400 Bad Request", "schedule_at은 현재 이후의 시각이어야 합니다."),
            UnknownCause::HttpStatus(400),
        ),
        (words("200 OK", "무언가 잘못되었습니다."), UnknownCause::PgFault),
        (words("500 Internal Server Error", "오류"), UnknownCause::HttpStatus(500)),
    ] {
        assert_eq!(add(given).await, Err(ChargeError::Unknown(cause)));
    }
}

#[tokio::test]
async fn a_retry_is_answered_with_a_payment() {
    let failed = r#"{"imp_uid":"imps_2","merchant_uid":"order-1","amount":8900,"currency":"KRW","status":"failed",
        "failed_at":1767225600,"fail_reason":"[CA31]한도초과"}"#;
    let (gateway, server) = before(done(failed)).await;
    match gateway.retry(request(), permit()).await {
        Ok(Reply::Declined { record: Some(record), .. }) => assert_eq!(record.as_str(), "imps_2"),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.lines()[1], "POST /subscribe/payments/schedule/order-1/retry");
    let (gateway, _server) = before(done(&failed.replace("8900", "890"))).await;
    let other = gateway.retry(request(), permit()).await;
    assert_eq!(other, Err(ChargeError::Mismatch(Mismatch::Amount)));
    let (gateway, _server) = before(words("400 Bad Request", "이미 승인된 결제예약입니다.")).await;
    let approved = gateway.retry(request(), permit()).await;
    assert_eq!(approved, Err(ChargeError::Unknown(UnknownCause::HttpStatus(400))));
}

#[tokio::test]
async fn a_new_time_is_asked_for_where_the_schedule_is() {
    let (gateway, server) = before(done(&open())).await;
    gateway.reschedule(&uid("order-1"), due(), permit()).await.unwrap();
    gateway.move_to(&uid("order-1"), due()).await.unwrap();
    let asked =
        ["POST /subscribe/payments/schedule/order-1/reschedule", "PUT /subscribe/payments/schedule/order-1"];
    assert_eq!(server.lines()[1..], asked);
    assert_eq!(server.count_with_body(&format!(r#"{{"schedule_at":{DUE}}}"#)), 2);
    // What no longer waits is answered with 400, and what there is not with 404.
    let (gateway, _server) = before(words("400 Bad Request", "이미 실행된 결제예약입니다.")).await;
    let run = gateway.move_to(&uid("order-1"), due()).await;
    assert!(matches!(run, Err(ScheduleError::Refused(_))), "{run:?}");
    let (gateway, _server) = before(words("404 Not Found", "존재하지 않는 결제예약입니다.")).await;
    assert_eq!(gateway.move_to(&uid("order-1"), due()).await, Err(ScheduleError::NotFound));
    let later = ScheduleTime::new(due().get() + SignedDuration::from_secs(1)).unwrap();
    let (gateway, _server) = before(done(&open())).await;
    let elsewhen = gateway.move_to(&uid("order-1"), later).await;
    assert_eq!(elsewhen, Err(ScheduleError::Unknown(UnknownCause::Unreadable)));
}

#[tokio::test]
async fn one_is_taken_back_by_its_uid_and_all_only_when_asked() {
    let revoked = record("order-1", "revoked", "null");
    let (gateway, server) = before(done(&format!("[{revoked}]"))).await;
    gateway.unschedule(&customer("cust-1"), &uid("order-1")).await.unwrap();
    assert_eq!(server.count_with_body(r#"{"customer_uid":"cust-1","merchant_uid":["order-1"]}"#), 1);
    assert_eq!(gateway.unschedule_all(&customer("cust-1")).await.unwrap().len(), 1);
    assert_eq!(server.count_with_body(r#"{"customer_uid":"cust-1"}"#), 1);
    let unknown = ScheduleError::Unknown(UnknownCause::Unreadable);
    for given in
        ["[]".to_owned(), format!("[{}]", open()), format!("[{revoked},{revoked}]"), "null".to_owned()]
    {
        let (gateway, _server) = before(done(&given)).await;
        let taken = gateway.unschedule(&customer("cust-1"), &uid("order-1")).await;
        assert_eq!(taken, Err(unknown.clone()), "{given}");
    }
    let (gateway, _server) = before(words("200 OK", "취소할 예약결제 기록이 존재하지 않습니다.")).await;
    let none = gateway.unschedule(&customer("cust-1"), &uid("order-1")).await;
    assert_eq!(none, Err(ScheduleError::NotFound));
    assert_eq!(gateway.unschedule_all(&customer("cust-1")).await, Err(ScheduleError::NotFound));
}

async fn find(given: String) -> Result<ScheduleStatus, ReadError> {
    let (gateway, _server) = before(given).await;
    Schedules::find(&gateway, &uid("order-1")).await.map(|schedule| schedule.status())
}

#[tokio::test]
async fn one_is_read_by_its_uid() {
    assert_eq!(find(done(&open())).await, Ok(ScheduleStatus::Scheduled));
    assert_eq!(find(done(&record("order-1", "executed", "\"paid\""))).await, Ok(ScheduleStatus::Executed));
    for none in [words("404 Not Found", "무엇이든"), words("200 OK", "존재하지 않는 결제예약입니다.")]
    {
        assert_eq!(find(none).await, Err(ReadError::NotFound));
    }
    for given in [
        record("order-2", "scheduled", "null"),
        record("order-1", "executed", "\"done\""),
        record("order-1", "executed", "\"paid\"").replace("\"imps_1\"", "null"),
        open().replace("8900", "0"),
        "[]".to_owned(),
    ] {
        assert_eq!(find(done(&given)).await, Err(ReadError::Protocol), "{given}");
    }
    assert_eq!(find(answer("404 Not Found", "<html>")).await, Err(ReadError::Protocol));
}

async fn listed(given: String, page: u32) -> (Result<SchedulePage, ReadError>, String) {
    let (gateway, server) = before(given).await;
    let status = Some(ScheduleStatus::Scheduled);
    let told = Schedules::list(&gateway, window(), status, page).await;
    (told, server.lines()[1].clone())
}

#[tokio::test]
async fn a_list_comes_as_an_array_or_as_a_page() {
    let page = |next: &str| done(&format!(r#"{{"total":9,"previous":0,"next":{next},"list":[{}]}}"#, open()));
    let (told, asked) = listed(page("2"), 1).await;
    let (from, to) = (DUE - 3_600, DUE + 3_600);
    let expected = format!(
        "GET /subscribe/payments/schedule?schedule_from={from}&schedule_to={to}&schedule_status=scheduled&page=1\
         &limit=200&sorting=scheduled"
    );
    assert_eq!(asked, expected);
    assert_eq!(told.map(|page| (page.list.len(), page.next)), Ok((1, Some(2))));
    for last in [page("0"), page("false"), page("null"), done(&format!("[{}]", open()))] {
        assert_eq!(listed(last, 1).await.0.map(|page| (page.list.len(), page.next)), Ok((1, None)));
    }
    assert_eq!(listed(page("3"), 1).await.0, Err(ReadError::Protocol));
    // A full array may have another behind it.
    let full = format!("[{}]", vec![open(); 200].join(","));
    assert_eq!(listed(done(&full), 3).await.0.map(|page| page.next), Ok(Some(4)));
}

#[tokio::test]
async fn that_there_is_none_is_an_empty_page_and_nothing_else_is() {
    for none in [
        words("404 Not Found", "없습니다"),
        words("200 OK", "존재하지 않는 결제예약입니다."),
        words("200 OK", "등록되지 않은 구매자입니다."),
        done("[]"),
        done(r#"{"total":0,"next":0,"list":[]}"#),
    ] {
        assert_eq!(listed(none, 1).await.0, Ok(SchedulePage::default()));
    }
    let behind = || words("400 Bad Request", "존재하지 않는 page입니다.");
    assert_eq!(listed(behind(), 2).await.0, Ok(SchedulePage::default()));
    assert!(matches!(listed(behind(), 1).await.0, Err(ReadError::Refused(_))));
    for given in ["7", "{}", r#"{"total":1,"next":0}"#, "[7]"] {
        assert_eq!(listed(done(given), 1).await.0, Err(ReadError::Protocol), "{given}");
    }
}

#[tokio::test]
async fn what_was_not_asked_for_makes_the_list_an_error() {
    for wrong in [
        open().replace(&format!("{DUE}"), &format!("{}", DUE + 3_600)),
        record("order-1", "revoked", "null"),
        open().replace("8900", "null"),
    ] {
        assert_eq!(listed(done(&format!("[{},{wrong}]", open())), 1).await.0, Err(ReadError::Protocol));
    }
}

#[tokio::test]
async fn what_something_else_made_is_told_as_it_is() {
    let foreign = record("주문 1", "scheduled", "null");
    let (told, _) = listed(done(&format!("[{foreign}]")), 1).await;
    match &told.unwrap().list[..] {
        [ListedSchedule::Foreign(schedule)] => assert_eq!(schedule.merchant_uid, "주문 1"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_list_of_a_customer_is_asked_for_by_its_own_names() {
    let (gateway, server) = before(done(&format!("[{}]", record("order-1", "executed", "\"failed\"")))).await;
    let told =
        gateway.list_of(&customer("cust-1"), window(), Some(ScheduleStatus::Executed), 4).await.unwrap();
    assert_eq!(told.next, Some(5), "an array of unknown size may have another behind it");
    let [ListedSchedule::Schedule(schedule)] = &told.list[..] else { panic!("{told:?}") };
    assert_eq!(schedule.details().payment, Some(PaymentStatus::Failed));
    let (from, to) = (DUE - 3_600, DUE + 3_600);
    let expected = format!(
        "GET /subscribe/customers/cust-1/schedules?from={from}&to={to}&schedule-status=executed&page=4"
    );
    assert_eq!(server.lines()[1], expected);
    let other = gateway.list_of(&customer("cust-2"), window(), None, 1).await;
    assert_eq!(other, Err(ReadError::Protocol), "a schedule of another customer");
}
