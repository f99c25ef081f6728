//! Rows of a file that has a JSON object in each line.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::cells::{Cells, Row, signature_of};
use super::column::Column;
use super::complaint::{Complaint, Fault};
use super::encoding::Encoding;
use super::lines::{Line, Lines};

/// Reads a row from each line.
pub(super) struct JsonRows<R> {
    lines: Lines<R>,
    encoding: Encoding,
    /// A line that had to be decoded.
    decoded: String,
}

impl<R: BufRead> JsonRows<R> {
    pub(super) fn new(file: R, encoding: Encoding) -> Self {
        Self { lines: Lines::new(file, encoding), encoding, decoded: String::new() }
    }

    /// The next row.
    pub(super) fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        let Some(Line { number, bytes }) = self.lines.next()? else { return Ok(None) };
        let Some(bytes) = bytes else { return Ok(Some(Row::too_long(number))) };
        let cells = match self.encoding.decode(bytes) {
            Some(Cow::Borrowed(text)) => read(number, text),
            Some(Cow::Owned(text)) => {
                self.decoded = text;
                read(number, &self.decoded)
            }
            None => Err(vec![Complaint::at(number, None, Fault::Encoding)]),
        };
        Ok(Some(Row { line: number, signature: signature_of(bytes), cells }))
    }
}

fn read(line: u64, text: &str) -> Result<Cells<'_>, Vec<Complaint>> {
    let mut object = Object { line, text, cells: Cells::default(), wrong: Vec::new() };
    let mut json = serde_json::Deserializer::from_str(text);
    if let Err(error) = (&mut object).deserialize(&mut json).and_then(|()| json.end()) {
        let place = place_in(text, error.column().saturating_sub(1));
        object.wrong.push(Complaint::at(line, Some(place), Fault::Json));
    }
    if object.wrong.is_empty() { Ok(object.cells) } else { Err(object.wrong) }
}

/// The number of the letter at that byte, from 1.
fn place_in(text: &str, byte: usize) -> u64 {
    text.char_indices().take_while(|(at, _)| *at < byte).count() as u64 + 1
}

/// One line, whose members become cells without being copied.
struct Object<'a> {
    line: u64,
    text: &'a str,
    cells: Cells<'a>,
    wrong: Vec<Complaint>,
}

impl<'a> DeserializeSeed<'a> for &mut Object<'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for &mut Object<'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut members: M) -> Result<(), M::Error> {
        while let Some((Key(column), value)) = members.next_entry::<Key, &'a RawValue>()? {
            let written = value.get();
            let place = place_in(self.text, written.as_ptr() as usize - self.text.as_ptr() as usize);
            let complaint = |fault| Complaint::at(self.line, Some(place), fault);
            let Some(column) = column else {
                self.wrong.push(complaint(Fault::UnknownColumn));
                continue;
            };
            if !self.cells.place(column, place) {
                self.wrong.push(complaint(Fault::DoubleColumn).about(column));
            }
            match value_of(column, written) {
                Ok(Some(value)) => self.cells.set(column, value),
                Ok(None) => {}
                Err(fault) => self.wrong.push(complaint(fault).about(column)),
            }
        }
        Ok(())
    }
}

/// A member's name.
struct Key(Option<Column>);

impl<'a> Deserialize<'a> for Key {
    fn deserialize<D: Deserializer<'a>>(json: D) -> Result<Self, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(Key(Column::of_heading(name)))
            }
        }

        json.deserialize_str(Name)
    }
}

/// A text, or a number where numbers may stand, as it is written; none for `null`.
fn value_of(column: Column, written: &str) -> Result<Option<Cow<'_, str>>, Fault> {
    let may_be_number =
        matches!(column, Column::Amount | Column::TaxFree | Column::VatAmount | Column::Installments);
    match written.as_bytes() {
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
            Ok(Some(Cow::Borrowed(&written[1..written.len() - 1])))
        }
        [b'"', ..] => match serde_json::from_str(written) {
            Ok(text) => Ok(Some(Cow::Owned(text))),
            Err(_) => Err(Fault::Json),
        },
        [b'-' | b'0'..=b'9', ..] if may_be_number => Ok(Some(Cow::Borrowed(written))),
        b"null" => Ok(None),
        _ => Err(Fault::Type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<(Option<u64>, String)> {
        let wrong = read(7, text).err().unwrap_or_default();
        wrong.iter().map(|complaint| (complaint.place, complaint.code())).collect()
    }

    #[test]
    fn members_become_values() {
        let line = r#"{"customer_uid":"c","주문번호":"o-1","amount":3000.0,"name":"\uc0ac\"과","pg":null,"tax_free":"10"}"#;
        let cells = read(1, line).unwrap();
        assert_eq!(cells.get(Column::CustomerUid), Some("c"));
        assert_eq!(cells.get(Column::MerchantUid), Some("o-1"));
        assert_eq!(cells.get(Column::Amount), Some("3000.0"));
        assert_eq!(cells.get(Column::Name), Some("사\"과"));
        assert_eq!((cells.get(Column::Pg), cells.get(Column::TaxFree)), (None, Some("10")));
        assert_eq!(cells.place_of(Column::CustomerUid), Some(17));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (line, place, code) in [
            ("[1]", 1, "file.json"),
            ("3", 1, "file.json"),
            ("{", 1, "file.json"),
            (r#"{"amount":1} x"#, 14, "file.json"),
            (r#"{"amount":tru}"#, 14, "file.json"),
            (r#"{"memo":"x"}"#, 9, "file.unknown_column"),
            (r#"{"name":"사과","name":"배"}"#, 21, "file.double_column"),
            (r#"{"name":3}"#, 9, "file.type"),
            (r#"{"amount":[3]}"#, 11, "file.type"),
            (r#"{"amount":true}"#, 11, "file.type"),
            (r#"{"name":"\ud800"}"#, 9, "file.json"),
        ] {
            assert_eq!(wrong(line), [(Some(place), code.to_owned())], "{line}");
        }
    }

    #[test]
    fn no_depth_is_too_deep() {
        assert_eq!(wrong(&"[".repeat(60_000)).len(), 1);
        assert_eq!(wrong(&format!("{{\"name\":{}", "[".repeat(60_000))).len(), 1);
    }
}
