use proptest::prelude::*;

use super::*;
use crate::{Field, Rule};

fn rank(capability: Capability) -> u8 {
    match capability {
        Capability::No => 0,
        Capability::ByContract => 1,
        Capability::Yes => 2,
    }
}

fn unknown() -> PgCode {
    PgCode::parse("smartro_v2").unwrap()
}

#[test]
fn known_codes_are_the_ones_of_the_gateway() {
    let codes = PgCode::KNOWN.map(|code| code.as_str().to_owned());
    let published = [
        "settle",
        "nice",
        "nice_v2",
        "kcp",
        "html5_inicis",
        "inicis",
        "daou",
        "tosspayments",
        "ksnet",
        "welcome",
        "paymentwall",
    ];
    assert_eq!(codes, published);
    for code in PgCode::KNOWN {
        assert_eq!(PgCode::parse(code.as_str()), Ok(code));
    }
    assert!(matches!(unknown(), PgCode::Other(_)));
}

#[test]
fn refusals_name_the_part_that_is_wrong() {
    let fault = |text: &str| {
        let error = Pg::parse(text).unwrap_err();
        (error.field(), error.rule().clone())
    };
    assert_eq!(fault(""), (Field::Pg, Rule::Empty));
    assert_eq!(fault(".mid"), (Field::Pg, Rule::Empty));
    assert_eq!(fault("settle."), (Field::Mid, Rule::Empty));
    assert_eq!(fault(&"a".repeat(81)), (Field::Pg, Rule::TooLong { max: 80 }));
    assert_eq!(fault(&"a".repeat(40)), (Field::Pg, Rule::TooLong { max: 39 }));
    assert_eq!(fault(&format!("settle.{}", "a".repeat(41))), (Field::Mid, Rule::TooLong { max: 40 }));
    assert_eq!(fault("Settle"), (Field::Pg, Rule::Character { position: 0, allowed: "a-z 0-9 _" }));
    assert_eq!(
        fault("settle.a.b"),
        (Field::Mid, Rule::Character { position: 1, allowed: "A-Z a-z 0-9 _ -" })
    );
    assert_eq!(fault("세틀"), (Field::Pg, Rule::Character { position: 0, allowed: "a-z 0-9 _" }));
    assert_eq!(fault("settle\0"), (Field::Pg, Rule::Character { position: 6, allowed: "a-z 0-9 _" }));
    assert_eq!(fault(&"1".repeat(1_000_000)), (Field::Pg, Rule::TooLong { max: 80 }));
}

#[test]
fn the_longest_parts_still_fit_together() {
    let longest =
        Pg::new(PgCode::parse(&"a".repeat(39)).unwrap(), Some(Mid::parse(&"B".repeat(40)).unwrap()));
    assert_eq!(longest.to_string().len(), 80);
    assert_eq!(Pg::parse(&longest.to_string()), Ok(longest));
}

#[test]
fn a_pg_is_read_and_shown_as_the_gateway_writes_it() {
    let pg: Pg = "nice_v2.shop-1".parse().unwrap();
    assert_eq!((pg.code(), pg.mid().map(Mid::as_str)), (&PgCode::NiceV2, Some("shop-1")));
    assert_eq!(
        (pg.to_string().as_str(), String::from(pg.clone()).as_str()),
        ("nice_v2.shop-1", "nice_v2.shop-1")
    );
    assert_eq!(Pg::try_from("nice_v2.shop-1".to_owned()), Ok(pg));
    assert!("".parse::<Pg>().is_err() && Pg::try_from("Nice".to_owned()).is_err());
    let code: PgCode = "new_pg_2".parse().unwrap();
    assert_eq!((code.as_str(), code.to_string().as_str()), ("new_pg_2", "new_pg_2"));
    assert_eq!(PgCode::try_from("new_pg_2".to_owned()), Ok(code.clone()));
    assert_eq!(String::from(code), "new_pg_2");
    assert!("new pg".parse::<PgCode>().is_err() && PgCode::try_from(String::new()).is_err());
}

