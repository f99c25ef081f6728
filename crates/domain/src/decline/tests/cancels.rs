use crate::decline::DeclineReason as R;
use crate::decline::codes::{OnCancel, OnPayment, ROWS};
use crate::decline::{CancelVerdict, DeclineReason, classify_cancel};

const PREFIX: &str = "결제취소에 실패하였습니다. ";

fn reason(text: &str) -> Option<DeclineReason> {
    match classify_cancel(text) {
        CancelVerdict::Declined(decline) => Some(decline.reason()),
        CancelVerdict::AlreadyCancelled | CancelVerdict::Ambiguous => None,
    }
}

#[test]
fn recorded_texts_of_repeated_cancels() {
    let said = [
        "[500626|기 취소 거래]",
        "해당거래 취소실패(기취소성공) : 전화 문의(1661-0808)",
        "[2015]이미 취소된 거래",
    ];
    for text in said {
        assert_eq!(classify_cancel(text), CancelVerdict::AlreadyCancelled, "{text}");
        assert_eq!(classify_cancel(&format!("{PREFIX}{text}")), CancelVerdict::AlreadyCancelled, "{text}");
    }
}

#[test]
fn published_codes_of_cancels() {
    let declined = [
        (&["ST46"][..], R::CancelDeadline),
        (&["ST54", "CA88", "1534", "2030"], R::PartialCancelImpossible),
        (&["ST55", "1617", "ST56", "ST57", "ST58", "2032"], R::CancelAmount),
        (&["2026", "3007"], R::CancelLimit),
        (&["CA11", "CA83", "CA85"], R::CancelRefused),
    ];
    for (codes, expected) in declined {
        for code in codes {
            assert_eq!(reason(&format!("{PREFIX}[{code}]사유")), Some(expected), "{code}");
            assert_eq!(reason(&format!("[{code}]사유")), Some(expected), "{code}");
        }
    }
    for code in ["CA12", "ST25", "2015", "500626"] {
        assert_eq!(
            classify_cancel(&format!("{PREFIX}[{code}]사유")),
            CancelVerdict::AlreadyCancelled,
            "{code}"
        );
    }
    for code in ["ST26", "ST45", "VTIM", "9999", "CA86", "CA10"] {
        assert_eq!(classify_cancel(&format!("{PREFIX}[{code}]사유")), CancelVerdict::Ambiguous, "{code}");
    }
}

#[test]
fn every_row_is_reached() {
    for row in ROWS {
        let expected = row.on_cancel.unwrap_or(match row.on_payment {
            OnPayment::Declined(reason) | OnPayment::Refined(reason, _) => OnCancel::Declined(reason),
            OnPayment::Duplicate | OnPayment::Ambiguous | OnPayment::NotFound => OnCancel::Ambiguous,
        });
        for code in row.codes {
            for text in
                [format!("[{code}]사유"), format!("{PREFIX}[{code}]사유"), format!("{PREFIX}{code} 사유")]
            {
                let found = match classify_cancel(&text) {
                    CancelVerdict::AlreadyCancelled => OnCancel::AlreadyCancelled,
                    CancelVerdict::Declined(decline) => OnCancel::Declined(decline.reason()),
                    CancelVerdict::Ambiguous => OnCancel::Ambiguous,
                };
                assert_eq!(found, expected, "{text}");
            }
        }
    }
}

#[test]
fn what_is_left_to_settle_is_told_in_words_too() {
    assert_eq!(reason("취소금액이 미정산 금액보다 큽니다."), Some(R::CancelLimit));
    assert_eq!(reason(&format!("{PREFIX}취소금액이 미정산 금액보다 큽니다.")), Some(R::CancelLimit));
}

#[test]
fn an_unknown_text_refuses_only_behind_the_phrase_for_it() {
    assert_eq!(reason(&format!("{PREFIX}모르는 사유")), Some(R::CancelRefused));
    assert_eq!(reason(PREFIX), Some(R::CancelRefused));
    for text in ["", "모르는 사유", "카드정보 인증에 실패하였습니다. 사유", "한도초과"]
    {
        assert_eq!(classify_cancel(text), CancelVerdict::Ambiguous, "{text}");
    }
    for text in ["시스템 오류", "응답 지연", "(PG사 결제 장애) [CA12]"] {
        assert_eq!(classify_cancel(&format!("{PREFIX}{text}")), CancelVerdict::Ambiguous, "{text}");
    }
}
