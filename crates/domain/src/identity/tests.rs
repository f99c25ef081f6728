use proptest::prelude::*;

use crate::{
    Buyer, CancelReason, CustomData, CustomerUid, Field, ImpUid, InvalidValue, Language, MerchantUid,
    OrderName, PaymentRef, Rule,
};

#[test]
fn merchant_uids_are_narrow() {
    assert!(MerchantUid::parse("order_id_8237352").is_ok());
    assert_eq!(*MerchantUid::parse("").unwrap_err().rule(), Rule::Empty);
    assert_eq!(*MerchantUid::parse(&"a".repeat(41)).unwrap_err().rule(), Rule::TooLong { max: 40 });
    for text in ["order 1", "주문1", "a/b", "a.b", "a\u{0}b", "a\nb"] {
        assert!(matches!(MerchantUid::parse(text).unwrap_err().rule(), Rule::Character { .. }), "{text}");
    }
}

#[test]
fn a_merchant_uid_is_never_taken_for_a_number_of_the_gateway() {
    for text in ["imp_20261127", "imps_1", "imp_448280090638", "imps_100000000001"] {
        let refused = MerchantUid::parse(text).unwrap_err();
        assert_eq!(
            (refused.code().as_str(), refused.rule()),
            ("invalid.merchant_uid.gateways_number", &Rule::GatewaysNumber)
        );
        assert!(matches!(PaymentRef::parse(text), Ok(PaymentRef::Imp(_))), "{text}");
    }
    for text in ["imp_", "imps_", "imp_a1", "imp_1-2", "imp-1", "Imp_1", "imps1"] {
        let uid = MerchantUid::parse(text).unwrap();
        assert_eq!(PaymentRef::parse(text).unwrap(), PaymentRef::Merchant(uid));
    }
}

#[test]
fn customer_uids_stay_in_their_path_segment() {
    assert!(CustomerUid::parse("gildong@example.com/1").is_ok());
    for text in [".", "..", "", "a b", "홍길동", "a\u{7f}"] {
        assert_eq!(CustomerUid::parse(text).unwrap_err().field(), Field::CustomerUid, "{text}");
    }
    assert_eq!(*CustomerUid::parse(&"9".repeat(1_000_000)).unwrap_err().rule(), Rule::TooLong { max: 80 });
}

#[test]
fn references_are_told_apart() {
    assert!(matches!(PaymentRef::parse("imps_100000000001"), Ok(PaymentRef::Imp(_))));
    assert!(matches!(PaymentRef::parse("imp_448280090638"), Ok(PaymentRef::Imp(_))));
    assert!(matches!(PaymentRef::parse("imp_order"), Ok(PaymentRef::Merchant(_))));
    assert!(matches!(PaymentRef::parse("order-1"), Ok(PaymentRef::Merchant(_))));
    assert_eq!(PaymentRef::parse("").unwrap_err().field(), Field::Reference);
    assert!(ImpUid::parse("imps_").is_err());
}

#[test]
fn names_may_be_korean_but_not_unreadable() {
    assert!(OrderName::parse("월간 이용권").is_ok());
    assert!(OrderName::parse(&"가".repeat(40)).is_ok());
    for text in ["", "   ", "a\u{0}", "line\nbreak", "\u{202e}abc"] {
        assert_eq!(OrderName::parse(text).unwrap_err().field(), Field::Name, "{text:?}");
    }
    assert!(OrderName::parse(&"가".repeat(41)).is_err());
    assert!(OrderName::parse("커피 & 케이크").unwrap().has_discouraged_characters());
    assert!(!OrderName::parse("커피").unwrap().has_discouraged_characters());
    assert!(CancelReason::parse(&"가".repeat(101)).is_err());
    assert!(CustomData::parse("{\"plan\":\"basic\"}").is_ok());
}

#[test]
fn a_buyer_shows_no_personal_data() {
    let buyer = Buyer::default().with_name("홍길동").unwrap().with_tel("010-1234-5678").unwrap();
    let shown = format!("{buyer:?}");
    assert_eq!(shown, "Buyer[\"name\", \"tel\"]");
    for (error, field) in [
        (buyer.clone().with_name(&"가".repeat(17)), Field::BuyerName),
        (buyer.clone().with_email("nobody"), Field::BuyerEmail),
        (buyer.clone().with_email("a@b@c"), Field::BuyerEmail),
        (buyer.clone().with_tel("전화"), Field::BuyerTel),
        (buyer.clone().with_addr(""), Field::BuyerAddr),
        (buyer.clone().with_postcode("123456789"), Field::BuyerPostcode),
    ] {
        assert_eq!(error.unwrap_err().field(), field);
    }
}

