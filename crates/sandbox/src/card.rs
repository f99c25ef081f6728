//! A card on its way through: the digits as presented, and the little that is kept of them.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::test_cards::{CardBehaviour, behaviour_of};

/// The digits of a card in the hand of one call. Lives as long as the call and shows itself only masked.
pub(crate) struct PresentedCard {
    digits: String,
}

/// What is kept of a card: nothing from which it could be charged elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CardFace {
    /// First six and last four digits, stars between.
    pub(crate) masked: Box<str>,
    /// The card company, by the KFTC's three-digit code.
    #[serde(serialize_with = "code_of", deserialize_with = "issuer_with_code")]
    pub(crate) issuer: &'static Issuer,
}

fn code_of<S: Serializer>(issuer: &Issuer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(issuer.code)
}

fn issuer_with_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Issuer, D::Error> {
    let code = String::deserialize(deserializer)?;
    let mut issuers = ISSUERS.iter().map(|(_, issuer)| issuer);
    issuers
        .find(|issuer| issuer.code == code)
        .ok_or_else(|| D::Error::custom("a card company that is not known"))
}

/// A card company.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Issuer {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// 0 credit, 1 debit.
    pub(crate) card_type: u8,
}

/// Which company the sandbox takes a card for, by its first digit. Real prefixes are finer; a test needs several
/// companies and both types, not the truth about prefixes.
pub(crate) static ISSUERS: [(&str, Issuer); 6] = [
    ("3", Issuer { code: "365", name: "삼성카드", card_type: 0 }),
    ("4", Issuer { code: "366", name: "신한카드", card_type: 0 }),
    ("5", Issuer { code: "381", name: "국민KB카드", card_type: 0 }),
    ("6", Issuer { code: "371", name: "NH카드", card_type: 1 }),
    ("9", Issuer { code: "367", name: "현대카드", card_type: 0 }),
    ("", Issuer { code: "361", name: "BC카드", card_type: 0 }),
];

impl PresentedCard {
    /// Reads 13 to 19 digits; hyphens and white space between them are dropped, everything else refuses the card.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut digits = String::with_capacity(19);
        for character in text.chars() {
            match character {
                '0'..='9' if digits.len() < 19 => digits.push(character),
                '-' | ' ' => {}
                _ => return None,
            }
        }
        (digits.len() >= 13).then_some(Self { digits })
    }

    pub(crate) fn behaviour(&self) -> CardBehaviour {
        behaviour_of(&self.digits)
    }

    pub(crate) fn face(&self) -> CardFace {
        let hidden = self.digits.len() - 10;
        let (first, last) = (&self.digits[..6], &self.digits[self.digits.len() - 4..]);
        let masked = format!("{first}{:*<hidden$}{last}", "").into_boxed_str();
        CardFace { masked, issuer: issuer_of(&self.digits) }
    }
}

/// The last row has an empty prefix, which every number starts with.
fn issuer_of(digits: &str) -> &'static Issuer {
    let row = ISSUERS.iter().find(|(prefix, _)| digits.starts_with(prefix));
    row.map_or(&ISSUERS[ISSUERS.len() - 1].1, |(_, issuer)| issuer)
}

/// Whether the text is a month as the API writes it, `YYYY-MM`. Whether it is past is not asked.
pub(crate) fn is_expiry(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    bytes.len() == 7
        && bytes[4] == b'-'
        && digits(0..4)
        && digits(5..7)
        && (b"01".as_slice()..=b"12".as_slice()).contains(&&bytes[5..7])
}

/// Whether the text can be a birth date or a business number: six or ten digits.
pub(crate) fn is_holder(text: &str) -> bool {
    matches!(text.len(), 6 | 10) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text can be the first half of a card's password: two digits.
pub(crate) fn is_password_half(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_dropped_and_the_middle_is_hidden() {
        for text in ["1234-1234-1234-1234", "1234 1234 1234 1234", "1234123412341234"] {
            let face = PresentedCard::read(text).map(|card| card.face());
            assert_eq!(face.as_ref().map(|face| &*face.masked), Some("123412******1234"), "{text}");
            assert_eq!(face.map(|face| face.issuer.code), Some("361"));
        }
        let short = PresentedCard::read("3700000000001").map(|card| card.face().masked);
        assert_eq!(short.as_deref(), Some("370000***0001"));
    }

    #[test]
    fn too_few_too_many_or_other_characters_are_no_card() {
        for text in [
            "",
            "123412341234",
            "12341234123412341234",
            "1234-1234-1234-123a",
            "１２３４１２３４１２３４１２３４",
        ] {
            assert!(PresentedCard::read(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn months_are_written_with_a_hyphen() {
        for text in ["2019-01", "2030-12"] {
            assert!(is_expiry(text), "{text}");
        }
        for text in ["", "2019-00", "2019-13", "01/19", "201901", "2019-1", "20190-1", "가나-01"] {
            assert!(!is_expiry(text), "{text}");
        }
    }
}
