use std::collections::BTreeSet;

use crate::Language;
use crate::decline::{Decline, DeclineKind, DeclineReason};

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

#[test]
fn every_reason_has_advice_for_both_people_in_both_languages() {
    for reason in DeclineReason::ALL {
        for language in Language::ALL {
            for advice in [reason.advice(language), reason.operator_advice(language)] {
                assert!(advice.ends_with('.'), "{reason} {language:?}");
                assert_eq!(
                    advice.chars().any(is_hangul),
                    language == Language::Korean,
                    "{reason} {language:?}"
                );
            }
            assert_ne!(reason.advice(language), reason.operator_advice(language), "{reason}");
        }
        assert!(reason.advice(Language::Korean).ends_with("요."), "{reason}: the payer is asked politely");
        assert!(reason.advice(Language::English).contains("lease "), "{reason}: the payer is asked politely");
    }
}

#[test]
fn a_hard_decline_never_tells_the_payer_to_wait() {
    for reason in DeclineReason::ALL.iter().filter(|reason| reason.kind() == DeclineKind::Hard) {
        assert!(!reason.advice(Language::English).contains("later"), "{reason}");
        assert!(!reason.advice(Language::Korean).contains("나중에"), "{reason}");
    }
}

#[test]
fn codes_are_stable_distinct_and_readable_back() {
    let codes: BTreeSet<&str> = DeclineReason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), DeclineReason::ALL.len());
    for reason in DeclineReason::ALL {
        assert_eq!(DeclineReason::from_code(reason.code()), Some(*reason));
        assert_eq!(reason.to_string(), reason.code());
        let name = reason.code().strip_prefix("declined.").unwrap();
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{reason}");
    }
    assert_eq!(DeclineReason::LimitExceeded.code(), "declined.limit_exceeded");
    assert_eq!(DeclineReason::from_code("limit_exceeded"), None);
}

#[test]
fn a_decline_has_the_code_and_the_kind_of_its_reason() {
    for &reason in DeclineReason::ALL {
        let decline = Decline::new(reason, None, "");
        assert_eq!(
            (decline.reason(), decline.code(), decline.kind()),
            (reason, reason.code(), reason.kind())
        );
    }
}

#[test]
fn kinds_have_stable_names() {
    let names = DeclineKind::ALL.map(DeclineKind::as_str);
    assert_eq!(names, ["hard", "soft", "invalid", "configuration"]);
    assert_eq!(DeclineKind::ALL.map(|kind| kind.to_string()), names);
}

#[test]
fn the_payer_never_reads_the_words_of_the_gateway() {
    let decline = Decline::unspecified("내부 서버 문구 XYZ");
    assert_eq!(decline.pg_text(), "내부 서버 문구 XYZ");
    for language in Language::ALL {
        assert!(!decline.customer_message(language).contains("XYZ"));
        assert_eq!(decline.customer_message(language), decline.reason().advice(language));
    }
}
