//! What the wire types read, held against the official definitions that this repository keeps.

use std::fmt;

use serde::de::{self, IgnoredAny, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use serde_json::Value;

use crate::wire::billing_key::KeyRecord;
use crate::wire::channel::ChannelRecord;
use crate::wire::envelope::Envelope;
use crate::wire::page::Page;
use crate::wire::payment::{CancelRecord, PaymentRecord};
use crate::wire::schedule::ScheduleRecord;
use crate::wire::schedule_list;
use crate::wire::token::Grant;

const OFFICIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/facts/iamport_v1.json");
const WIRE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/wire");

/// Fields that are read although the definitions do not have them, with the reason.
const NOT_OFFICIAL: &[(&str, &str, &str)] = &[];

/// What a type asks a deserializer for: its name and its fields.
#[derive(Clone, Copy, Debug)]
struct Asked {
    name: &'static str,
    fields: &'static [&'static str],
}

/// How the recorder ends every reading: with what it was asked for, if that was a struct.
#[derive(Debug)]
struct Recorded(Option<Asked>);

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Recorded {}

impl de::Error for Recorded {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(None)
    }
}

/// A deserializer that has nothing and only notes what it is asked for.
struct Recorder;

impl<'de> Deserializer<'de> for Recorder {
    type Error = Recorded;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Recorded> {
        Err(Recorded(None))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Recorded> {
        Err(Recorded(Some(Asked { name, fields })))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn asked<'de, T: Deserialize<'de>>() -> Asked {
    T::deserialize(Recorder).err().and_then(|recorded| recorded.0).expect("a struct asks for its fields")
}

/// Every type that is read, with its definition.
fn read() -> Vec<(Asked, &'static str)> {
    vec![
        (asked::<Envelope<'_, IgnoredAny>>(), "PaymentResponse"),
        (asked::<Grant<'_>>(), "AuthAnnotation"),
        (asked::<PaymentRecord<'_>>(), "PaymentAnnotation"),
        (asked::<CancelRecord<'_>>(), "PaymentCancelAnnotation"),
        (asked::<Page<'_>>(), "PagedPaymentAnnotation"),
        (asked::<KeyRecord<'_>>(), "CustomerAnnotation"),
        (asked::<ChannelRecord<'_>>(), "PgSettingAnnotation"),
        // It has the fields of the pages of payments; the definitions know it only as an array.
        (asked::<schedule_list::Page<'_>>(), "PagedPaymentAnnotation"),
        (asked::<ScheduleRecord<'_>>(), "ScheduleResultAnnotation"),
    ]
}

#[test]
fn every_field_that_is_read_is_official() {
    let table: Value = serde_json::from_slice(&std::fs::read(OFFICIAL).unwrap()).unwrap();
    let mut unknown = Vec::new();
    for (asked, definition) in read() {
        let official = table["definitions"][definition]["fields"].as_object().unwrap();
        assert!(!asked.fields.is_empty());
        let strange = asked.fields.iter().filter(|field| !official.contains_key(**field));
        unknown.extend(strange.map(|field| (asked.name, *field)));
    }
    let listed: Vec<_> = NOT_OFFICIAL.iter().map(|(name, field, _)| (*name, *field)).collect();
    assert_eq!(unknown, listed);
}

/// A type that is added must be held against its definition, too.
#[test]
fn every_type_that_is_read_is_in_the_list() {
    let mut derived = Vec::new();
    for file in std::fs::read_dir(WIRE).unwrap().map(|entry| entry.unwrap().path()) {
        if file.is_file() {
            derived.extend(types_read_in(&std::fs::read_to_string(file).unwrap()));
        }
    }
    let mut listed: Vec<String> = read().iter().map(|(asked, _)| asked.name.to_owned()).collect();
    listed.sort();
    derived.sort();
    assert_eq!(derived, listed);
}

/// The names of the structs that a file derives `Deserialize` for.
fn types_read_in(text: &str) -> Vec<String> {
    let derives = text.match_indices("#[derive(").map(|(place, mark)| &text[place + mark.len()..]);
    let reading = derives.filter(|rest| {
        rest.split_once(')').is_some_and(|(traits, _)| traits.split(", ").any(|it| it == "Deserialize"))
    });
    let names = reading
        .filter_map(|rest| rest.split_once("struct "))
        .map(|(_, rest)| rest.chars().take_while(|letter| letter.is_alphanumeric()).collect());
    names.collect()
}

#[test]
fn derived_types_are_found_in_a_text() {
    let text = "#[derive(Deserialize)]\n#[serde(default)]\n#[derive(Default)]\npub(crate) struct One<'a> {}\n\
                #[derive(Serialize)]\nstruct Two;\n#[derive(Clone, Deserialize)]\nstruct Three;\n";
    assert_eq!(types_read_in(text), ["One", "Three"]);
}
