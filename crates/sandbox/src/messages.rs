//! What the API says. Texts recorded from I'mport come first, texts of our own after them.

pub(crate) const UNAUTHORIZED: &str = "Unauthorized";
pub(crate) const BAD_KEYS: &str = "인증에 실패하였습니다. API키와 secret을 확인하세요.";
pub(crate) const MISSING_KEYS: &str = "imp_key, imp_secret 파라메터가 누락되었습니다.";
pub(crate) const NO_PAYMENT: &str = "존재하지 않는 결제정보입니다.";
pub(crate) const NO_CUSTOMER: &str = "등록된 고객정보가 없습니다.";
pub(crate) const NOTHING_TO_UNSCHEDULE: &str = "취소할 예약결제 기록이 존재하지 않습니다.";
pub(crate) const ALREADY_PREPARED: &str =
    "결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).";
pub(crate) const NOT_PREPARED: &str = "사전등록된 결제정보가 존재하지 않습니다.";
pub(crate) const NO_BALANCE: &str =
    "(현재는 PAYCO, KCP만 지원됩니다) 결제건에 대한 금액상세정보가 확인되지 않습니다.";
pub(crate) const DUPLICATE: &str =
    "이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다)";
pub(crate) const UNKNOWN_BUYER: &str = "등록되지 않은 구매자입니다.";
pub(crate) const NOTHING_TO_CANCEL: &str = "취소할 결제건이 존재하지 않습니다.";
pub(crate) const ALREADY_CANCELLED: &str = "이미 전액취소된 주문입니다.";
pub(crate) const DEFAULT_CANCEL_REASON: &str = "취소요청api";
pub(crate) const NO_API_CHANNEL: &str = "비인증결제모듈 사용정보를 찾을 수 없습니다.";
pub(crate) const UNSUPPORTED_PG: &str = "현재 지원되지 않는 PG사입니다.";
pub(crate) const BAD_STATUS: &str = "지원되지 않는 상태값입니다.";
pub(crate) const BAD_SORTING: &str = "지원되지 않는 정렬규칙입니다.";
pub(crate) const TOO_LONG_A_PERIOD: &str = "최대 90일간 검색이 가능합니다.";
pub(crate) const BAD_PERIOD: &str = "유효하지 않은 검색기간입니다.";
pub(crate) const OVER_BALANCE: &str = "결제취소에 실패하였습니다. [ST57]취소 가능 금액을 초과하였습니다.";
pub(crate) const TAX_PARTS: &str =
    "결제취소에 실패하였습니다. [ST55]과세, 비과세 금액의 합이 일치하지 않습니다.";

/// What I'mport puts before a PG's text when a card is refused at the card check.
pub(crate) const CARD_CHECK_FAILED: &str = "카드정보 인증에 실패하였습니다. ";
/// The same, when the card comes with a schedule.
pub(crate) const CARD_CONFIRMATION_FAILED: &str = "카드정보 확인에 실패하였습니다. ";
/// What I'mport puts before a PG's text when a key is refused.
pub(crate) const KEY_ISSUE_FAILED: &str = "카드정보 인증 및 빌키 발급에 실패하였습니다. ";
/// What I'mport puts before a PG's text when a payment is refused.
pub(crate) const PAYMENT_FAILED: &str = "오류: 결제에 실패하였습니다. ";
/// What I'mport puts before a PG's text when a cancel is refused.
pub(crate) const CANCEL_FAILED: &str = "결제취소에 실패하였습니다. ";
/// What I'mport puts before a PG's text when the PG itself is in trouble.
pub(crate) const PG_TROUBLE: &str = "(PG사 결제 장애) ";

// No recorded text is public for what follows.
pub(crate) const CANCEL_NAMES_NOTHING: &str = "imp_uid 또는 merchant_uid를 지정해주셔야합니다.";
pub(crate) const CHECKSUM_MISMATCH: &str =
    "취소 가능 금액이 요청하신 checksum과 일치하지 않습니다. 결제정보를 다시 확인해주세요.";
pub(crate) const NO_SUCH_PATH: &str = "존재하지 않는 API 경로입니다.";
pub(crate) const WRONG_METHOD: &str = "허용되지 않는 HTTP 메소드입니다.";
pub(crate) const BODY_TOO_LARGE: &str = "요청 본문이 너무 큽니다.";
pub(crate) const BODY_TOO_SLOW: &str = "요청 본문을 제한 시간 안에 받지 못했습니다.";
pub(crate) const DATA_NOT_WRITTEN: &str =
    "샌드박스의 데이터 파일에 쓸 수 없어 요청을 처리하지 않았습니다. 디스크에 남은 공간을 확인하세요.";
