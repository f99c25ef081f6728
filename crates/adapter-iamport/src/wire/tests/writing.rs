use keyin_domain::{
    Buyer, CancelReason, Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, Currency, CustomData,
    CustomerUid, Cvc, Expiry, HolderId, ImpUid, Installments, MerchantUid, Money, OrderName, PasswordDigits,
};
use keyin_ports::{BillingKeyRequest, CancelRequest, ChargeRequest};
use serde_json::{Value, json};

use crate::wire::cancel::cancel_body;
use crate::wire::charge::ChargeBody;
use crate::wire::issue::issue_body;

fn card() -> Card {
    Card::new(CardNumber::parse("1234-1234-1234-1234").unwrap(), Expiry::parse("12/28").unwrap())
        .with_holder_id(HolderId::parse("900101").unwrap())
        .with_password(PasswordDigits::parse("07").unwrap())
        .with_cvc(Cvc::parse("012").unwrap())
}

fn written(request: &ChargeRequest) -> (&'static str, Value) {
    let (call, body) = match ChargeBody::of(request).unwrap() {
        ChargeBody::Onetime(body) => ("onetime", body),
        ChargeBody::Again(body) => ("again", body),
    };
    (call, serde_json::from_slice(&body).unwrap())
}

fn intent(method: ChargeMethod, amount: ChargeAmount) -> ChargeIntent {
    ChargeIntent::new(
        MerchantUid::parse("order-1").unwrap(),
        method,
        amount,
        OrderName::parse("주문").unwrap(),
    )
    .with_pg("settle.nx_example".parse().unwrap())
}

#[test]
fn a_key_in_charge_as_it_is_written() {
    let total = Money::won(50_000).unwrap();
    let amount = ChargeAmount::new(total).unwrap().with_tax_free(Money::won(1_000).unwrap()).unwrap();
    let buyer = Buyer::default().with_name("홍길동").unwrap().with_tel("010-0000-0000").unwrap();
    let intent = intent(ChargeMethod::CardRegistering(CustomerUid::parse("c/1").unwrap()), amount)
        .with_installments(Installments::new(3, total).unwrap())
        .with_buyer(buyer)
        .with_custom_data(CustomData::parse("{\"a\":1}").unwrap());
    let request = ChargeRequest::new(intent, Some(card())).unwrap();
    let expected = json!({
        "merchant_uid": "order-1", "amount": 50000, "currency": "KRW", "name": "주문", "customer_uid": "c/1",
        "tax_free": 1000, "card_quota": 3, "buyer_name": "홍길동", "buyer_tel": "010-0000-0000",
        "custom_data": "{\"a\":1}", "pg": "settle.nx_example", "card_number": "1234123412341234",
        "expiry": "2028-12", "birth": "900101", "pwd_2digit": "07", "cvc": "012",
    });
    assert_eq!(written(&request), ("onetime", expected));
}

#[test]
fn a_billing_key_charge_names_no_pg_and_no_card() {
    let amount = ChargeAmount::new(Money::won(3_000).unwrap()).unwrap();
    let method = ChargeMethod::BillingKey(CustomerUid::parse("c-1").unwrap());
    let request = ChargeRequest::new(intent(method, amount), None).unwrap();
    let expected = json!({
        "merchant_uid": "order-1", "amount": 3000, "currency": "KRW", "name": "주문", "customer_uid": "c-1",
    });
    assert_eq!(written(&request), ("again", expected));
}

#[test]
fn decimals_are_written_as_exact_numbers() {
    let cents = Money::from_minor(1_000_000_010, Currency::USD).unwrap();
    let intent = intent(ChargeMethod::Card, ChargeAmount::new(cents).unwrap());
    let request = ChargeRequest::new(intent, Some(card())).unwrap();
    let Some(ChargeBody::Onetime(body)) = ChargeBody::of(&request) else { panic!("a key-in charge") };
    let text = std::str::from_utf8(&body).unwrap();
    assert!(text.contains(r#""amount":10000000.10,"currency":"USD""#), "{text}");
}

#[test]
fn a_cancel_always_says_how_much() {
    let mut request = CancelRequest {
        imp_uid: ImpUid::parse("imps_1").unwrap(),
        amount: Money::won(1_000).unwrap(),
        tax_free: None,
        vat: None,
        balance: Money::won(3_000).unwrap(),
        reason: CancelReason::parse("변심").unwrap(),
    };
    let body: Value = serde_json::from_slice(&cancel_body(&request).unwrap()).unwrap();
    assert_eq!(body, json!({"imp_uid": "imps_1", "amount": 1000, "checksum": 3000, "reason": "변심"}));
    request.tax_free = Some(Money::won(0).unwrap());
    request.vat = Some(Money::won(91).unwrap());
    let body: Value = serde_json::from_slice(&cancel_body(&request).unwrap()).unwrap();
    let parts = (&body["tax_free"], &body["vat_amount"]);
    assert_eq!(parts, (&json!(0), &json!(91)), "absence is not zero to every PG");
    request.amount = Money::won(0).unwrap();
    assert!(cancel_body(&request).is_none());
}

#[test]
fn an_issue_as_it_is_written() {
    let request = BillingKeyRequest {
        customer_uid: CustomerUid::parse("c-1").unwrap(),
        card: Card::new(CardNumber::parse("1234123412341234").unwrap(), Expiry::parse("2028-12").unwrap()),
        pg: Some("nice_v2".parse().unwrap()),
        customer: Buyer::default().with_email("hong@example.com").unwrap(),
    };
    let body: Value = serde_json::from_slice(&issue_body(&request).unwrap()).unwrap();
    let expected = json!({
        "card_number": "1234123412341234", "expiry": "2028-12", "birth": "123456", "pg": "nice_v2",
        "customer_email": "hong@example.com",
    });
    assert_eq!(body, expected);
}
