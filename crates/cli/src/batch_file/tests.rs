//! Whatever a file holds: nothing falls, and nothing that is refused is repeated.

use std::io::Write;

use proptest::prelude::*;

use super::csv_line::Fields;
use super::{Format, check};
use crate::render::CsvCells;

/// What is wrong with a file of these bytes, in words; none if nothing is.
fn complaints(bytes: &[u8], format: Format) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let complaints = check(file.path(), format, None).unwrap().err()?;
    let told = complaints.first().iter().map(|one| one.message(keyin_domain::Language::English));
    Some(told.collect::<Vec<_>>().join("\n"))
}

/// Pieces of which files are made, right and wrong ones.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        &b"customer_uid,merchant_uid,amount,name\n"[..],
        b"customer-1,order-1,1000,a\n",
        b"{\"customer_uid\":\"c\",\"merchant_uid\":\"o-1\",\"amount\":1,\"name\":\"\\ud800\"}\n",
        b"\xef\xbb\xbf",
        b"\xb0\xed\xb0\xb4\xb9\xf8\xc8\xa3,",
        b"\"",
        b"{\"a\":[[[",
        b"\r\n",
        b"\r",
        b",,,",
        b"\t;",
        b"\0",
    ]);
    let any = prop::collection::vec(any::<u8>(), 0..40);
    let piece = prop_oneof![known.prop_map(<[u8]>::to_vec), any];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in pieces()) {
        for format in [Format::Csv, Format::JsonLines] {
            complaints(&bytes, format);
        }
    }

    #[test]
    fn what_is_refused_is_not_repeated(secret in "[0-9]{16}", place in 0..4usize) {
        let mut row = ["customer-1", "order-1", "1000", "a"].map(str::to_owned);
        row[place] = format!("{secret} {}", "x".repeat(80));
        let csv = format!("customer_uid,merchant_uid,amount,name\n{}\n{secret}\n", row.join(","));
        let told = complaints(csv.as_bytes(), Format::Csv).unwrap();
        prop_assert!(!told.contains(&secret), "{told}");
        let json = format!("{{\"{secret}\":\"{secret}\",\"name\":{secret}}}\n{secret}\n");
        let told = complaints(json.as_bytes(), Format::JsonLines).unwrap();
        prop_assert!(!told.contains(&secret), "{told}");
    }

    #[test]
    fn what_is_written_as_cells_is_read_as_the_same_fields(texts in prop::collection::vec("[^\\pC=+@-][^\\pC]{0,20}", 1..6)) {
        let mut line = Vec::new();
        let mut cells = CsvCells::new(&mut line);
        texts.iter().for_each(|text| cells.text(text));
        cells.end();
        let mut fields = Fields::default();
        prop_assert!(fields.split(line.strip_suffix(b"\r").unwrap(), b',').is_ok());
        let read: Vec<String> = fields.iter().map(|field| String::from_utf8(field.to_vec()).unwrap()).collect();
        prop_assert_eq!(read, texts);
    }
}
