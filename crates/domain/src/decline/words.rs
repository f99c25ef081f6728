//! What the words of a PG's text say where no code does.
//!
//! The first rule that fits counts. So the rules that take nothing for proven stand first, and the ones
//! that share a word with a wider rule stand before it.

use super::{DeclineReason, DeclineReason as R};

/// What words prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Refused for this reason.
    Declined(DeclineReason),
    /// A payment under this merchant_uid is already known.
    Duplicate,
    /// Nothing is proven.
    Ambiguous,
}

/// Fits a text that holds one of `any`, and one of `also` unless that is empty.
struct Rule {
    any: &'static [&'static str],
    also: &'static [&'static str],
    word: Word,
}

const fn rule(any: &'static [&'static str], word: Word) -> Rule {
    Rule { any, also: &[], word }
}

const fn reason(any: &'static [&'static str], reason: DeclineReason) -> Rule {
    rule(any, Word::Declined(reason))
}

/// Every phrase is without spaces and in small letters.
static RULES: &[Rule] = &[
    rule(&["시간초과", "타임아웃", "timeout", "timedout", "응답지연", "무응답", "응답없음"], Word::Ambiguous),
    rule(
        &[
            "통신장애",
            "통신오류",
            "시스템장애",
            "시스템오류",
            "시스템에러",
            "내부오류",
            "internalerror",
            "처리중",
        ],
        Word::Ambiguous,
    ),
    rule(&["이중거래", "중복거래", "중복승인", "이중승인", "기승인"], Word::Duplicate),
    reason(&["invalid2digits", "invalidlength", "invalidrequest"], R::RequestInvalid),
    reason(
        &["미등록pg", "거래정지업체", "미등록가맹점", "가맹점미등록", "등록되지않은가맹점"],
        R::MerchantSetup,
    ),
    reason(&["테스트모드"], R::TestModeCard),
    reason(&["사용불가가맹점", "타카드사용요망", "법인카드불가", "법인카드사용불가"], R::CardNotAccepted),
    reason(
        &["사용횟수초과", "사용회수초과", "이용횟수초과", "이용회수초과", "승인횟수초과", "거래횟수초과"],
        R::TooManyUses,
    ),
    Rule {
        any: &["비밀번호"], also: &["회수초과", "횟수초과"], word: Word::Declined(R::PasswordTries)
    },
    reason(&["회수초과"], R::PasswordTries),
    reason(&["비밀번호"], R::Password),
    reason(&["유효기간"], R::Expiry),
    reason(&["주민", "생년월일", "사업자등록번호", "사업자번호", "식별번호"], R::HolderId),
    reason(&["카드번호", "card_bin없음"], R::CardNumber),
    reason(&["분실", "도난"], R::LostOrStolen),
    reason(&["미등록카드", "등록되지않은카드"], R::UnregisteredCard),
    reason(
        &["정지카드", "카드정지", "정지된카드", "거래정지", "사용정지", "이용정지", "해지카드"],
        R::Stopped,
    ),
    reason(&["잔액부족", "잔고부족", "잔액이부족"], R::InsufficientFunds),
    reason(&["포인트부족", "포인트한도"], R::Points),
    reason(&["한도초과", "한도를초과", "한도가초과"], R::LimitExceeded),
    reason(&["카드사전화요망", "카드사문의", "카드사로문의", "카드사에문의"], R::AskIssuer),
    reason(&["카드사점검", "원천사점검", "점검시간"], R::IssuerDown),
];

/// The reading of a squeezed text; see `wrapper::squeeze`.
pub(super) fn read(squeezed: &str) -> Option<Word> {
    RULES.iter().find(|rule| rule.fits(squeezed)).map(|rule| rule.word)
}

impl Rule {
    fn fits(&self, text: &str) -> bool {
        let holds = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
        holds(self.any) && (self.also.is_empty() || holds(self.also))
    }
}