#[test]
fn settlebank_issues_keys_alone_only_by_contract() {
    let settle = PgCode::Settle.profile();
    assert_eq!(settle.onetime, Capability::Yes);
    assert_eq!(settle.onetime_registering, Capability::Yes);
    assert_eq!(settle.again, Capability::Yes);
    assert_eq!(settle.schedule, Capability::Yes);
    assert_eq!(settle.standalone_billing_key, Capability::ByContract);
    assert_eq!(settle.schedule_with_card, Capability::ByContract);
    assert_eq!((settle.minimum_amount, settle.maximum_amount), (Some(1_000), Some(99_999_998)));
}

/// The published table of operations: one-time, registering, key alone, again, schedule, with card data.
const OPERATIONS: [(PgCode, &str); 11] = [
    (PgCode::Settle, "YYCYYC"),
    (PgCode::Nice, "YYYYYY"),
    (PgCode::NiceV2, "YYYYYY"),
    (PgCode::Kcp, "YYYYYY"),
    (PgCode::Html5Inicis, "CCYYYY"),
    (PgCode::Inicis, "CCNYYY"),
    (PgCode::Daou, "YYYYYY"),
    (PgCode::TossPayments, "YCYYYY"),
    (PgCode::Ksnet, "YNYYYY"),
    (PgCode::Welcome, "YYYYYY"),
    (PgCode::Paymentwall, "CCNYYY"),
];

/// The published table of options: VAT at payment, VAT at cancel, tax-free part needed at cancel,
/// interest-free instalments, points, issuer codes.
const OPTIONS: [(PgCode, &str); 11] = [
    (PgCode::Settle, "------"),
    (PgCode::Nice, "VCTIP-"),
    (PgCode::NiceV2, "VC-IPB"),
    (PgCode::Kcp, "--T---"),
    (PgCode::Html5Inicis, "VC----"),
    (PgCode::Inicis, "------"),
    (PgCode::Daou, "------"),
    (PgCode::TossPayments, "-----B"),
    (PgCode::Ksnet, "---I-B"),
    (PgCode::Welcome, "VCT--B"),
    (PgCode::Paymentwall, "------"),
];

#[test]
fn the_matrix_is_the_published_one() {
    for (code, expected) in OPERATIONS {
        let p = code.profile();
        let cells = [
            p.onetime,
            p.onetime_registering,
            p.standalone_billing_key,
            p.again,
            p.schedule,
            p.schedule_with_card,
        ];
        let row: String = cells.iter().map(|cell| ['N', 'C', 'Y'][usize::from(rank(*cell))]).collect();
        assert_eq!(row, expected, "{code}");
    }
    for (code, expected) in OPTIONS {
        let p = code.profile();
        let cells = [
            (p.vat_at_payment, 'V'),
            (p.vat_at_cancel, 'C'),
            (p.tax_free_at_cancel_required, 'T'),
            (p.interest_free_by_merchant, 'I'),
            (p.use_card_point, 'P'),
            (p.issuer_codes, 'B'),
        ];
        let row: String = cells.iter().map(|(cell, sign)| if *cell { *sign } else { '-' }).collect();
        assert_eq!(row, expected, "{code}");
    }
}

/// The fields wanted beyond the common ones: one-time, key alone, again, schedule. Who is not here wants none.
const REQUIRED: [(PgCode, [&str; 4]); 6] = [
    (PgCode::NiceV2, ["birth pwd_2digit", "birth pwd_2digit", "", ""]),
    (PgCode::Html5Inicis, ["name buyer_name buyer_email buyer_tel", "", "name", ""]),
    (PgCode::TossPayments, ["", "customer_id", "", ""]),
    (
        PgCode::Ksnet,
        ["product_type buyer_name", "birth pwd_2digit", "product_type buyer_name", "product_type buyer_name"],
    ),
    (PgCode::Welcome, ["buyer_name", "customer_name", "buyer_name", "buyer_name"]),
    (PgCode::Paymentwall, ["cvc browser_ip buyer_name buyer_email", "", "buyer_email browser_ip", ""]),
];

