//! The refusals that the test cards show, with the PG's own codes and texts.

use super::{Decline, DeclineKind};

const fn refusal(code: &'static str, text: &'static str, kind: DeclineKind) -> Decline {
    Decline { code, text, kind, card_data: false }
}

const fn wrong_data(code: &'static str, text: &'static str) -> Decline {
    Decline { code, text, kind: DeclineKind::Hard, card_data: true }
}

use DeclineKind::{
    AlreadyDone, Ambiguous, Configuration, Duplicate, GatewayDown, Hard, Invalid, RateLimited, Soft,
};

pub(crate) const LIMIT: Decline = refusal("CA31", "한도초과", Soft);
pub(crate) const BALANCE: Decline = refusal("CA32", "잔액부족", Soft);
pub(crate) const USES: Decline = refusal("CA26", "사용횟수 초과", Soft);
pub(crate) const POINTS: Decline = refusal("CA38", "포인트한도 미달", Soft);
pub(crate) const EXPIRY: Decline = wrong_data("CA20", "유효기간 오류");
pub(crate) const PASSWORD: Decline = wrong_data("CA27", "비밀번호 오류");
pub(crate) const HOLDER: Decline = wrong_data("CA30", "식별번호 오류");
pub(crate) const HOLDER_OR_PASSWORD: Decline = wrong_data("CA70", "식별번호 또는 비밀번호 오류");
pub(crate) const LOST: Decline = refusal("CA50", "분실카드", Hard);
pub(crate) const STOLEN: Decline = refusal("CA51", "도난카드", Hard);
pub(crate) const STOPPED: Decline = refusal("CA52", "정지카드", Hard);
pub(crate) const UNREGISTERED: Decline = wrong_data("CA58", "미등록 카드");
pub(crate) const COMPANY: Decline = refusal("CA59", "법인카드 사용 불가", Hard);
pub(crate) const ASK_ISSUER: Decline = refusal("CA82", "카드사 전화 요망", Hard);
pub(crate) const NO_SUCH_BIN: Decline =
    wrong_data("F112", "유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)");
pub(crate) const WRONG_NUMBER: Decline = wrong_data("F113", "거래거절 카드번호틀림");
pub(crate) const INSTALMENTS: Decline = refusal("CA21", "할부 불가", Invalid);
pub(crate) const NOT_SET_UP: Decline = refusal("CA60", "카드사 미등록 가맹점", Configuration);
pub(crate) const ISSUER_DOWN: Decline = refusal("CA01", "원천사 점검", GatewayDown);
pub(crate) const TWICE: Decline = refusal("CA86", "이중 거래", Duplicate);
pub(crate) const TIMED_OUT: Decline = refusal("VTIM", "원천사 응답 시간 초과", Ambiguous);
pub(crate) const SYSTEM: Decline = refusal("9999", "시스템 오류", Ambiguous);
/// Not a card's doing: the amount lies outside what card companies take.
pub(crate) const AMOUNT_LIMITS: Decline =
    refusal("CA42", "1000원 미만 또는 99,999,999원 이상은 결제할 수 없습니다.", Invalid);
pub(crate) const PASSWORD_TRIES: Decline = wrong_data("CA28", "비밀번호 입력횟수 초과");
pub(crate) const AMOUNT: Decline = refusal("CA40", "금액 오류", Invalid);
pub(crate) const NOT_AVAILABLE: Decline = refusal("CA80", "서비스 불가", Hard);
pub(crate) const CALL_ISSUER: Decline = refusal("J999", "카드사 문의 요망", Hard);
pub(crate) const CONTACT_ISSUER: Decline = refusal("8373", "카드사로 문의 바랍니다", Hard);
pub(crate) const IDENTITY: Decline = refusal("0905", "본인확인 필요", Hard);
pub(crate) const BLOCKED: Decline = refusal("ST70", "거래 차단", Hard);
pub(crate) const NOT_SET_UP_AT_PG: Decline = refusal("ST47", "미등록 가맹점", Configuration);
pub(crate) const BAD_MESSAGE: Decline = refusal("CA03", "전문 유효성 오류", Invalid);
pub(crate) const ISSUER_FAULT: Decline = refusal("CA02", "원천사 장애", GatewayDown);
pub(crate) const RELAY_FAULT: Decline = refusal("CA04", "중계사 장애", GatewayDown);
pub(crate) const MAINTENANCE: Decline = refusal("ST11", "원천사 점검 시간", GatewayDown);
pub(crate) const TRAFFIC: Decline = refusal("ST41", "거래량 초과", RateLimited);
pub(crate) const PAID_ALREADY: Decline = refusal("ST03", "이미 결제된 거래", Duplicate);
pub(crate) const REPEATED: Decline = refusal("ST50", "중복 요청", Duplicate);
pub(crate) const FAULT_WHILE_PROCESSING: Decline = refusal("CA81", "처리 중 오류", Ambiguous);
pub(crate) const IN_PROGRESS: Decline = refusal("ST38", "거래 진행 중", Ambiguous);

// Of cancels.
pub(crate) const CANCELLED_ALREADY: Decline = refusal("CA12", "기취소 거래", AlreadyDone);
pub(crate) const CAPTURED_ALREADY: Decline = refusal("CA11", "기매입 거래", Hard);
pub(crate) const CANCEL_FAILED: Decline = refusal("ST26", "취소 실패", Ambiguous);
pub(crate) const CANCEL_DEADLINE: Decline = refusal("ST46", "취소 가능 기한 경과", Hard);
pub(crate) const NO_PARTIAL_CANCEL: Decline = refusal("CA88", "선불카드 부분취소 불가", Hard);

/// Of test accounts with NICE, whatever the card.
pub(crate) const NOT_IN_TESTS: Decline =
    wrong_data("F113", "유효기간오류 - 테스트모드에서는 KB카드 사용이 불가능합니다.");
