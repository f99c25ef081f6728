use std::collections::HashSet;

use super::*;

const FIELDS: [Field; 26] = [
    Field::CardNumber,
    Field::Expiry,
    Field::Birth,
    Field::Pwd2Digit,
    Field::Cvc,
    Field::MerchantUid,
    Field::CustomerUid,
    Field::ImpUid,
    Field::Reference,
    Field::Amount,
    Field::TaxFree,
    Field::VatAmount,
    Field::Checksum,
    Field::Currency,
    Field::CardQuota,
    Field::Name,
    Field::BuyerName,
    Field::BuyerEmail,
    Field::BuyerTel,
    Field::BuyerAddr,
    Field::BuyerPostcode,
    Field::Pg,
    Field::Mid,
    Field::ScheduleAt,
    Field::Reason,
    Field::CustomData,
];

/// Each rule with what it says in English and in Korean.
fn rules() -> Vec<(Rule, &'static str, &'static str, &'static str)> {
    vec![
        (Rule::Empty, "empty", "must not be empty", "비어 있으면 안 됩니다"),
        (
            Rule::TooLong { max: 40 },
            "too_long",
            "must have at most 40 characters",
            "최대 40자까지 쓸 수 있습니다",
        ),
        (Rule::Length { min: 2, max: 2 }, "length", "must have 2 characters", "2자여야 합니다"),
        (Rule::Length { min: 3, max: 4 }, "length", "must have 3 to 4 characters", "3~4자여야 합니다"),
        (
            Rule::Character { position: 0, allowed: "0-9" },
            "character",
            "has a character that is not allowed at position 1; allowed: 0-9",
            "1번째에 쓸 수 없는 문자가 있습니다. 허용: 0-9",
        ),
        (
            Rule::Format { expected: "YYYY-MM" },
            "format",
            "must have the form YYYY-MM",
            "YYYY-MM 형식이어야 합니다",
        ),
        (
            Rule::OutOfRange { min: 1, max: 9 },
            "out_of_range",
            "must be from 1 to 9",
            "1 이상 9 이하여야 합니다",
        ),
        (
            Rule::NotANumber,
            "not_a_number",
            "must be a number without sign or separators",
            "부호나 구분 기호 없는 숫자여야 합니다",
        ),
        (
            Rule::Decimals { allowed: 0 },
            "decimals",
            "must be whole: the currency has no decimals",
            "소수점이 없는 통화이므로 정수여야 합니다",
        ),
        (
            Rule::Decimals { allowed: 2 },
            "decimals",
            "must have at most 2 decimals",
            "소수점 아래 2자리까지 쓸 수 있습니다",
        ),
        (
            Rule::MoreThanWhole,
            "more_than_whole",
            "must not be more than the amount it is part of",
            "전체 금액보다 클 수 없습니다",
        ),
        (
            Rule::OtherCurrency,
            "other_currency",
            "must be in the currency of the amount",
            "결제 금액과 같은 통화여야 합니다",
        ),
        (
            Rule::InstallmentsNeed { won: 50_000 },
            "installments_need_more",
            "instalments are possible from 50000 won",
            "할부는 50000원 이상부터 가능합니다",
        ),
    ]
}

#[test]
fn every_rule_has_its_code_and_says_what_is_wanted() {
    for (rule, code, english, korean) in rules() {
        let error = InvalidValue::new(Field::Amount, rule);
        assert_eq!(error.code(), format!("invalid.amount.{code}"));
        assert_eq!(error.message(Language::English), format!("amount: {english}"));
        assert_eq!(error.message(Language::Korean), format!("금액: {korean}"));
        assert_eq!(error.to_string(), error.message(Language::English), "the log reads English");
    }
}

#[test]
fn every_field_has_a_name_of_its_own_and_one_for_people() {
    let names: HashSet<&str> = FIELDS.into_iter().map(Field::as_str).collect();
    assert_eq!(names.len(), FIELDS.len());
    for field in FIELDS {
        let is_snake =
            |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(!field.as_str().is_empty() && is_snake(field.as_str()), "{field:?}");
    }
    for language in Language::ALL {
        let labels: HashSet<&str> = FIELDS.into_iter().map(|field| field.label(language)).collect();
        assert_eq!(labels.len(), FIELDS.len());
        assert!(!labels.contains(""));
    }
    assert_eq!(Field::Birth.as_str(), "birth");
    assert_eq!(Field::Birth.label(Language::English), "birth date or business number");
    assert_eq!(Field::Birth.label(Language::Korean), "생년월일 또는 사업자등록번호");
}

#[test]
fn a_rule_may_be_told_of_the_field_that_the_caller_knows() {
    let error = InvalidValue::new(Field::Amount, Rule::Empty).of(Field::Checksum);
    assert_eq!((error.field(), error.rule()), (Field::Checksum, &Rule::Empty));
    assert_eq!(error.code(), "invalid.checksum.empty");
}
