mod brands;
mod parts;

use jiff::civil::date;
use proptest::prelude::*;

use crate::{
    Card, CardBrand, CardNumber, Cvc, Expiry, Field, HolderId, HolderIdKind, MaskedCardNumber,
    PasswordDigits, Rule,
};

const GUIDE_CARD: &str = "1234-1234-1234-1234";

#[test]
fn the_guides_own_card_is_taken_and_fails_luhn() {
    let number = CardNumber::parse(GUIDE_CARD).unwrap();
    assert_eq!(number.expose(), "1234123412341234");
    assert!(!number.passes_luhn());
    assert!(Expiry::parse("2019-01").unwrap().is_past_on(date(2026, 11, 23)));
    assert_eq!(HolderId::not_required().expose(), "123456");
}

#[test]
fn luhn_knows_published_test_numbers() {
    for genuine in ["4242424242424242", "5555 5555 5555 4444", "378282246310005", "6011111111111117"] {
        assert!(CardNumber::parse(genuine).unwrap().passes_luhn(), "{genuine}");
    }
    assert!(!CardNumber::parse("4242424242424241").unwrap().passes_luhn());
}

#[test]
fn brands_go_by_prefix() {
    let brand = |text| CardNumber::parse(text).unwrap().brand();
    assert_eq!(brand("4242424242424242"), Some(CardBrand::Visa));
    assert_eq!(brand("5555555555554444"), Some(CardBrand::Mastercard));
    assert_eq!(brand("2221000000000009"), Some(CardBrand::Mastercard));
    assert_eq!(brand("378282246310005"), Some(CardBrand::Amex));
    assert_eq!(brand("3566002020360505"), Some(CardBrand::Jcb));
    assert_eq!(brand("6200000000000005"), Some(CardBrand::UnionPay));
    assert_eq!(brand("9410000000000000"), Some(CardBrand::KoreanLocal));
    assert_eq!(brand(GUIDE_CARD), None);
}

#[test]
fn every_bad_card_number_names_its_rule() {
    let rule = |text: &str| CardNumber::parse(text).unwrap_err().rule().clone();
    let length = Rule::Length { min: 13, max: 19 };
    assert_eq!(rule(""), Rule::Empty);
    assert_eq!(rule("123412341234"), length);
    assert_eq!(rule("12341234123412341234"), length);
    assert_eq!(rule(&"1".repeat(1_000_000)), length);
    for (text, at) in [
        ("-1234123412341234", 0),
        ("1234--123412341234", 5),
        ("1234123412341234-", 16),
        ("1234x12341234123", 4),
        ("1234\u{0}12341234123", 4),
        ("１２３４123412341234", 0),
        ("1234가12341234123", 4),
    ] {
        assert!(
            matches!(rule(text), Rule::Character { position, .. } if position == at),
            "{text}: {:?}",
            rule(text)
        );
    }
}

#[test]
fn expiry_takes_what_people_type() {
    for text in ["2028-12", "12/28", "12/2028", "1228", "12-28"] {
        assert_eq!(*Expiry::parse(text).unwrap().expose(), "2028-12", "{text}");
    }
    for text in
        ["", "2028-13", "2028-00", "1999-12", "2100-01", "28-12x", "2028/12", "１２/28", "12/2", "-1/28"]
    {
        assert_eq!(Expiry::parse(text).unwrap_err().field(), Field::Expiry, "{text}");
    }
}

#[test]
fn the_last_month_counts_to_its_end() {
    let expiry = Expiry::parse("2026-11").unwrap();
    assert!(!expiry.is_past_on(date(2026, 11, 30)));
    assert!(expiry.is_past_on(date(2026, 12, 1)));
}

#[test]
fn holder_ids_are_judged_not_refused() {
    assert!(HolderId::parse("900101").unwrap().is_calendar_date());
    assert!(HolderId::parse("000229").unwrap().is_calendar_date());
    assert!(!HolderId::not_required().is_calendar_date());
    let business = HolderId::parse("220-81-62517").unwrap();
    assert_eq!((business.kind(), business.expose()), (HolderIdKind::Business, "2208162517"));
    assert!(business.passes_checksum());
    assert!(!HolderId::parse("2208162518").unwrap().passes_checksum());
    // Nor a resident registration number, whole or with its hyphen.
    for text in [
        "9001011234567",
        "900101-1234567",
        "",
        "90010",
        "9001011",
        "12-345-67890",
        "220-81-6251a",
        "90010١",
        "220--8162517",
    ] {
        assert_eq!(HolderId::parse(text).unwrap_err().field(), Field::Birth, "{text}");
    }
}

