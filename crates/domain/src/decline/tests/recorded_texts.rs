//! Texts as merchants recorded them, and what each must be taken for.

use crate::decline::DeclineForm::{Message, Record};
use crate::decline::DeclineReason as R;
use crate::decline::{DeclineForm, DeclineKind, DeclineReason, Verdict, classify};

const CARD: &str = "카드정보 인증에 실패하였습니다. ";
const SCHEDULE: &str = "카드정보 확인에 실패하였습니다. ";
const KEY: &str = "카드정보 인증 및 빌키 발급에 실패하였습니다. ";
const PAYMENT: &str = "오류: 결제에 실패하였습니다. ";

fn reason(text: &str, form: DeclineForm) -> Option<DeclineReason> {
    match classify(text, form) {
        Verdict::Declined(decline) => Some(decline.reason()),
        Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => None,
    }
}

fn pg_code(text: &str) -> Option<String> {
    match classify(text, Record) {
        Verdict::Declined(decline) => decline.pg_code().map(ToString::to_string),
        Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => None,
    }
}

const RECORDED: &[(&str, R, DeclineKind)] = &[
    ("[F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)", R::CardNumber, DeclineKind::Hard),
    ("유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)", R::CardNumber, DeclineKind::Hard),
    ("[F113]거래거절 카드번호틀림", R::CardNumber, DeclineKind::Hard),
    ("[F113]카드번호틀림 - 확인 바랍니다", R::CardNumber, DeclineKind::Hard),
    (
        "[F113]유효기간오류 - 테스트모드에서는 KB카드 사용이 불가능합니다. 다른 카드를 쓰세요",
        R::TestModeCard,
        DeclineKind::Hard,
    ),
    ("[400]Error From NICEPAY. (message: 비밀번호틀림, code:F113)", R::Password, DeclineKind::Hard),
    (
        "[400]Error From NICEPAY. (message: 주민OR사업자등록번호오류, code:F113)",
        R::HolderId,
        DeclineKind::Hard,
    ),
    ("[400]Error From NICEPAY. (message: 카드번호 오류, code:F113)", R::CardNumber, DeclineKind::Hard),
    ("[400]Error From NICEPAY. (message: 카드번호오류, code:F113)", R::CardNumber, DeclineKind::Hard),
    ("[400]Error From NICEPAY. (message: 카드번호틀림, code:F113)", R::CardNumber, DeclineKind::Hard),
    ("[400]Error From NICEPAY. (message: 유효기간오류, code:F113)", R::Expiry, DeclineKind::Hard),
    ("[400]Error From NICEPAY. (message: 비밀번호 회수초과, code:F113)", R::PasswordTries, DeclineKind::Hard),
    (
        "[400]Error From NICEPAY. (message: 해당카드 사용불가 가맹점(타카드 사용요망), code:F113)",
        R::CardNotAccepted,
        DeclineKind::Hard,
    ),
    ("[400]Error From NICEPAY. (message: 알 수 없음, code:F113)", R::CardData, DeclineKind::Hard),
    (
        "[400].issueCard.password2Digits:Invalid 2 digits of password!",
        R::RequestInvalid,
        DeclineKind::Invalid,
    ),
    (
        "[400]Invalid Request. Please Check this argument: birthOrBusinessRegistrationNumber \
         InvalidLength(length=7, allowedLengths=[6, 10])",
        R::RequestInvalid,
        DeclineKind::Invalid,
    ),
    ("[8901] 미등록PG업체/거래정지업체", R::MerchantSetup, DeclineKind::Configuration),
    ("한도초과", R::LimitExceeded, DeclineKind::Soft),
    ("잔액 부족", R::InsufficientFunds, DeclineKind::Soft),
    ("분실카드", R::LostOrStolen, DeclineKind::Hard),
    ("도난카드", R::LostOrStolen, DeclineKind::Hard),
    ("정지카드", R::Stopped, DeclineKind::Hard),
    ("유효기간경과", R::Expiry, DeclineKind::Hard),
];

#[test]
fn recorded_texts_have_their_class_in_every_wrapper_and_form() {
    for (text, expected, kind) in RECORDED {
        assert_eq!(expected.kind(), *kind, "{text}");
        for prefix in ["", CARD, SCHEDULE, KEY, PAYMENT] {
            let wrapped = format!("{prefix}{text}");
            for form in [Record, Message] {
                assert_eq!(reason(&wrapped, form), Some(*expected), "{wrapped} {form:?}");
            }
        }
    }
}

#[test]
fn a_fault_at_the_pg_is_ambiguous_whatever_else_the_text_says() {
    for rest in ["", "Internal error", "[CA31]한도초과", "카드정보 인증에 실패하였습니다. [F112]카드번호"]
    {
        for form in [Record, Message] {
            for text in [format!("(PG사 결제 장애) {rest}"), format!("{PAYMENT}(PG사결제장애) {rest}")]
            {
                assert_eq!(classify(&text, form), Verdict::Ambiguous, "{text}");
            }
        }
    }
}

