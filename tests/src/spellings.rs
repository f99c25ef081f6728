//! Every way in which a card could be found again in a log, a store or an answer.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::TypedCard;

/// As many digits in a row give a card away: the first six and the last four may be shown.
const TELLING: usize = 9;

/// Something to look for, and what it is called in a failed test.
#[derive(Clone, Debug)]
struct Spelling {
    name: String,
    bytes: Vec<u8>,
}

/// Which spellings of the card stand in the text. None, if all is well.
pub fn traces_of(card: TypedCard, text: &[u8]) -> Vec<String> {
    found(&spellings_of(card), text)
}

/// Which spellings of the card, or of any of its data by itself, stand in a process's memory, where there are no
/// names beside the values.
pub fn traces_in_memory(card: TypedCard, memory: &[u8]) -> Vec<String> {
    let mut all = spellings_of(card);
    for (name, value) in [("expiry", card.expiry), ("birth", card.birth)] {
        let digits = value.replace('-', "");
        for (how, bytes) in [
            ("as typed", value.as_bytes().to_vec()),
            ("in UTF-16", value.bytes().flat_map(|byte| [byte, 0]).collect()),
            ("as numbers", digits.bytes().map(|byte| byte - b'0').collect()),
        ] {
            all.push(Spelling { name: format!("{name} {how}"), bytes });
        }
    }
    found(&all, memory)
}

/// Which spellings of the whole number stand in the text: for any text, however many zeros the number has.
pub fn traces_of_number(number: &str, text: &[u8]) -> Vec<String> {
    found(&spellings_of_number(number), text)
}

fn found(spellings: &[Spelling], text: &[u8]) -> Vec<String> {
    let wanted = AhoCorasick::new(spellings.iter().map(|spelling| &spelling.bytes)).unwrap();
    let places: BTreeSet<usize> =
        wanted.find_overlapping_iter(text).map(|place| place.pattern().as_usize()).collect();
    places.into_iter().map(|place| spellings[place].name.clone()).collect()
}

fn spellings_of_number(number: &str) -> Vec<Spelling> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let hyphenated = in_groups(&digits, "-");
    let mut all = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| all.push(Spelling { name: name.to_owned(), bytes });
    add("digits", digits.as_bytes().to_vec());
    for separator in ["-", " ", "_", ".", "%20", "%2D", "+", ", "] {
        add("digits in groups", in_groups(&digits, separator).into_bytes());
    }
    for separator in [" ", ",", ", ", "-"] {
        add("digits one by one", joined(digits.chars().map(String::from), separator));
    }
    let reversed: String = digits.chars().rev().collect();
    add("digits in reverse", reversed.into_bytes());
    for (name, text) in [("digits", &digits), ("digits with hyphens", &hyphenated)] {
        let bytes = text.as_bytes();
        add(&format!("{name} in hex"), joined(bytes.iter().map(|byte| format!("{byte:02x}")), ""));
        add(&format!("{name} in spaced hex"), joined(bytes.iter().map(|byte| format!("{byte:02x}")), " "));
        add(&format!("{name} as a list of bytes"), joined(bytes.iter().map(u8::to_string), ", "));
        add(&format!("{name} percent-encoded"), joined(bytes.iter().map(|byte| format!("%{byte:02X}")), ""));
        add(
            &format!("{name} as JSON escapes"),
            joined(bytes.iter().map(|byte| format!("\\u{byte:04x}")), ""),
        );
        add(&format!("{name} in UTF-16"), bytes.iter().flat_map(|byte| [*byte, 0]).collect());
        for shift in 0..3 {
            add(&format!("{name} in base64, shifted by {shift}"), base64_middle(bytes, shift));
        }
    }
    let values = digits.bytes().map(|byte| byte - b'0');
    add("digits as numbers", values.clone().collect());
    let pairs: Vec<u8> = values.collect();
    add(
        "digits packed in pairs",
        pairs.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit)).collect(),
    );
    all
}

fn spellings_of(card: TypedCard) -> Vec<Spelling> {
    let digits: String = card.number.chars().filter(char::is_ascii_digit).collect();
    let mut all = spellings_of_number(card.number);
    let mut add = |name: &str, bytes: Vec<u8>| all.push(Spelling { name: name.to_owned(), bytes });
    for start in 0..=digits.len() - TELLING {
        add("some digits in a row", digits.as_bytes()[start..start + TELLING].to_vec());
    }
    let TypedCard { expiry, birth, pwd_2digit, .. } = card;
    for (field, value) in [("expiry", expiry), ("birth", birth), ("pwd_2digit", pwd_2digit)] {
        for written in [
            format!("\"{field}\":\"{value}\""),
            format!("\"{field}\": \"{value}\""),
            format!("{field}={value}"),
            format!("{field}: \"{value}\""),
            format!("\\\"{field}\\\":\\\"{value}\\\""),
        ] {
            add(field, written.into_bytes());
        }
    }
    all
}

fn in_groups(digits: &str, separator: &str) -> String {
    let groups: Vec<&str> =
        (0..digits.len()).step_by(4).map(|at| &digits[at..digits.len().min(at + 4)]).collect();
    groups.join(separator)
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> Vec<u8> {
    parts.collect::<Vec<_>>().join(separator).into_bytes()
}

/// What base64 makes of the bytes wherever they begin in a longer text: the characters that depend on them alone.
fn base64_middle(bytes: &[u8], shift: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let own = &bytes[(3 - shift) % 3..];
    let whole = own.chunks_exact(3);
    whole
        .flat_map(|chunk| {
            let bits = u32::from(chunk[0]) << 16 | u32::from(chunk[1]) << 8 | u32::from(chunk[2]);
            [18, 12, 6, 0].map(|place| ALPHABET[(bits >> place) as usize & 63])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: TypedCard =
        TypedCard { number: "5412-7534-9821-6006", expiry: "2089-11", birth: "870605", pwd_2digit: "94" };

    #[test]
    fn each_spelling_is_found_in_a_longer_text() {
        for spelling in spellings_of(CARD) {
            let text = [b"before ".as_slice(), &spelling.bytes, b" after"].concat();
            assert!(traces_of(CARD, &text).contains(&spelling.name), "{}", spelling.name);
        }
    }

    #[test]
    fn what_people_and_programs_write_is_found() {
        for text in [
            "card 5412753498216006 declined",
            "5412 7534 9821 6006",
            "5412753498",
            "6006128943572145",
            "{\"expiry\":\"2089-11\"}",
            "birth=870605&",
            "Card { pwd_2digit: \"94\" }",
            // "x=5412753498216006", "xy=…" and "xyz=…" in base64.
            "eD01NDEyNzUzNDk4MjE2MDA2",
            "eHk9NTQxMjc1MzQ5ODIxNjAwNg==",
            "eHl6PTU0MTI3NTM0OTgyMTYwMDY=",
            "35343132373533343938323136303036",
            "%35%34%31%32%37%35%33%34%39%38%32%31%36%30%30%36",
        ] {
            assert!(!traces_of(CARD, text.as_bytes()).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_may_be_shown_is_not_found() {
        for text in ["541275******6006", "2089", "order 870605", "", "4111111111111111"] {
            assert_eq!(traces_of(CARD, text.as_bytes()), Vec::<String>::new(), "{text}");
        }
    }
}
