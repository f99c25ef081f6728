//! Parsing a card number and judging its check digit, against the crate `creditcard`, which does both.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]

mod measure;

use std::hint::black_box;
use std::process::ExitCode;

use creditcard::CreditCard;
use keyin_domain::CardNumber;
use measure::{Goal, compare, rate};

const PARSES: u32 = 5_000_000;
const ROUNDS: usize = 9;
const NUMBERS: [&str; 4] = ["4242424242424242", "5555555555554444", "4111111111111111", "6011111111111117"];

fn main() -> ExitCode {
    let goal = Goal {
        name: "card number of 16 digits: format and Luhn",
        ours: "keyin-domain",
        theirs: "creditcard 0.1",
        at_least: 1.0,
    };
    let ours = || each(|text| CardNumber::parse(text).is_ok_and(|number| number.passes_luhn()));
    let theirs = || each(|text| text.parse::<CreditCard>().is_ok());
    if compare(goal, ROUNDS, ours, theirs) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn each(good: impl Fn(&str) -> bool) -> f64 {
    assert!(NUMBERS.iter().all(|number| good(number)), "both must take what they are measured on");
    rate(PARSES, || {
        for text in NUMBERS.iter().cycle().take(PARSES as usize) {
            black_box(good(black_box(text)));
        }
    })
}
