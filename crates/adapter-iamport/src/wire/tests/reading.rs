use keyin_domain::{BillingKey, ChannelKind, CustomerUid, Money, Payment, PaymentStatus};
use serde_json::{Value, json};

use crate::wire::billing_key::KeyRecord;
use crate::wire::channel::ChannelRecord;
use crate::wire::page::Page;
use crate::wire::payment::PaymentRecord;
use crate::wire::value::{OtherPage, Whole};

fn payment(fields: &str) -> Option<Payment> {
    let text = format!(
        r#"{{"imp_uid":"imp_1","merchant_uid":"order-1","amount":3000,"status":"paid","currency":"KRW",{fields}"x":1}}"#
    );
    serde_json::from_str::<PaymentRecord<'_>>(&text).unwrap().into_payment()
}

#[test]
fn odd_optional_parts_never_make_a_payment_unreadable() {
    for odd in ["null", "0", "-7", "1e300", "true", "\"\"", "\"x\"", "[]", "[1,[2]]", "{\"a\":{}}"] {
        for field in [
            "customer_uid",
            "cancel_history",
            "name",
            "started_at",
            "paid_at",
            "failed_at",
            "cancelled_at",
            "fail_reason",
            "pg_provider",
            "pg_id",
            "pg_tid",
            "apply_num",
            "card_code",
            "card_name",
            "card_number",
            "card_quota",
            "receipt_url",
            "sandbox",
            "something_new",
        ] {
            assert!(payment(&format!("\"{field}\":{odd},")).is_some(), "{field}: {odd}");
        }
    }
    let long = "가".repeat(100_000);
    assert_eq!(payment(&format!("\"name\":\"{long}\",")).unwrap().details().name.as_deref(), Some(&*long));
    assert!(payment(&format!("\"customer_uid\":\"{long}\",\"pg_id\":\"{long}\",")).is_some());
}

#[test]
fn parts_that_the_money_hangs_on_must_be_readable() {
    let whole =
        json!({"imp_uid":"imp_1","merchant_uid":"order-1","amount":3000,"status":"paid","currency":"KRW"});
    let read = |value: &Value| {
        let text = value.to_string();
        serde_json::from_str::<PaymentRecord<'_>>(&text).unwrap().into_payment()
    };
    assert!(read(&whole).is_some());
    for (field, odd) in [
        ("imp_uid", json!(null)),
        ("imp_uid", json!("imp")),
        ("merchant_uid", json!("")),
        ("merchant_uid", json!("주문")),
        ("amount", json!(null)),
        ("amount", json!("3,000")),
        ("amount", json!(-1)),
        ("amount", json!(true)),
        ("status", json!("PAID")),
        ("status", json!(1)),
        ("currency", json!("원")),
        ("cancel_amount", json!("some")),
        ("cancel_amount", json!(3001)),
    ] {
        let mut broken = whole.clone();
        broken[field] = odd.clone();
        assert!(read(&broken).is_none(), "{field}: {odd}");
    }
    for (field, odd) in
        [("currency", json!(null)), ("cancel_amount", json!(null)), ("cancel_amount", json!(""))]
    {
        let mut sparse = whole.clone();
        sparse[field] = odd;
        assert_eq!(read(&sparse).unwrap().balance(), Money::won(3_000).unwrap(), "{field}");
    }
}

#[test]
fn every_part_of_a_payment_is_read() {
    let details = payment(
        r#""customer_uid":"card 1","name":"\uc8fc\ubb38","started_at":"1767225601","paid_at":1767225602,"failed_at":0,
        "cancelled_at":null,"pg_provider":"settle","pg_id":"nx_example","pg_tid":"T1","apply_num":30012345,
        "card_code":"361","card_name":"BC카드","card_number":"5570420000007221","card_quota":"3",
        "receipt_url":"https:\/\/pg.example\/r","sandbox":"true","fail_reason":"",
        "cancel_amount":"0","cancel_history":[],"#,
    )
    .unwrap()
    .details()
    .clone();
    assert_eq!(details.status, PaymentStatus::Paid);
    assert_eq!(details.customer_uid, None, "a uid that no request could name");
    assert_eq!(details.name.as_deref(), Some("주문"));
    assert_eq!(details.started_at.unwrap().as_second(), 1_767_225_601);
    assert_eq!((details.failed_at, details.cancelled_at, details.fail_reason), (None, None, None));
    assert_eq!(details.pg.unwrap().to_string(), "settle.nx_example");
    assert_eq!(details.approval_number.as_deref(), Some("30012345"));
    assert_eq!(details.card.number.unwrap().as_str(), "557042******7221");
    assert_eq!(details.installment_months, 3);
    assert_eq!(details.receipt_url.as_deref(), Some("https://pg.example/r"));
    assert!(details.sandbox);
}

#[test]
fn a_pg_that_repeats_a_card_number_is_not_listened_to() {
    let details =
        payment(r#""fail_reason":"[F113]1234-1234-1234-1234 카드번호틀림","#).unwrap().details().clone();
    let reason = details.fail_reason.unwrap();
    assert!(reason.starts_with("[F113]") && !reason.contains("1234"), "{reason}");
}

#[test]
fn pages_tell_of_the_next_one_in_many_ways() {
    for (next, other) in [
        ("0", OtherPage::None),
        ("false", OtherPage::None),
        ("null", OtherPage::None),
        ("\"\"", OtherPage::None),
        ("2", OtherPage::Number(2)),
        ("\"2\"", OtherPage::Number(2)),
        ("true", OtherPage::Beside),
    ] {
        let text = format!(r#"{{"total":"1","previous":false,"next":{next},"list":[]}}"#);
        let page: Page<'_> = serde_json::from_str(&text).unwrap();
        assert_eq!((page.next, page.total), (other, Whole(Some(1))), "{next}");
    }
}

#[test]
fn a_smart_routing_key_is_read_as_far_as_it_goes() {
    let text = r#"{"customer_uid":"c-1","channelGroupId":"g","succeededChannels":["a"],"failedChannels":[{"type":
        "DB_FAILED","message":null}],"inserted":1767225662,"updated":"1767225663","card_number":null}"#;
    let uid = CustomerUid::parse("c-1").unwrap();
    let read = |uid: &CustomerUid| serde_json::from_str::<KeyRecord<'_>>(text).unwrap().into_key(uid);
    assert!(read(&uid).as_ref().is_some_and(BillingKey::was_replaced));
    assert_eq!(read(&CustomerUid::parse("c-2").unwrap()), None);
}

#[test]
fn channels_of_any_kind_are_listed() {
    let text = r#"[{"pg_provider":"settle","pg_id":"nx_example","sandbox":false,"type":"api_payment"},
        {"pg_provider":"brand_new_pg","pg_id":null,"sandbox":1,"type":"wallet","channel_name":"지갑"},
        {"pg_provider":"결제","type":"payment"}, {}]"#;
    let records: Vec<ChannelRecord<'_>> = serde_json::from_str(text).unwrap();
    let channels: Vec<_> = records.into_iter().filter_map(ChannelRecord::into_channel).collect();
    assert_eq!(channels.len(), 2);
    assert_eq!(channels[0].kind, ChannelKind::ApiPayment);
    assert_eq!((channels[1].kind.clone(), channels[1].sandbox), (ChannelKind::Other("wallet".into()), true));
}