#[test]
fn an_unknown_text_is_a_decline_only_where_a_record_or_a_wrapper_says_so() {
    for rest in ["", "모르는 사유", "[Z999]모르는 사유", "[400]Bad thing", "\0"] {
        assert_eq!(reason(rest, Record), Some(R::Unspecified), "{rest}");
        assert_eq!(classify(rest, Message), Verdict::Ambiguous, "{rest}");
        assert_eq!(classify(&format!("{PAYMENT}{rest}"), Message), Verdict::Ambiguous, "{rest}");
        for prefix in [CARD, SCHEDULE, KEY] {
            assert_eq!(reason(&format!("{prefix}{rest}"), Message), Some(R::Unspecified), "{prefix}{rest}");
        }
    }
}

#[test]
fn a_wrapper_is_one_only_at_the_start() {
    let quoted = "문의: '카드정보 인증에 실패하였습니다.' 라는 말을 보셨나요";
    assert_eq!(classify(quoted, Message), Verdict::Ambiguous);
}

#[test]
fn a_failed_cancel_proves_nothing_about_a_payment() {
    for form in [Record, Message] {
        let text = "결제취소에 실패하였습니다. [CA31]한도초과";
        assert_eq!(classify(text, form), Verdict::Ambiguous);
    }
}

#[test]
fn words_of_a_lost_answer_are_ambiguous_even_in_a_record() {
    for text in ["승인 요청 시간 초과", "Connection timed out", "시스템 오류", "처리 중 오류", "통신장애"]
    {
        assert_eq!(classify(text, Record), Verdict::Ambiguous, "{text}");
        assert_eq!(classify(&format!("{CARD}{text}"), Message), Verdict::Ambiguous, "{text}");
    }
}

#[test]
fn the_last_known_code_counts() {
    assert_eq!(reason("[CA20][CA31]", Message), Some(R::LimitExceeded));
    assert_eq!(reason("[CA31][CA20]", Message), Some(R::Expiry));
    assert_eq!(reason("[CA31]한도 [ABC1]", Message), Some(R::LimitExceeded));
    assert_eq!(reason("[0031|실패] code:CA42 ", Message), Some(R::AmountRange));
    assert_eq!(classify("[CA31] code:VTIM", Message), Verdict::Ambiguous);
}

#[test]
fn a_bare_code_is_believed_as_a_word_of_its_own() {
    assert_eq!(reason("0031 CA31", Message), Some(R::LimitExceeded));
    assert_eq!(reason("CA31한도", Message), Some(R::LimitExceeded));
    assert_eq!(classify("CA311", Message), Verdict::Ambiguous);
    assert_eq!(classify("XCA31", Message), Verdict::Ambiguous);
    assert_eq!(reason("[CA20] CA31", Message), Some(R::Expiry), "a framed code comes before a bare one");
    assert_eq!(classify("9999 오류", Record), Verdict::Ambiguous);
    assert_eq!(classify(&format!("{CARD}9999: 오류"), Message), Verdict::Ambiguous);
    assert_eq!(reason("주문 9999 거절", Record), Some(R::Unspecified), "a number in the text is no code");
    assert_eq!(reason("1001원 거절", Record), Some(R::Unspecified));
}

#[test]
fn the_pg_code_is_kept_known_or_not_but_no_http_status() {
    assert_eq!(pg_code("[CA31]한도초과").as_deref(), Some("CA31"));
    assert_eq!(pg_code("[Z999]모름").as_deref(), Some("Z999"));
    assert_eq!(pg_code("[400]모름"), None);
    assert_eq!(pg_code("[400]모름 (code:F113)").as_deref(), Some("F113"));
    assert_eq!(pg_code("[1234123412341234]모름"), None, "a card number is no code");
    assert_eq!(pg_code("모름"), None);
    assert_eq!(pg_code("[9876|모름]").as_deref(), Some("9876"), "four digits are no HTTP status");
    assert_eq!(pg_code("[A1]모름").as_deref(), Some("A1"));
}

#[test]
fn a_bracket_frames_a_code_only_if_it_is_closed_behind_it_or_behind_its_text() {
    assert_eq!(pg_code("[Z999|모름] 다시").as_deref(), Some("Z999"));
    assert_eq!(pg_code("[Z999|끝이 없는 말"), None);
    assert_eq!(pg_code("[Z999 모름]"), None, "words between brackets are no code");
    assert_eq!(pg_code(&format!("[Z999|{}]", "가".repeat(100))), None, "nobody's code has so long a text");
}

#[test]
fn words_refine_a_code_within_its_group_and_no_further() {
    assert_eq!(reason("[CA33]잔액부족", Message), Some(R::InsufficientFunds));
    assert_eq!(reason("[CA52]분실카드", Message), Some(R::LostOrStolen));
    assert_eq!(reason("[CA28]비밀번호 횟수 초과", Message), Some(R::PasswordTries));
    assert_eq!(reason("[CA31]분실카드", Message), Some(R::LimitExceeded));
    assert_eq!(reason("[F113]한도초과", Message), Some(R::CardData));
    assert_eq!(reason("[CA20]한도초과", Message), Some(R::Expiry));
}
