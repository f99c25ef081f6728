//! The published codes, written out a second time from the documents, against the table.

use std::collections::BTreeSet;

use crate::decline::DeclineReason as R;
use crate::decline::codes::{OnPayment, ROWS};
use crate::decline::{DeclineForm, DeclineKind, Verdict, classify};

const PREFIXES: [&str; 5] = [
    "",
    "카드정보 인증에 실패하였습니다. ",
    "카드정보 확인에 실패하였습니다. ",
    "카드정보 인증 및 빌키 발급에 실패하였습니다. ",
    "오류: 결제에 실패하였습니다. ",
];

/// Every way a code may be written, with words that say nothing of their own.
fn spellings(code: &str) -> Vec<String> {
    PREFIXES
        .iter()
        .flat_map(|prefix| {
            [
                format!("{prefix}[{code}]사유"),
                format!("{prefix}[{code}]"),
                format!("{prefix}[{code}|사유]"),
                format!("{prefix}[400]Error (message: 사유, code:{code})"),
                format!("{prefix}{code} 사유"),
            ]
        })
        .collect()
}

fn verdicts(code: &str) -> Vec<Verdict> {
    let forms = [DeclineForm::Record, DeclineForm::Message];
    spellings(code).iter().flat_map(|text| forms.map(|form| classify(text, form))).collect()
}

#[test]
fn every_row_is_reached_through_every_spelling() {
    for row in ROWS {
        for code in row.codes {
            for verdict in verdicts(code) {
                let right = match (row.on_payment, &verdict) {
                    (
                        OnPayment::Declined(reason) | OnPayment::Refined(reason, _),
                        Verdict::Declined(decline),
                    ) => decline.reason() == reason && decline.pg_code().is_some_and(|c| c.as_str() == *code),
                    (OnPayment::Duplicate, Verdict::Duplicate)
                    | (OnPayment::Ambiguous, Verdict::Ambiguous)
                    | (OnPayment::NotFound, Verdict::NotFound) => true,
                    _ => false,
                };
                assert!(right, "{code}: {verdict:?}");
            }
        }
    }
}

#[test]
fn a_code_stands_in_one_row_only_and_in_upper_case() {
    let codes: Vec<&str> = ROWS.iter().flat_map(|row| row.codes.iter().copied()).collect();
    let distinct: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes.len(), distinct.len());
    assert!(codes.iter().all(|code| *code == code.to_ascii_uppercase()));
}

#[test]
fn numbers_of_three_digits_are_http_statuses_and_no_codes() {
    let short = |code: &&str| code.len() <= 3;
    assert_eq!(ROWS.iter().flat_map(|row| row.codes).copied().find(short), None);
}

/// `CA`, 31, 37 → `CA31` … `CA37`.
fn range(letters: &str, from: u32, to: u32) -> Vec<String> {
    let width = 4 - letters.len();
    (from..=to).map(|n| format!("{letters}{n:0width$}")).collect()
}

fn all_are(codes: &[String], expected: impl Fn(&Verdict) -> bool) {
    for code in codes {
        assert!(verdicts(code).iter().all(&expected), "{code}");
    }
}

fn declined(kind: DeclineKind) -> impl Fn(&Verdict) -> bool {
    move |verdict| matches!(verdict, Verdict::Declined(decline) if decline.kind() == kind)
}

fn named(codes: &[&str]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

#[test]
fn published_declines_have_their_kind() {
    let hard = [range("CA", 27, 30), range("CA", 50, 59), range("STR", 1, 8)].concat();
    all_are(&hard, declined(DeclineKind::Hard));
    let singles = ["CA20", "CA70", "CA80", "CA82", "J999", "8373", "0905", "ST70"];
    all_are(&named(&singles), declined(DeclineKind::Hard));
    all_are(&[range("CA", 31, 38), named(&["CA26"])].concat(), declined(DeclineKind::Soft));
    all_are(&[range("CA", 21, 23), range("CA", 40, 42)].concat(), declined(DeclineKind::Invalid));
    let set_up = [range("CA", 60, 65), named(&["CA87", "ST47", "ST48"])].concat();
    all_are(&set_up, declined(DeclineKind::Configuration));
    all_are(&range("F", 110, 115), declined(DeclineKind::Hard));
}

#[test]
fn published_faults_have_their_verdict() {
    let bad_request = [
        range("", 1001, 1013),
        range("", 1101, 1127),
        named(&["1901", "1902", "6001", "ST07", "ST09", "CA03"]),
    ];
    all_are(&bad_request.concat(), |v| matches!(v, Verdict::Declined(d) if d.reason() == R::RequestInvalid));
    let down = named(&["CA01", "CA02", "CA04", "ST11", "ST68", "ST69"]);
    all_are(&down, |v| matches!(v, Verdict::Declined(d) if d.reason() == R::IssuerDown));
    all_are(&named(&["ST41"]), |v| matches!(v, Verdict::Declined(d) if d.reason() == R::Traffic));
    all_are(&[down, named(&["ST41"])].concat(), declined(DeclineKind::Soft));
    let unknown = ["VTIM", "CA81", "ST38", "9999", "ST10", "ST60", "ST79", "ST99", "CA84", "8375"];
    all_are(&[range("", 9901, 9905), named(&unknown)].concat(), |v| *v == Verdict::Ambiguous);
    all_are(&named(&["ST03", "ST50", "CA86"]), |v| *v == Verdict::Duplicate);
    all_are(&named(&["ST06", "CA10"]), |v| *v == Verdict::NotFound);
}