pub(crate) const OUTSIDE_ALLOW_LIST: &str = "허용되지 않은 IP 주소입니다.";
pub(crate) const MERCHANT_UID_CHARACTERS: &str =
    "merchant_uid는 한글과 제어문자를 제외한 ASCII 문자만 사용할 수 있습니다.";
pub(crate) const CUSTOMER_UID_CHARACTERS: &str = "customer_uid에 제어문자를 사용할 수 없습니다.";
pub(crate) const CURRENCY_UNSUPPORTED: &str = "currency는 KRW만 지원됩니다.";
pub(crate) const CARD_QUOTA_INVALID: &str = "card_quota는 0 또는 2 이상의 개월 수여야 합니다.";
pub(crate) const TAX_FREE_TOO_MUCH: &str = "tax_free는 amount를 초과할 수 없습니다.";
pub(crate) const VAT_TOO_MUCH: &str = "vat_amount가 결제금액에 비해 너무 큽니다.";
pub(crate) const ANOTHER_EMAIL: &str = "buyer_email이 빌링키를 발급할 때의 buyer_email과 다릅니다.";
pub(crate) const TOO_MANY_PARTIAL_CANCELS: &str =
    "결제취소에 실패하였습니다. 부분취소 가능 횟수를 초과하였습니다.";
pub(crate) const TAX_FREE_NOT_MIXED: &str = "복합과세 가맹점이 아니므로 tax_free를 사용할 수 없습니다.";
pub(crate) const BAD_PAGE: &str = "page는 1 이상의 정수여야 합니다.";
pub(crate) const BAD_LIMIT: &str = "limit은 1 이상 1000 이하의 정수여야 합니다.";
pub(crate) const BAD_TIME: &str = "from, to는 unix timestamp여야 합니다.";
pub(crate) const NOT_A_CURRENCY: &str = "currency는 세 자리 통화 코드여야 합니다.";
pub(crate) const NO_SUCH_CODE: &str = "존재하지 않는 코드입니다.";
pub(crate) const NO_CERTIFICATION: &str = "존재하지 않는 본인인증정보입니다.";
pub(crate) const NOT_A_VBANK: &str = "가상계좌 결제건이 아닙니다.";
pub(crate) const NO_RECEIPT: &str = "발급된 현금영수증이 존재하지 않습니다.";
pub(crate) const NOT_CASH: &str = "현금영수증을 발급할 수 없는 결제수단입니다.";
pub(crate) const NO_SCHEDULE: &str = "존재하지 않는 결제예약입니다.";
pub(crate) const DUPLICATE_SCHEDULE: &str = "이미 등록된 merchant_uid입니다.";
pub(crate) const SCHEDULE_IN_THE_PAST: &str = "schedule_at은 현재 이후의 시각이어야 합니다.";
pub(crate) const BAD_SCHEDULE_AT: &str = "schedule_at은 unix timestamp여야 합니다.";
pub(crate) const SCHEDULE_EXECUTED: &str = "이미 실행된 결제예약입니다.";
pub(crate) const SCHEDULE_REVOKED: &str = "이미 철회된 결제예약입니다.";
pub(crate) const SCHEDULE_NOT_YET_RUN: &str = "아직 실행되지 않은 결제예약입니다.";
pub(crate) const SCHEDULE_APPROVED: &str = "이미 승인된 결제예약입니다.";
pub(crate) const TOO_LONG_A_SCHEDULE_PERIOD: &str = "최대 3개월(92일)간 검색이 가능합니다.";
pub(crate) const NO_SUCH_PAGE: &str = "존재하지 않는 page입니다.";

/// `["card_number","expiry"] 파라메터는 필수입니다.`
pub(crate) fn missing(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}] 파라메터는 필수입니다.", quoted.join(","))
}

/// The answer about a customer_uid that has no key. It names the uid, as I'mport does.
pub(crate) fn unknown_customer(customer_uid: &str) -> String {
    format!("요청하신 customer_uid({customer_uid})로 등록된 정보를 찾을 수 없습니다.")
}

pub(crate) fn too_many_schedules(max: usize) -> String {
    format!("schedules는 한 번에 최대 {max}건까지 등록할 수 있습니다.")
}

pub(crate) fn too_many(name: &str, max: usize) -> String {
    format!("{name}은(는) 한 번에 최대 {max}건까지 조회할 수 있습니다.")
}

pub(crate) fn too_long(name: &str, max: usize) -> String {
    format!("{name}은(는) 최대 {max}자까지 입력할 수 있습니다.")
}

pub(crate) fn not_an_amount(name: &str) -> String {
    format!("{name}은(는) 0보다 큰 정수여야 합니다.")
}

pub(crate) fn not_a_whole_number(name: &str) -> String {
    format!("{name}은(는) 0 이상의 정수여야 합니다.")
}
