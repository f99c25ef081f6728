//! The gateway's own words. The words of PGs, which it passes on, are the domain's to read.

use keyin_domain::{Refusal, RefusalKind};

/// What a message of the gateway's own says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnWord {
    /// The merchant_uid was paid or cancelled before.
    Duplicate,
    /// The request was refused before any effect.
    Refused(RefusalKind),
    /// There is no such payment.
    NoPayment,
    /// There is no such billing key.
    NoKey,
    /// There is no such schedule.
    NoSchedule,
    /// No such schedule waits for its time.
    NothingToUnschedule,
    /// There is no such payment to cancel.
    NothingToCancel,
    /// All of the payment was given back before.
    CancelledInFull,
    /// The balance is not the one that the request believes in.
    OtherBalance,
}

/// Fragments without spaces, as they were recorded from the gateway (most of them in 2017–2024). The first
/// that fits counts. That about a missing key stands first, because its text repeats the customer_uid.
const WORDS: &[(&str, OwnWord)] = &[
    ("로등록된정보를찾을수없습니다", OwnWord::NoKey),
    ("동일한merchant_uid", OwnWord::Duplicate),
    ("이미등록된merchant_uid", OwnWord::Duplicate),
    ("존재하지않는결제예약", OwnWord::NoSchedule),
    ("취소할예약결제기록이존재하지않습니다", OwnWord::NothingToUnschedule),
    ("등록되지않은구매자", OwnWord::NoKey),
    ("등록된고객정보가없습니다", OwnWord::NoKey),
    ("존재하지않는결제정보", OwnWord::NoPayment),
    ("취소할결제건이존재하지않습니다", OwnWord::NothingToCancel),
    ("이미전액취소된", OwnWord::CancelledInFull),
    ("checksum", OwnWord::OtherBalance),
    ("비인증결제모듈사용정보", OwnWord::Refused(RefusalKind::NoChannel)),
    ("현재지원되지않는PG사", OwnWord::Refused(RefusalKind::Unsupported)),
    ("파라메터는필수", OwnWord::Refused(RefusalKind::InvalidRequest)),
    ("지정해주셔야", OwnWord::Refused(RefusalKind::InvalidRequest)),
    ("지원되지않는상태값", OwnWord::Refused(RefusalKind::InvalidRequest)),
    ("지원되지않는정렬규칙", OwnWord::Refused(RefusalKind::InvalidRequest)),
    ("유효하지않은검색기간", OwnWord::Refused(RefusalKind::InvalidRequest)),
    ("최대90일간검색", OwnWord::Refused(RefusalKind::InvalidRequest)),
];

/// What the gateway puts before the words of a PG: behind it nothing is its own.
const PASSED_ON: [&str; 2] = ["실패하였습니다", "PG사결제장애"];

/// What the gateway's own words say; none if they are not known, or a PG's.
pub(crate) fn own_word(message: &str) -> Option<OwnWord> {
    let squeezed: String = message.chars().filter(|c| !c.is_whitespace()).collect();
    if PASSED_ON.iter().any(|phrase| squeezed.contains(phrase)) {
        return None;
    }
    WORDS.iter().find(|(fragment, _)| squeezed.contains(fragment)).map(|(_, word)| *word)
}

/// The refusal that the gateway's own words prove.
pub(crate) fn refusal(message: &str) -> Option<Refusal> {
    let kind = match own_word(message)? {
        OwnWord::Refused(kind) => kind,
        OwnWord::NoKey => RefusalKind::UnknownCustomer,
        OwnWord::Duplicate
        | OwnWord::NoPayment
        | OwnWord::NoSchedule
        | OwnWord::NothingToUnschedule
        | OwnWord::NothingToCancel
        | OwnWord::CancelledInFull
        | OwnWord::OtherBalance => return None,
    };
    Some(Refusal::new(kind, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_words_are_known() {
        for (message, word) in [
            (
                "이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다)",
                OwnWord::Duplicate,
            ),
            ("등록되지 않은 구매자입니다.", OwnWord::NoKey),
            ("등록된 고객정보가 없습니다.", OwnWord::NoKey),
            ("요청하신 customer_uid(checksum)로 등록된 정보를 찾을 수 없습니다.", OwnWord::NoKey),
            ("존재하지 않는 결제정보입니다.", OwnWord::NoPayment),
            ("이미 등록된 merchant_uid입니다.", OwnWord::Duplicate),
            ("존재하지 않는 결제예약입니다.", OwnWord::NoSchedule),
            ("취소할 예약결제 기록이 존재하지 않습니다.", OwnWord::NothingToUnschedule),
            ("취소할 결제건이 존재하지 않습니다.", OwnWord::NothingToCancel),
            ("이미 전액취소된 주문입니다.", OwnWord::CancelledInFull),
            ("[\"card_number\"] 파라메터는 필수입니다.", OwnWord::Refused(RefusalKind::InvalidRequest)),
            ("비인증결제모듈 사용정보를 찾을 수 없습니다.", OwnWord::Refused(RefusalKind::NoChannel)),
            ("현재 지원되지 않는 PG사입니다.", OwnWord::Refused(RefusalKind::Unsupported)),
        ] {
            assert_eq!(own_word(message), Some(word), "{message}");
        }
    }

    #[test]
    fn words_of_a_pg_are_nobody_elses() {
        for message in [
            "",
            "[CA31]한도초과",
            "오류: 결제에 실패하였습니다. [400] 파라메터는 필수입니다.",
            "(PG사 결제 장애) 등록되지 않은 구매자입니다.",
            "사전등록된 결제정보가 존재하지 않습니다.",
        ] {
            assert_eq!(own_word(message), None, "{message}");
        }
    }
}
