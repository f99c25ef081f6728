use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

fn assert_same<T: Serialize>(value: &T) {
    let expected = serde_json::to_string(value).unwrap();
    assert_eq!(String::from_utf8(to_vec(value, 0).unwrap()).unwrap(), expected);
}

#[derive(serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Unit,
    NewType(u8),
    Tuple(u8, &'static str),
    Struct { a: Option<bool>, b: () },
}

#[derive(serde::Serialize)]
struct Everything<'a> {
    kinds: [Kind; 4],
    empty: (Vec<u8>, BTreeMap<String, u8>),
    numbers: (i8, u16, i32, i64, u64, u128, f32, f64),
    nothing: Option<&'a str>,
    letter: char,
    text: &'a str,
    map: BTreeMap<&'a str, Vec<Option<i64>>>,
    pair: Pair,
}

#[derive(serde::Serialize)]
struct Pair(u8, &'static str);

#[test]
fn every_kind_of_value_is_written_as_serde_json_does() {
    assert_same(&Everything {
        kinds: [Kind::Unit, Kind::NewType(1), Kind::Tuple(2, "\""), Kind::Struct { a: Some(true), b: () }],
        empty: (Vec::new(), BTreeMap::new()),
        numbers: (-1, 65_535, i32::MIN, i64::MIN, u64::MAX, u128::MAX, 0.1, 1e300),
        nothing: None,
        letter: '"',
        text: "월간 이용권 \u{7f}",
        map: BTreeMap::from([("a\\b", vec![Some(1), None]), ("", vec![])]),
        pair: Pair(1, "x"),
    });
    assert_same(&format_args!("{}", "a\"b"));
    assert_same(&[f64::NAN, f64::INFINITY]);
}

#[test]
fn names_that_are_no_text_are_refused() {
    assert!(to_vec(&BTreeMap::from([(vec![1], 2)]), 0).is_err());
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".*".prop_map(Value::from),
        "[\u{0}-\u{ff}]*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((".*", inner), 0..6)
                .prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_written_as_serde_json_does(value in any_value()) {
        assert_same(&value);
    }
}
