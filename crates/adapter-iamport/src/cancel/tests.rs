use keyin_domain::{CancelReason, ImpUid, Money, Standing};

use super::*;

fn judged(status: u16, body: &str) -> Result<Payment, CancelError> {
    judged_with(3_000, status, body)
}

fn judged_with(balance: u64, status: u16, body: &str) -> Result<Payment, CancelError> {
    let request = CancelRequest {
        imp_uid: ImpUid::parse("imps_000000000001").unwrap(),
        amount: Money::won(1_000).unwrap(),
        tax_free: None,
        vat: None,
        balance: Money::won(balance).unwrap(),
        reason: CancelReason::parse("변심").unwrap(),
    };
    judge(&Answer { status, body: body.as_bytes().to_vec().into() }, &request)
}

fn payment(imp_uid: &str, cancel_amount: &str) -> String {
    format!(
        r#"{{"code":0,"message":null,"response":{{"imp_uid":"{imp_uid}","merchant_uid":"order-1","status":"cancelled",
        "amount":3000,"cancel_amount":{cancel_amount},"currency":"KRW","paid_at":1767225602,"cancel_history":[
        {{"amount":"400","cancelled_at":1767225604,"reason":"둘째","cancellation_id":"B"}},
        {{"amount":600,"cancelled_at":1767225603,"reason":"첫째"}}, {{"amount":"many"}}, 7]}}}}"#
    )
}

fn words(message: &str) -> String {
    format!(r#"{{"code":1,"message":"{message}","response":null}}"#)
}

#[test]
fn a_cancel_is_confirmed_by_the_payment_itself() {
    let after = judged(200, &payment("imps_000000000001", "\"1000\"")).unwrap();
    assert_eq!(after.standing(), Standing::PartlyCancelled);
    let reasons: Vec<_> = after.details().cancels.iter().map(|cancel| cancel.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("첫째"), Some("둘째")]);
}

#[test]
fn an_answer_that_confirms_something_else_proves_nothing() {
    for body in [
        payment("imps_000000000002", "1000"),
        payment("imps_000000000001", "999"),
        payment("imps_000000000001", "0"),
        payment("imps_000000000001", "3001"),
        payment("imps_000000000001", "\"some\""),
        r#"{"code":0,"message":null,"response":null}"#.to_owned(),
        "<html>".to_owned(),
    ] {
        assert_eq!(judged(200, &body), Err(CancelError::Unknown(UnknownCause::Unreadable)), "{body}");
    }
}

#[test]
fn an_earlier_cancel_over_as_much_confirms_nothing() {
    let second = |cancelled: &str| judged_with(2_000, 200, &payment("imps_000000000001", cancelled));
    assert_eq!(second("1000"), Err(CancelError::Unknown(UnknownCause::Unreadable)));
    assert_eq!(second("1999"), Err(CancelError::Unknown(UnknownCause::Unreadable)));
    assert_eq!(second("2000").unwrap().balance(), Money::won(1_000).unwrap());
}

#[test]
fn words_are_sorted_by_what_they_prove() {
    let of = |message: &str| judged(200, &words(message)).unwrap_err();
    assert_eq!(of("취소할 결제건이 존재하지 않습니다."), CancelError::NotFound);
    assert_eq!(of("이미 전액취소된 주문입니다."), CancelError::AlreadyCancelled);
    assert_eq!(of("결제취소에 실패하였습니다. [500626|기 취소 거래]"), CancelError::AlreadyCancelled);
    assert_eq!(of("결제취소에 실패하였습니다. [ST26]취소 실패"), CancelError::Unknown(UnknownCause::PgFault));
    assert_eq!(of("(PG사 결제 장애) 취소"), CancelError::Unknown(UnknownCause::PgFault));
    assert_eq!(of("무슨 말인지 모릅니다."), CancelError::Unknown(UnknownCause::PgFault));
    for message in [
        "결제취소에 실패하였습니다. [ST57]취소 가능 금액을 초과하였습니다.",
        "취소 가능 금액이 checksum과 다릅니다.",
        "imp_uid 또는 merchant_uid를 지정해주셔야합니다.",
    ] {
        assert!(matches!(of(message), CancelError::Refused(_)), "{message}");
    }
    assert!(matches!(of("결제취소에 실패하였습니다. [ST54]부분취소 불가"), CancelError::Declined(_)));
}

#[test]
fn statuses_are_sorted_as_for_a_charge() {
    for status in [302, 404, 429, 500, 503] {
        assert_eq!(judged(status, "<html>"), Err(CancelError::Unknown(UnknownCause::HttpStatus(status))));
    }
    assert_eq!(judged(404, &words("존재하지 않는 결제정보입니다.")), Err(CancelError::NotFound));
    assert!(matches!(judged(401, ""), Err(CancelError::Refused(_))));
    assert!(matches!(judged(403, ""), Err(CancelError::Refused(_))));
}