#[test]
fn every_pg_wants_the_published_fields() {
    for code in PgCode::KNOWN.into_iter().chain([unknown()]) {
        let wanted = REQUIRED.iter().find(|row| row.0 == code).map_or([""; 4], |row| row.1);
        let required = code.profile().required;
        let lists = [required.onetime, required.standalone, required.again, required.schedule];
        assert_eq!(lists.map(|list| list.join(" ")), wanted, "{code}");
    }
}

#[test]
fn only_settlebank_has_published_limits() {
    for code in PgCode::KNOWN.into_iter().chain([unknown()]).filter(|code| *code != PgCode::Settle) {
        let profile = code.profile();
        assert_eq!((profile.minimum_amount, profile.maximum_amount), (None, None), "{code}");
    }
}

#[test]
fn what_builds_on_a_payment_is_never_surer_than_the_payment() {
    for code in PgCode::KNOWN.into_iter().chain([unknown()]) {
        let profile = code.profile();
        assert!(rank(profile.onetime_registering) <= rank(profile.onetime), "{code}");
        assert!(rank(profile.schedule_with_card) <= rank(profile.schedule), "{code}");
    }
}

#[test]
fn of_an_unknown_pg_nothing_is_promised_but_payments() {
    let profile = unknown().profile();
    assert_eq!((profile.onetime, profile.again), (Capability::Yes, Capability::Yes));
    let keys = [profile.onetime_registering, profile.standalone_billing_key];
    let schedules = [profile.schedule, profile.schedule_with_card];
    assert_eq!((keys, schedules), ([Capability::ByContract; 2], [Capability::ByContract; 2]));
}

#[test]
fn required_fields_stand_where_the_operation_is_possible() {
    for code in PgCode::KNOWN {
        let profile = code.profile();
        if profile.standalone_billing_key == Capability::No {
            assert!(profile.required.standalone.is_empty(), "{code}");
        }
    }
    assert_eq!(PgCode::Ksnet.profile().required.again, ["product_type", "buyer_name"]);
    assert_eq!(PgCode::TossPayments.profile().required.standalone, ["customer_id"]);
    assert!(PgCode::Settle.profile().required.onetime.is_empty());
}

fn pg_code() -> impl Strategy<Value = PgCode> {
    let other = "[a-z0-9_]{1,39}".prop_map(|text| PgCode::parse(&text).unwrap());
    prop_oneof![proptest::sample::select(PgCode::KNOWN.to_vec()), other]
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_taken_prints_the_same(text in any::<String>()) {
        if let Ok(pg) = Pg::parse(&text) {
            prop_assert_eq!(pg.to_string(), text);
        }
    }

    #[test]
    fn printing_and_parsing_lose_nothing(code in pg_code(), mid in proptest::option::of("[A-Za-z0-9_-]{1,40}")) {
        let pg = Pg::new(code.clone(), mid.as_deref().map(|mid| Mid::parse(mid).unwrap()));
        prop_assert_eq!(Pg::parse(&pg.to_string()), Ok(pg.clone()));
        prop_assert_eq!(pg.code(), &code);
        prop_assert_eq!(pg.mid().map(Mid::as_str), mid.as_deref());
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_pg_is_a_string_in_json_and_checked_on_the_way_in() {
    let pg = Pg::parse("settle.mid_1").unwrap();
    assert_eq!(serde_json::to_value(&pg).unwrap(), "settle.mid_1");
    assert_eq!(serde_json::from_str::<Pg>(r#""settle.mid_1""#).unwrap(), pg);
    assert!(serde_json::from_str::<Pg>(r#""Settle""#).is_err());
    assert!(serde_json::from_str::<PgCode>(r#""Settle""#).is_err());
}
