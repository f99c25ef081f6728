use proptest::prelude::*;
use serde_json::json;

use super::*;

const JSON: Option<&str> = Some("application/json; charset=utf-8");
const FORM: Option<&str> = Some("application/x-www-form-urlencoded;charset=UTF-8");

fn from_json(value: &Value) -> Params {
    Params::from_body(JSON, value.to_string().as_bytes())
}

#[test]
fn json_and_form_read_the_same() {
    let json = from_json(
        &json!({"merchant_uid": "a b", "amount": 3000, "extra": {"requester": "customer"}, "a": ["1", "2"]}),
    );
    let form =
        Params::from_body(FORM, b"merchant_uid=a+b&amount=3000&extra[requester]=customer&a[]=1&a%5B%5D=2");
    for params in [&json, &form] {
        assert_eq!(params.text("merchant_uid").as_deref(), Some("a b"));
        assert_eq!(params.whole("amount"), Whole::Is(3000));
        assert_eq!(params.fields.get("extra"), Some(&json!({"requester": "customer"})));
        assert_eq!(params.fields.get("a"), Some(&json!(["1", "2"])));
    }
}

#[test]
fn a_body_of_another_kind_has_no_parameters() {
    for (kind, body) in [
        (JSON, &b"amount=3000"[..]),
        (JSON, b"[1,2]"),
        (JSON, b"\"text\""),
        (JSON, b"{\"amount\":3000"),
        (JSON, b"{\"name\":\"\xff\xfe\"}"),
        (Some("text/plain"), b"{\"amount\":3000}"),
        (None, b"amount=3000"),
    ] {
        assert!(Params::from_body(kind, body).is_empty(), "{kind:?}");
    }
    assert_eq!(Params::from_body(FORM, b"{\"amount\":3000}").whole("amount"), Whole::Absent);
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(Params::from_body(JSON, deep.as_bytes()).is_empty());
}

#[test]
fn numbers_come_as_numbers_or_text() {
    let cases = [
        (json!(3000), Whole::Is(3000)),
        (json!(3000.0), Whole::Is(3000)),
        (json!("3000"), Whole::Is(3000)),
        (json!(" 3000.00 "), Whole::Is(3000)),
        (json!(-1), Whole::Is(-1)),
        (json!(null), Whole::Absent),
        (json!(""), Whole::Absent),
        (json!(1.5), Whole::Unreadable),
        (json!("NaN"), Whole::Unreadable),
        (json!("1e400"), Whole::Unreadable),
        (json!(u64::MAX), Whole::Unreadable),
        (json!({"a": 1}), Whole::Unreadable),
        (json!(true), Whole::Unreadable),
    ];
    for (value, expected) in cases {
        assert_eq!(from_json(&json!({"amount": value})).whole("amount"), expected, "{value}");
    }
}

#[test]
fn blank_null_and_wrongly_typed_parameters_are_missing() {
    let params = from_json(&json!({"a": "", "b": null, "c": [1], "d": {}, "e": "x", "f": 5, "g": "  "}));
    assert_eq!(params.missing(&["a", "b", "c", "d", "e", "f", "g", "h"]), ["a", "b", "c", "d", "g", "h"]);
}

#[test]
fn free_data_come_back_as_text() {
    let params = from_json(&json!({"object": {"b": 1}, "text": "t", "null": null}));
    assert_eq!(params.free_text("object").as_deref(), Some("{\"b\":1}"));
    assert_eq!(params.free_text("text").as_deref(), Some("t"));
    assert_eq!(params.free_text("null"), None);
}

