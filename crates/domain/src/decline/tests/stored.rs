#![cfg(feature = "serde")]

use crate::decline::{Decline, DeclineKind, DeclineReason, PgErrorCode};

#[test]
fn a_decline_is_stored_by_its_codes_and_read_back_equal() {
    let decline = Decline::new(DeclineReason::LimitExceeded, PgErrorCode::parse("CA31"), "[CA31]한도초과");
    let json = serde_json::to_value(&decline).unwrap();
    let expected = serde_json::json!({
        "reason": "declined.limit_exceeded", "pg_code": "CA31", "pg_text": "[CA31]한도초과",
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Decline>(json).unwrap(), decline);
}

#[test]
fn what_a_store_gives_back_is_sanitised_again() {
    let stored = r#"{"reason":"declined.unspecified","pg_text":"1234123412341234\u0000"}"#;
    let decline: Decline = serde_json::from_str(stored).unwrap();
    assert_eq!(decline, Decline::unspecified("****************"));
}

#[test]
fn a_reason_or_code_that_is_none_is_refused_without_being_repeated() {
    for stored in [r#"{"reason":"declined.secret"}"#, r#"{"reason":"declined.points","pg_code":"secret!"}"#] {
        let error = serde_json::from_str::<Decline>(stored).unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn kinds_are_stored_in_lower_case() {
    for kind in DeclineKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}
