use std::collections::HashSet;

use super::CardBehaviour::{CancelRefused, KeyMessage, KeyRecord, Message, Record};
use super::*;

/// The four digits by which a number shows its code.
fn digits_of(code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if code.starts_with("ST") { format!("7{digits:0>3}") } else { format!("{digits:0>4}") }
}

fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| {
            let digit = u32::from(byte - b'0');
            match position % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[test]
fn every_number_passes_luhn_and_stands_once() {
    let mut seen = HashSet::new();
    for card in test_cards() {
        assert_eq!(card.number.len(), 16);
        assert!(passes_luhn(card.number), "{}", card.number_with_hyphens());
        assert!(seen.insert(card.number), "{} stands twice", card.number_with_hyphens());
        assert_eq!(behaviour_of(card.number), card.behaviour);
    }
}

#[test]
fn every_recorded_decline_has_a_card_that_only_gives_the_message() {
    let of = |wanted: fn(&CardBehaviour) -> Option<Decline>| -> Vec<Decline> {
        test_cards().iter().filter_map(|card| wanted(&card.behaviour)).collect()
    };
    let records = of(|b| if let Record(decline) = b { Some(*decline) } else { None });
    let messages = of(|b| if let Message(decline) = b { Some(*decline) } else { None });
    assert_eq!(records, messages);
    assert_eq!(records.len(), 39);
}

#[test]
fn the_digits_of_the_code_stand_in_the_number() {
    for card in test_cards() {
        if let Record(decline)
        | Message(decline)
        | KeyRecord(decline)
        | KeyMessage(decline)
        | CancelRefused(decline) = card.behaviour
        {
            assert_eq!(&card.number[8..12], digits_of(decline.code), "{}", card.number_with_hyphens());
        }
    }
}

#[test]
fn other_cards_are_approved() {
    for digits in ["1234123412341234", "4000000000310004", "9410000000000000"] {
        assert_eq!(behaviour_of(digits), CardBehaviour::Approve);
    }
}
