use keyin_domain::{
    ChargeAmount, ChargeMethod, Currency, MerchantUid, Money, OrderName, RefusalKind, Standing,
};

use super::*;

fn intent_of(total: Money) -> ChargeIntent {
    ChargeIntent::new(
        MerchantUid::parse("order-1").unwrap(),
        ChargeMethod::Card,
        ChargeAmount::new(total).unwrap(),
        OrderName::parse("월간 이용권").unwrap(),
    )
}

fn judged(status: u16, body: &str) -> Result<Reply, ChargeError> {
    let answer = Answer { status, body: body.as_bytes().to_vec().into() };
    judge(&answer, &intent_of(Money::won(3_000).unwrap()))
}

fn record(fields: &str) -> String {
    format!(r#"{{"code":0,"message":null,"response":{{{fields}}}}}"#)
}

const PAID: &str =
    r#""imp_uid":"imps_000000000001","merchant_uid":"order-1","status":"paid","paid_at":1767225602"#;

fn unknown(cause: UnknownCause) -> Result<Reply, ChargeError> {
    Err(ChargeError::Unknown(cause))
}

#[test]
fn paid_is_paid_in_any_2xx_and_however_numbers_are_written() {
    for amount in ["3000", "\"3000\"", "3000.0", "\"3000.00\""] {
        for (status, code) in [(200, "0"), (201, "\"0\""), (207, "0.0")] {
            let fields = format!(r#"{PAID},"amount":{amount},"currency":"KRW""#);
            let body = record(&fields).replace("\"code\":0", &format!("\"code\":{code}"));
            match judged(status, &body) {
                Ok(Reply::Paid(payment)) => assert_eq!(payment.standing(), Standing::Paid),
                other => panic!("{amount}, {status}, {code}: {other:?}"),
            }
        }
    }
}

#[test]
fn an_answer_about_something_else_is_a_mismatch() {
    for (fields, mismatch) in [
        (r#""status":"paid","amount":3000,"currency":"KRW""#.to_owned(), Mismatch::MerchantUid),
        (r#""merchant_uid":"order-2","amount":3000,"currency":"KRW""#.to_owned(), Mismatch::MerchantUid),
        (r#""merchant_uid":"주문/1","status":"failed""#.to_owned(), Mismatch::MerchantUid),
        (format!(r#"{PAID},"amount":3000"#), Mismatch::Currency),
        (format!(r#"{PAID},"amount":3000,"currency":null"#), Mismatch::Currency),
        (format!(r#"{PAID},"amount":3000,"currency":"USD""#), Mismatch::Currency),
        (format!(r#"{PAID},"currency":"KRW""#), Mismatch::Amount),
        (format!(r#"{PAID},"amount":3001,"currency":"KRW""#), Mismatch::Amount),
        (format!(r#"{PAID},"amount":3000.5,"currency":"KRW""#), Mismatch::Amount),
        (format!(r#"{PAID},"amount":-3000,"currency":"KRW""#), Mismatch::Amount),
        (format!(r#"{PAID},"amount":[3000],"currency":"KRW""#), Mismatch::Amount),
    ] {
        assert_eq!(judged(200, &record(&fields)), Err(ChargeError::Mismatch(mismatch)), "{fields}");
    }
}

#[test]
fn decimals_are_compared_exactly() {
    let cents = Money::from_minor(1_010, Currency::USD).unwrap();
    for (amount, fits) in
        [("10.1", true), ("10.10", true), ("\"10.10\"", true), ("10.11", false), ("10", false)]
    {
        let body = record(&format!(r#"{PAID},"amount":{amount},"currency":"usd""#));
        let answer = Answer { status: 200, body: body.into_bytes().into() };
        assert_eq!(judge(&answer, &intent_of(cents)).is_ok(), fits, "{amount}");
    }
}

#[test]
fn records_that_are_not_paid() {
    let ours = r#""imp_uid":"imps_000000000002","merchant_uid":"order-1","amount":3000,"currency":"KRW""#;
    let of = |rest: &str| judged(200, &record(&format!("{ours},{rest}")));
    assert_eq!(of(r#""status":"ready""#), unknown(UnknownCause::Pending));
    assert_eq!(of(r#""status":"cancelled","paid_at":1767225602"#), unknown(UnknownCause::Duplicate));
    assert_eq!(of(r#""status":"approved""#), unknown(UnknownCause::Unreadable));
    assert_eq!(of(r#""status":null"#), unknown(UnknownCause::Unreadable));
    assert_eq!(of(r#""status":"failed","fail_reason":"[VTIM]시간초과""#), unknown(UnknownCause::PgFault));
    assert_eq!(of(r#""status":"failed","fail_reason":"[CA86]이중 거래""#), unknown(UnknownCause::Duplicate));
    for reason in ["\"[CA31]한도초과\"", "\"\"", "null", "\"모르는 말\"", "{}"] {
        match of(&format!(r#""status":"failed","fail_reason":{reason}"#)) {
            Ok(Reply::Declined { record: Some(record), .. }) => {
                assert_eq!(record.as_str(), "imps_000000000002");
            }
            other => panic!("{reason}: {other:?}"),
        }
    }
}

#[test]
fn a_paid_record_without_a_number_is_unreadable() {
    let body = record(r#""merchant_uid":"order-1","status":"paid","amount":3000,"currency":"KRW""#);
    assert_eq!(judged(200, &body), unknown(UnknownCause::Unreadable));
}

fn words(code: &str, message: &str) -> String {
    format!(r#"{{"code":{code},"message":"{message}","response":null}}"#)
}

#[test]
fn words_without_a_record() {
    let duplicate = "이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다)";
    for code in ["1", "-1", "\"1\"", "77"] {
        assert_eq!(judged(200, &words(code, duplicate)), unknown(UnknownCause::Duplicate));
        assert_eq!(judged(200, &words(code, "무슨 말인지 모릅니다.")), unknown(UnknownCause::PgFault));
        assert_eq!(
            judged(200, &words(code, "(PG사 결제 장애) [CA31]한도초과")),
            unknown(UnknownCause::PgFault)
        );
        for (message, kind) in [
            ("등록되지 않은 구매자입니다.", RefusalKind::UnknownCustomer),
            ("[amount] 파라메터는 필수입니다.", RefusalKind::InvalidRequest),
            ("비인증결제모듈 사용정보를 찾을 수 없습니다.", RefusalKind::NoChannel),
            ("현재 지원되지 않는 PG사입니다.", RefusalKind::Unsupported),
        ] {
            match judged(200, &words(code, message)) {
                Err(ChargeError::Refused(refusal)) => assert_eq!(refusal.kind, kind, "{message}"),
                other => panic!("{message}: {other:?}"),
            }
        }
        match judged(200, &words(code, "카드정보 인증에 실패하였습니다. [F113]거래거절 카드번호틀림"))
        {
            Ok(Reply::Declined { record: None, .. }) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn refusals_by_status_prove_something_only_if_the_words_do() {
    assert!(matches!(
        judged(400, &words("-1", "[amount] 파라메터는 필수입니다.")),
        Err(ChargeError::Refused(_))
    ));
    assert!(matches!(judged(404, &words("1", "등록되지 않은 구매자입니다.")), Err(ChargeError::Refused(_))));
    assert_eq!(judged(400, &words("-1", "무슨 말인지 모릅니다.")), unknown(UnknownCause::HttpStatus(400)));
    for status in [301, 307, 400, 404, 405, 408, 422, 429, 500, 502, 503, 504] {
        assert_eq!(judged(status, "<html>"), unknown(UnknownCause::HttpStatus(status)));
        let paid = record(&format!(r#"{PAID},"amount":3000,"currency":"KRW""#));
        assert_eq!(judged(status, &paid), unknown(UnknownCause::HttpStatus(status)));
    }
    for (status, kind) in [(401, RefusalKind::Unauthorized), (403, RefusalKind::Forbidden)] {
        for body in ["", "<html>", &words("-1", "Unauthorized")] {
            match judged(status, body) {
                Err(ChargeError::Refused(refusal)) => assert_eq!(refusal.kind, kind),
                other => panic!("{status}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_is_no_envelope_is_unreadable() {
    for body in [
        "",
        "null",
        "{}",
        "[]",
        "[0,null,{}]",
        "<html>",
        "{\"code\":0",
        r#"{"code":0,"message":null,"response":null}"#,
        r#"{"code":0,"message":null,"response":"paid"}"#,
        r#"{"code":null,"message":"등록되지 않은 구매자입니다.","response":null}"#,
        r#"{"code":"zero","message":null,"response":{}}"#,
        r#"{"message":"등록되지 않은 구매자입니다."}"#,
    ] {
        assert_eq!(judged(200, body), unknown(UnknownCause::Unreadable), "{body}");
    }
    // Of a refusal it does not matter what the response is.
    assert!(matches!(
        judged(200, r#"{"code":1,"message":"등록되지 않은 구매자입니다.","response":"none"}"#),
        Err(ChargeError::Refused(_))
    ));
}
