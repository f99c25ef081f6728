use keyin_domain::CustomerUid;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::wire::billing_key::KeyRecord;
use crate::wire::channel::ChannelRecord;
use crate::wire::envelope::{self, Reading};
use crate::wire::page::Page;
use crate::wire::payment::PaymentRecord;
use crate::wire::token::Grant;
use crate::wire::value::{OtherPage, Text, Truth, Whole};

fn read_as_everything(bytes: &[u8]) {
    if let Reading::Done(record) = envelope::read::<PaymentRecord<'_>>(bytes) {
        let _ = record.into_payment();
    }
    if let Reading::Done(page) = envelope::read::<Page<'_>>(bytes) {
        let _ = page.list.into_iter().flatten().map(PaymentRecord::into_payment).count();
    }
    if let Reading::Done(record) = envelope::read::<KeyRecord<'_>>(bytes) {
        let _ = record.into_key(&CustomerUid::parse("c-1").unwrap());
    }
    if let Reading::Done(records) = envelope::read::<Vec<ChannelRecord<'_>>>(bytes) {
        let _ = records.into_iter().map(ChannelRecord::into_channel).count();
    }
    if let Reading::Done(grant) = envelope::read::<Grant<'_>>(bytes) {
        let _ = grant.parts();
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("paid")),
        Just(json!("imp_1")),
        Just(json!("KRW")),
    ];
    let key = prop_oneof![
        "imp_uid|merchant_uid|amount|status|currency|cancel_amount|cancel_history|paid_at|card_number|list|next|total",
        "customer_uid|pg_provider|pg_id|type|access_token|now|expired_at|inserted|reason|cancelled_at",
        ".{0,4}",
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_as_everything(&bytes);
    }

    #[test]
    fn no_json_makes_reading_panic(code in any_json(), response in any_json()) {
        read_as_everything(json!({"code": code, "message": response, "response": response}).to_string().as_bytes());
        read_as_everything(json!({"code": 0, "message": null, "response": response}).to_string().as_bytes());
        read_as_everything(json!({"code": 0, "response": [response]}).to_string().as_bytes());
    }

    #[test]
    fn any_value_is_read_as_something(value in any_json()) {
        let text = value.to_string();
        prop_assert!(serde_json::from_str::<Text<'_>>(&text).is_ok());
        prop_assert!(serde_json::from_str::<Whole>(&text).is_ok());
        prop_assert!(serde_json::from_str::<Truth>(&text).is_ok());
        prop_assert!(serde_json::from_str::<OtherPage>(&text).is_ok());
    }
}