#[test]
fn short_secrets_keep_leading_zeros() {
    assert_eq!(PasswordDigits::parse("00").unwrap().expose(), "00");
    assert_eq!(Cvc::parse("012").unwrap().expose(), "012");
    for text in ["", "0", "000", "0a", "٠١"] {
        assert_eq!(PasswordDigits::parse(text).unwrap_err().field(), Field::Pwd2Digit);
    }
    for text in ["", "01", "01234", "01a"] {
        assert_eq!(Cvc::parse(text).unwrap_err().field(), Field::Cvc);
    }
}

#[test]
fn debug_tells_nothing_secret() {
    let card =
        Card::new(CardNumber::parse("4242-4242-4242-4242").unwrap(), Expiry::parse("2031-07").unwrap())
            .with_holder_id(HolderId::parse("880815").unwrap())
            .with_password(PasswordDigits::parse("37").unwrap())
            .with_cvc(Cvc::parse("951").unwrap());
    let shown = format!("{card:?} {card:#?}");
    assert!(shown.contains("424242******4242"));
    for secret in ["2031", "31-07", "880815", "37", "951", "42424242"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn whatever_the_pg_returns_is_masked_anew() {
    let masked = |text| MaskedCardNumber::from_gateway(text).map(|masked| masked.to_string());
    assert_eq!(masked("95404900****1569").as_deref(), Some("954049******1569"));
    assert_eq!(masked("5570420000007221").as_deref(), Some("557042******7221"));
    assert_eq!(masked("1111-22xx-xxxx-4444").as_deref(), Some("111122******4444"));
    assert_eq!(masked("BC카드"), None);
    assert_eq!(masked("1234"), None);
    assert_eq!(masked("123456XXX0123").as_deref(), Some("123456***0123"), "the shortest card number");
    assert_eq!(masked("123456xx0123"), None);
    assert_eq!(masked("1234567890123456789").as_deref(), Some("123456*********6789"), "the longest");
    assert_eq!(masked("12345678901234567890"), None);
    assert_eq!(masked("1111 2222 3333 4444").as_deref(), Some("111122******4444"));
    assert_eq!(masked("1111_2222_3333_4444"), None);
}

proptest! {
    #[test]
    fn a_card_number_survives_any_grouping(digits in "[0-9]{13,19}", group in 1usize..8, separator in "[- ]") {
        let chunks: Vec<&str> = digits.as_bytes().chunks(group).map(|c| std::str::from_utf8(c).unwrap()).collect();
        let number = CardNumber::parse(&chunks.join(&separator)).unwrap();
        prop_assert_eq!(number.expose(), digits.as_str());
        prop_assert_eq!(number.len(), digits.len());
        let masked = number.masked().to_string();
        prop_assert!(masked.bytes().filter(u8::is_ascii_digit).count() <= 10);
        prop_assert_eq!(&masked[..6], &digits[..6]);
        prop_assert_eq!(&masked[masked.len() - 4..], &digits[digits.len() - 4..]);
    }

    #[test]
    fn one_wrong_digit_or_swap_fails_luhn(digits in "[0-9]{12,18}", place in 0usize..19, by in 1u8..10) {
        let with_check = (0..10).map(|d| format!("{digits}{d}")).find(|n| CardNumber::parse(n).unwrap().passes_luhn());
        let mut genuine = with_check.unwrap().into_bytes();
        let place = place % genuine.len();
        genuine[place] = b'0' + (genuine[place] - b'0' + by) % 10;
        let mistyped = String::from_utf8(genuine).unwrap();
        prop_assert!(!CardNumber::parse(&mistyped).unwrap().passes_luhn());
    }

    #[test]
    fn expiry_round_trips(year in 2000u16..2100, month in 1u8..13) {
        let text = format!("{year:04}-{month:02}");
        prop_assert_eq!(&*Expiry::parse(&text).unwrap().expose(), &text);
    }

    #[test]
    fn no_text_makes_a_card_value_panic_or_echo(text in "\\PC{0,64}|[0-9 -]{0,40}|.{0,30}") {
        let errors = [
            CardNumber::parse(&text).err(),
            Expiry::parse(&text).err(),
            HolderId::parse(&text).err(),
            PasswordDigits::parse(&text).err(),
            Cvc::parse(&text).err(),
        ];
        for error in errors.into_iter().flatten() {
            let said = format!("{error} {error:?} {}", error.code());
            prop_assert!(text.chars().count() < 8 || !said.contains(&text));
        }
        let _ = MaskedCardNumber::from_gateway(&text).map(|m| assert!(m.as_str().bytes().filter(u8::is_ascii_digit).count() <= 10));
    }

    #[test]
    fn birth_verdicts_never_panic(digits in "[0-9]{6}|[0-9]{10}") {
        let id = HolderId::parse(&digits).unwrap();
        prop_assert_eq!(id.expose(), digits.as_str());
        prop_assert!(!(id.is_calendar_date() && id.passes_checksum()));
    }
}
