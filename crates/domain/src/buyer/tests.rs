use proptest::prelude::*;

use super::*;

type With = fn(Buyer, &str) -> Result<Buyer, InvalidValue>;

/// Each part: how it is given, its field, a text of one of its characters, and the most of these it takes.
const PARTS: [(With, Field, &str, usize); 4] = [
    (Buyer::with_name, Field::BuyerName, "가", 16),
    (Buyer::with_tel, Field::BuyerTel, "1", 16),
    (Buyer::with_addr, Field::BuyerAddr, "가", 128),
    (Buyer::with_postcode, Field::BuyerPostcode, "1", 8),
];

fn parts(buyer: &Buyer) -> [Option<&str>; 5] {
    [buyer.name(), buyer.email(), buyer.tel(), buyer.addr(), buyer.postcode()]
}

fn whole() -> Buyer {
    Buyer::default()
        .with_name("홍길동")
        .and_then(|buyer| buyer.with_email("gildong@example.com"))
        .and_then(|buyer| buyer.with_tel("+82 (0)10-1234"))
        .and_then(|buyer| buyer.with_addr("서울특별시 강남구 1"))
        .and_then(|buyer| buyer.with_postcode("SW1A 1-A"))
        .unwrap()
}

#[test]
fn every_part_is_kept_as_it_was_given_and_beside_the_others() {
    let given = ["홍길동", "gildong@example.com", "+82 (0)10-1234", "서울특별시 강남구 1", "SW1A 1-A"];
    assert_eq!(parts(&whole()), given.map(Some));
    assert_eq!(parts(&Buyer::default()), [None; 5]);
}

#[test]
fn a_part_that_is_given_again_takes_the_place_of_the_first() {
    let moved = whole().with_addr("부산").unwrap();
    assert_eq!(moved.addr(), Some("부산"));
    assert_eq!(moved.name(), Some("홍길동"));
}

#[test]
fn the_longest_of_each_part_is_taken_and_one_more_is_not() {
    for (with, field, character, most) in PARTS {
        assert!(with(Buyer::default(), &character.repeat(most)).is_ok(), "{field:?}");
        let refused = with(Buyer::default(), &character.repeat(most + 1)).unwrap_err();
        assert_eq!((refused.field(), refused.rule()), (field, &Rule::TooLong { max: most }));
        assert_eq!(*with(Buyer::default(), "").unwrap_err().rule(), Rule::Empty);
    }
    let host = "e".repeat(62);
    assert!(Buyer::default().with_email(&format!("a@{host}")).is_ok());
    let refused = Buyer::default().with_email(&format!("ab@{host}")).unwrap_err();
    assert_eq!((refused.field(), refused.rule()), (Field::BuyerEmail, &Rule::TooLong { max: 64 }));
}

#[test]
fn an_address_for_mail_has_one_sign_inside() {
    for text in ["a@b", "first.last+tag@mail.example.com"] {
        assert_eq!(Buyer::default().with_email(text).unwrap().email(), Some(text));
    }
    for text in ["a", "@", "@b", "a@", "a@b@c", "a@@b", "@b@c", "a@b@"] {
        let refused = Buyer::default().with_email(text).unwrap_err();
        assert_eq!(*refused.rule(), Rule::Format { expected: "name@example.com" }, "{text}");
    }
    for text in ["a b@c", "홍@b", "a@b\n"] {
        let refused = Buyer::default().with_email(text).unwrap_err();
        assert!(matches!(refused.rule(), Rule::Character { .. }), "{text:?}");
    }
}

#[test]
fn numbers_and_codes_have_few_characters() {
    for text in ["010.1234", "010/1234", "a10"] {
        assert_eq!(Buyer::default().with_tel(text).unwrap_err().field(), Field::BuyerTel, "{text}");
    }
    for text in ["06.236", "(06236)", "우편"] {
        assert_eq!(Buyer::default().with_postcode(text).unwrap_err().field(), Field::BuyerPostcode, "{text}");
    }
}

#[test]
fn what_is_shown_are_the_names_of_all_parts() {
    let shown = format!("{:?}", whole());
    assert_eq!(shown, r#"Buyer["name", "email", "tel", "addr", "postcode"]"#);
}

proptest! {
    #[test]
    fn an_address_is_taken_if_something_stands_on_both_sides_of_its_only_sign(text in "[a-c@.]{0,8}") {
        let sides: Vec<&str> = text.split('@').collect();
        let well_formed = sides.len() == 2 && sides.iter().all(|side| !side.is_empty());
        prop_assert_eq!(Buyer::default().with_email(&text).is_ok(), well_formed);
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_stored_buyer_is_read_back_equal_and_checked_on_the_way_in() {
    let json = serde_json::to_value(whole()).unwrap();
    assert_eq!((&json["name"], &json["postcode"]), (&"홍길동".into(), &"SW1A 1-A".into()));
    assert_eq!(serde_json::from_value::<Buyer>(json).unwrap(), whole());
    assert_eq!(serde_json::to_string(&Buyer::default()).unwrap(), "{}");
    assert_eq!(serde_json::from_str::<Buyer>("{}").unwrap(), Buyer::default());
    assert!(serde_json::from_str::<Buyer>(r#"{"email":"nobody"}"#).is_err());
}
