//! Promises about any text whatever.

use proptest::prelude::*;

use crate::decline::{
    CancelVerdict, Decline, DeclineForm, PgErrorCode, Verdict, classify, classify_cancel, sanitize,
};

const MAX_CHARS: usize = 300;

/// The most digits in a run; one space or hyphen between two digits does not end it.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run, mut after_separator) = (0, 0, false);
    for c in text.chars() {
        match c {
            _ if c.is_numeric() => (run, after_separator) = (run + 1, false),
            ' ' | '-' if !after_separator => after_separator = true,
            _ => (run, after_separator) = (0, false),
        }
        longest = longest.max(run);
    }
    longest
}

fn kept(text: &str) -> Vec<Decline> {
    let mut declines = Vec::new();
    for form in [DeclineForm::Record, DeclineForm::Message] {
        if let Verdict::Declined(decline) = classify(text, form) {
            declines.push(decline);
        }
    }
    if let CancelVerdict::Declined(decline) = classify_cancel(text) {
        declines.push(decline);
    }
    declines
}

fn check(text: &str) {
    for decline in kept(text) {
        assert!(decline.pg_text().chars().count() <= MAX_CHARS);
        assert!(!decline.pg_text().chars().any(char::is_control));
        assert!(decline.pg_code().is_none_or(|code| longest_run(code.as_str()) < 13));
    }
}

/// Pieces of which awkward texts are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("|".to_owned()),
        Just("code:".to_owned()),
        Just("오류: ".to_owned()),
        Just("카드정보 인증에 실패하였습니다. ".to_owned()),
        Just("결제취소에 실패하였습니다. ".to_owned()),
        Just("(PG사 결제 장애)".to_owned()),
        Just("CA31".to_owned()),
        Just("F113".to_owned()),
        Just("\0".to_owned()),
        Just("\u{200b}".to_owned()),
        "[0-9]{1,20}",
        "[0-9 -]{1,24}",
        "\\PC{0,6}",
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gets_a_verdict(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn awkward_texts_get_a_verdict(text in pieces()) {
        check(&text);
    }

    #[test]
    fn sanitised_is_short_clean_and_stays_as_it_is(text in pieces()) {
        let once = sanitize(&text);
        prop_assert!(once.chars().count() <= MAX_CHARS);
        prop_assert!(!once.chars().any(char::is_control));
        prop_assert_eq!(sanitize(&once), once);
    }

    #[test]
    fn sanitised_has_no_card_number_in_any_spelling(
        before in "[^0-9]{0,8}",
        digits in "[0-9]{13,19}",
        separator in prop_oneof![Just(""), Just(" "), Just("-"), Just(" - "), Just("\n"), Just("\u{200b}"), Just("\0")],
        every in 1usize..6,
        after in "[^0-9]{0,8}",
    ) {
        let groups: Vec<&str> =
            (0..digits.len()).step_by(every).map(|at| &digits[at..digits.len().min(at + every)]).collect();
        let clean = sanitize(&format!("{before}{}{after}", groups.join(separator)));
        prop_assert!(!clean.chars().any(|c| c.is_ascii_digit()), "{}", clean);
    }

    #[test]
    fn sanitised_has_no_long_run(dense in "[0-9 \\-a]{0,400}", awkward in pieces()) {
        prop_assert!(longest_run(&sanitize(&dense)) < 13);
        prop_assert!(longest_run(&sanitize(&awkward)) < 13);
    }

    #[test]
    fn codes_parse_back(text in any::<String>(), formed in "[A-Za-z0-9_|-]{1,16}") {
        for text in [text, formed] {
            if let Some(code) = PgErrorCode::parse(&text) {
                prop_assert_eq!(code.as_str(), text.as_str());
                prop_assert_eq!(code.to_string(), text);
            }
        }
    }
}

#[test]
fn very_long_texts_get_a_verdict() {
    let million = 1_000_000;
    for unit in ["1", "[1", "code:", "카"] {
        let text = unit.repeat(million / unit.len());
        check(&text);
        assert!(sanitize(&text).chars().count() <= MAX_CHARS);
    }
    assert_eq!(sanitize(&"1".repeat(million)), "*".repeat(MAX_CHARS));
}

#[test]
fn a_card_number_across_the_cut_is_masked() {
    let text = format!("{}1234-1234-1234-1234", "가".repeat(MAX_CHARS - 10));
    assert!(!sanitize(&text).contains(|c: char| c.is_ascii_digit()));
}

#[test]
fn telephone_numbers_dates_and_amounts_stay() {
    let text = "전화 문의(1661-0808) 2026-11-23 12:34 1,000원";
    assert_eq!(sanitize(text), text);
    assert_eq!(sanitize("카드 1234-1234-1234-1234 확인"), "카드 ****-****-****-**** 확인");
    assert_eq!(sanitize("１２３４１２３４１２３４１２３４"), "*".repeat(16));
    assert_eq!(sanitize("123456789012"), "123456789012");
}

#[test]
fn digits_are_of_one_number_up_to_three_separators_between_them() {
    let spaced = |gap: &str| ["1234"; 4].join(gap);
    for gap in [" ", " - ", "...", "\u{2013}"] {
        assert_eq!(sanitize(&spaced(gap)), ["****"; 4].join(gap));
    }
    for gap in ["    ", " -- ", "a"] {
        assert_eq!(sanitize(&spaced(gap)), spaced(gap));
    }
}

#[test]
fn codes_of_another_form_are_refused() {
    for text in ["", "CA 31", "코드", "12345678901234567", "1234567890123", "A\0"] {
        assert_eq!(PgErrorCode::parse(text), None, "{text}");
    }
}
