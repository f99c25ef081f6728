//! The desk is run as a program, and what it tells is compared.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// What the desk says to that slip on 23 November 2026.
fn desk(slip: &str) -> Output {
    let mut desk = Command::new(env!("CARGO_BIN_EXE_keyin-example-card-desk"));
    desk.arg("2026-11-23").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut desk = desk.spawn().unwrap();
    desk.stdin.take().unwrap().write_all(slip.as_bytes()).unwrap();
    desk.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_good_slip_is_told_with_the_number_masked() {
    let output = desk("4000-0000-0000-0002\n12/31\n11000\n");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        told(&output),
        "card\t400000******0002 (Visa)\n\
         digits\tare a card's\n\
         expiry\tis to come\n\
         amount\t11000 KRW = 10000 KRW + 1000 KRW VAT\n"
    );
}

#[test]
fn doubts_about_a_card_are_verdicts_and_no_errors() {
    let output = desk("1234-1234-1234-1234\n2019-01\n5000\n");
    assert_eq!(output.status.code(), Some(0));
    let told = told(&output);
    assert!(told.contains("digits\thold a mistyped one\nexpiry\tis over\n"), "{told}");
}

#[test]
fn a_decline_is_told_with_what_to_say_to_the_customer() {
    let output = desk("4000-0000-0000-0002\n12/31\n11000\n[CA31]한도초과\n");
    let told = told(&output);
    assert!(told.contains("\nanswer\tdeclined.limit_exceeded (soft)\ntell\t"), "{told}");
    assert!(told.contains("\n안내\t"), "{told}");
}

#[test]
fn an_answer_that_proves_nothing_is_no_decline() {
    let output = desk("4000-0000-0000-0002\n12/31\n11000\nsomething went wrong\n");
    assert!(told(&output).ends_with("answer\tproves nothing: look the payment up, send nothing\n"));
}

#[test]
fn what_is_no_slip_is_refused_by_field_and_rule_and_never_echoed() {
    for (slip, code, typed) in [
        ("4000-0000-0000-000\u{b2}\n12/31\n11000\n", "invalid.card_number.", "\u{b2}"),
        ("4000-0000-0000-0002\n13/31\n11000\n", "invalid.expiry.", "13/31"),
        ("4000-0000-0000-0002\n12/31\n11000.5\n", "invalid.amount.", "11000.5"),
    ] {
        let output = desk(slip);
        assert_eq!(output.status.code(), Some(2), "{slip}");
        let told = told(&output);
        assert!(told.starts_with(code) && !told.contains(typed), "{told}");
    }
}