#[test]
fn secrets_are_starred_at_every_depth_and_in_every_spelling() {
    let card = "4000-0000-0000-0002";
    let params = from_json(&json!({
        "card_number": card, "cardNumber": card, "CARD-NUMBER": [card], "expiry": "2030-01", "imp_secret": "s3",
        "pwd_2digit": "00", "birth": {"x": "900101"}, "name": "open",
        "list": [{"cvc": "123", "deep": {"card_number": 4_000_000_000_000_002_u64}}],
    }));
    let masked: Value = serde_json::from_str(&params.masked()).unwrap();
    assert_eq!(masked["name"], "open");
    for secret in ["card_number", "cardNumber", "CARD-NUMBER", "expiry", "imp_secret", "pwd_2digit", "birth"]
    {
        assert_eq!(masked[secret], "***", "{secret}");
    }
    assert_eq!(masked["list"], json!([{"cvc": "***", "deep": {"card_number": "***"}}]));
}

#[test]
fn what_is_as_long_as_a_card_number_is_starred_behind_any_name_but_a_uid() {
    let card = "4000-0000-0000-0002";
    let params = from_json(&json!({
        "cardr": card, "c": "4000 0000 0000 0002", "n": 4_000_000_000_000_002_u64, "f": 4e15, "list": [card], "deep": {"x": card},
        "merchant_uid": "2026112620301512", "imp_uid": ["4000000000000002"], "buyer_tel": "010-1234-5678",
        "schedule_at": 1_795_720_417, "name": "4000-0000-0000-0002 ",
    }));
    let masked: Value = serde_json::from_str(&params.masked()).unwrap();
    for hidden in ["cardr", "c", "n", "f", "name"] {
        assert_eq!(masked[hidden], "***", "{hidden}");
    }
    assert_eq!((&masked["list"], &masked["deep"]), (&json!(["***"]), &json!({"x": "***"})));
    assert_eq!(masked["merchant_uid"], "2026112620301512");
    assert_eq!(masked["imp_uid"], json!(["4000000000000002"]));
    assert_eq!(masked["buyer_tel"], "010-1234-5678");
    assert_eq!(masked["schedule_at"], 1_795_720_417);
    let form = Params::from_body(FORM, b"cardr=4000-0000-0000-0002&merchant_uid[]=2026112620301512").masked();
    assert_eq!(&*form, r#"{"cardr":"***","merchant_uid":["2026112620301512"]}"#);
}

#[test]
fn json_sent_as_a_form_does_not_show_its_card() {
    let body = br#"{"name":"A&B=C","card_number":"4000-0000-0000-0002","x=":"4000000000000002"}"#;
    let masked = Params::from_body(FORM, body).masked();
    assert_eq!(&*masked, r#"{"***":"***"}"#);
}

proptest! {
    #[test]
    fn no_body_breaks_the_reader(body in proptest::collection::vec(any::<u8>(), 0..400), form: bool) {
        let params = Params::from_body(if form { FORM } else { JSON }, &body);
        let _ = (params.whole("a"), params.text("a"), params.free_text("a"), params.flag("a"));
        let masked: Value = serde_json::from_str(&params.masked()).unwrap();
        prop_assert!(masked.is_object());
    }

    #[test]
    fn forms_of_brackets_do_not_break_the_reader(body in "[a-c\\[\\]=&%0-9+]{0,200}") {
        let masked = Params::from_body(FORM, body.as_bytes()).masked();
        prop_assert!(serde_json::from_str::<Value>(&masked).is_ok());
    }

    #[test]
    fn whole_numbers_survive_both_encodings(number: i64) {
        prop_assert_eq!(from_json(&json!({"n": number})).whole("n"), Whole::Is(number));
        let form = Params::from_body(FORM, format!("n={number}").as_bytes());
        prop_assert_eq!(form.whole("n"), Whole::Is(number));
    }

    #[test]
    fn any_text_survives_both_encodings(text in "\\PC{1,60}") {
        prop_assume!(!text.trim().is_empty());
        let json = from_json(&json!({"t": text}));
        prop_assert!(json.text("t").is_some_and(|read| read == text.as_str()));
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("t", &text).finish();
        let form = Params::from_body(FORM, body.as_bytes());
        prop_assert!(form.text("t").is_some_and(|read| read == text.as_str()));
    }
}