#[test]
fn numbers_are_as_long_as_the_gateway_takes_them() {
    assert!(MerchantUid::parse(&"a".repeat(40)).is_ok());
    assert!(CustomerUid::parse(&"a".repeat(80)).is_ok());
    assert!(CustomerUid::parse(&"a".repeat(81)).is_err());
    assert!(ImpUid::parse(&format!("imps_{}", "1".repeat(27))).is_ok());
    let refused = ImpUid::parse(&format!("imps_{}", "1".repeat(28))).unwrap_err();
    assert_eq!(*refused.rule(), Rule::TooLong { max: 32 });
    for text in ["imp_", "imps_", "order-1", "IMP_1", "imp1"] {
        assert!(matches!(ImpUid::parse(text).unwrap_err().rule(), Rule::Format { .. }), "{text}");
    }
    assert_eq!(ImpUid::parse("imp_1-a_B").unwrap().as_str(), "imp_1-a_B");
}

#[test]
fn texts_for_people_have_their_length_and_no_hidden_direction() {
    assert!(CancelReason::parse(&"가".repeat(100)).is_ok());
    assert!(CustomData::parse(&"가".repeat(4_000)).is_ok());
    assert!(CustomData::parse(&"가".repeat(4_001)).is_err());
    for hidden in
        ["\u{200e}", "\u{200f}", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}", "\u{feff}", "\u{7f}"]
    {
        let refused = OrderName::parse(&format!("가{hidden}나")).unwrap_err();
        assert!(matches!(refused.rule(), Rule::Character { position: 1, .. }), "{hidden:?}");
    }
}

#[test]
fn every_number_and_text_is_read_and_shown_as_it_is() {
    let uid: MerchantUid = "order-1".parse().unwrap();
    assert_eq!((uid.as_str(), uid.as_ref(), uid.to_string().as_str()), ("order-1", "order-1", "order-1"));
    assert_eq!(MerchantUid::try_from("order-1".to_owned()), Ok(uid));
    assert!(MerchantUid::try_from("order 1".to_owned()).is_err() && "".parse::<MerchantUid>().is_err());
    for text in ["order-1", "imp_1", "imps_1", "imp_1a"] {
        let reference: PaymentRef = text.parse().unwrap();
        assert_eq!(reference.to_string(), text);
    }
    assert!(matches!("imps_1a".parse(), Ok(PaymentRef::Merchant(_))));
    assert!("".parse::<PaymentRef>().is_err());
}

#[test]
fn messages_name_the_field_in_both_languages() {
    let error = MerchantUid::parse("").unwrap_err();
    assert_eq!(error.message(Language::English), "merchant_uid: must not be empty");
    assert!(error.message(Language::Korean).contains("비어"));
    assert_eq!(error.code(), "invalid.merchant_uid.empty");
}

fn doors(text: &str) -> Vec<Result<String, InvalidValue>> {
    vec![
        MerchantUid::parse(text).map(String::from),
        CustomerUid::parse(text).map(String::from),
        ImpUid::parse(text).map(String::from),
        PaymentRef::parse(text).map(|reference| reference.to_string()),
        OrderName::parse(text).map(String::from),
        CancelReason::parse(text).map(String::from),
        CustomData::parse(text).map(String::from),
        Buyer::default().with_name(text).map(|b| b.name().unwrap_or_default().to_owned()),
        Buyer::default().with_email(text).map(|b| b.email().unwrap_or_default().to_owned()),
        Buyer::default().with_tel(text).map(|b| b.tel().unwrap_or_default().to_owned()),
        Buyer::default().with_addr(text).map(|b| b.addr().unwrap_or_default().to_owned()),
        Buyer::default().with_postcode(text).map(|b| b.postcode().unwrap_or_default().to_owned()),
    ]
}

proptest! {
    #[test]
    fn texts_come_out_as_they_went_in_or_not_at_all(text in "[A-Za-z0-9_-]{0,50}|imps?_[0-9]{0,30}|.{0,150}|\\PC{0,50}") {
        for door in doors(&text) {
            match door {
                Ok(out) => prop_assert_eq!(out, text.as_str()),
                Err(error) => {
                    let said = format!("{error} {}", error.message(Language::Korean));
                    prop_assert!(text.chars().count() < 8 || !said.contains(&text));
                }
            }
        }
    }
}
