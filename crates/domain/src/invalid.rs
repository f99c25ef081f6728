//! The error of every value: which field, which rule, never the text.

use crate::Language;

/// A field as people and programs know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Card number.
    CardNumber,
    /// The card's expiry.
    Expiry,
    /// Birth date or business number of the holder.
    Birth,
    /// First two digits of the card's password.
    Pwd2Digit,
    /// Card verification code.
    Cvc,
    /// The merchant's number of an attempt.
    MerchantUid,
    /// The merchant's name for a billing key.
    CustomerUid,
    /// The gateway's number of a payment.
    ImpUid,
    /// A merchant_uid or an imp_uid.
    Reference,
    /// Amount.
    Amount,
    /// Tax-free part of the amount.
    TaxFree,
    /// VAT part of the amount.
    VatAmount,
    /// What is believed to be left to cancel.
    Checksum,
    /// Currency.
    Currency,
    /// Instalment months.
    CardQuota,
    /// Order name.
    Name,
    /// Buyer's name.
    BuyerName,
    /// Buyer's e-mail.
    BuyerEmail,
    /// Buyer's telephone.
    BuyerTel,
    /// Buyer's address.
    BuyerAddr,
    /// Buyer's postcode.
    BuyerPostcode,
    /// PG.
    Pg,
    /// The PG's merchant id.
    Mid,
    /// When a schedule is run.
    ScheduleAt,
    /// Reason of a cancel.
    Reason,
    /// The merchant's own text.
    CustomData,
}

impl Field {
    /// The name in JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        self.names().0
    }

    /// The name for people.
    pub fn label(self, language: Language) -> &'static str {
        let (_, english, korean) = self.names();
        match language {
            Language::English => english,
            Language::Korean => korean,
        }
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::CardNumber => ("card_number", "card number", "카드번호"),
            Self::Expiry => ("expiry", "expiry", "유효기간"),
            Self::Birth => ("birth", "birth date or business number", "생년월일 또는 사업자등록번호"),
            Self::Pwd2Digit => ("pwd_2digit", "first two password digits", "비밀번호 앞 2자리"),
            Self::Cvc => ("cvc", "CVC", "CVC"),
            Self::MerchantUid => ("merchant_uid", "merchant_uid", "주문번호(merchant_uid)"),
            Self::CustomerUid => ("customer_uid", "customer_uid", "빌링키 식별자(customer_uid)"),
            Self::ImpUid => ("imp_uid", "imp_uid", "결제번호(imp_uid)"),
            Self::Reference => ("reference", "payment reference", "결제 참조(merchant_uid 또는 imp_uid)"),
            Self::Amount => ("amount", "amount", "금액"),
            Self::TaxFree => ("tax_free", "tax-free amount", "면세 금액"),
            Self::VatAmount => ("vat_amount", "VAT amount", "부가세"),
            Self::Checksum => ("checksum", "checksum", "취소 가능 잔액(checksum)"),
            Self::Currency => ("currency", "currency", "통화"),
            Self::CardQuota => ("card_quota", "instalment months", "할부 개월 수"),
            Self::Name => ("name", "order name", "주문명"),
            Self::BuyerName => ("buyer_name", "buyer's name", "구매자 이름"),
            Self::BuyerEmail => ("buyer_email", "buyer's e-mail", "구매자 이메일"),
            Self::BuyerTel => ("buyer_tel", "buyer's telephone number", "구매자 전화번호"),
            Self::BuyerAddr => ("buyer_addr", "buyer's address", "구매자 주소"),
            Self::BuyerPostcode => ("buyer_postcode", "buyer's postcode", "구매자 우편번호"),
            Self::Pg => ("pg", "PG", "PG사"),
            Self::Mid => ("mid", "PG merchant id", "PG 상점아이디"),
            Self::ScheduleAt => ("schedule_at", "time of the schedule", "예약 시각"),
            Self::Reason => ("reason", "reason", "사유"),
            Self::CustomData => ("custom_data", "custom data", "추가 정보"),
        }
    }
}

/// The rule that a text broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is empty.
    Empty,
    /// It has more than `max` characters.
    TooLong {
        /// Characters allowed.
        max: usize,
    },
    /// It must have from `min` to `max` characters.
    Length {
        /// Fewest.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A character is not allowed.
    Character {
        /// Its place, counted from 0, in characters.
        position: usize,
        /// What is allowed.
        allowed: &'static str,
    },
    /// It looks like the gateway's own number of a payment.
    GatewaysNumber,
    /// It must look like this.
    Format {
        /// The form, such as `YYYY-MM`.
        expected: &'static str,
    },
    /// The number must lie between these, both included.
    OutOfRange {
        /// Least.
        min: u64,
        /// Most.
        max: u64,
    },
    /// It must be a number, written in digits.
    NotANumber,
    /// It has more decimals than the currency.
    Decimals {
        /// Decimals of the currency.
        allowed: u8,
    },
    /// It must be at most the amount it is part of.
    MoreThanWhole,
    /// It must be in the currency of the amount it is part of.
    OtherCurrency,
    /// Instalments need at least this amount.
    InstallmentsNeed {
        /// Least amount in won.
        won: u64,
    },
}

impl Rule {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::Length { .. } => "length",
            Self::Character { .. } => "character",
            Self::GatewaysNumber => "gateways_number",
            Self::Format { .. } => "format",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotANumber => "not_a_number",
            Self::Decimals { .. } => "decimals",
            Self::MoreThanWhole => "more_than_whole",
            Self::OtherCurrency => "other_currency",
            Self::InstallmentsNeed { .. } => "installments_need_more",
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Empty => "must not be empty".into(),
            Self::TooLong { max } => format!("must have at most {max} characters"),
            Self::Length { min, max } if min == max => format!("must have {min} characters"),
            Self::Length { min, max } => format!("must have {min} to {max} characters"),
            Self::Character { position, allowed } => {
                format!(
                    "has a character that is not allowed at position {}; allowed: {allowed}",
                    position + 1
                )
            }
            Self::GatewaysNumber => {
                "must not be imp_ or imps_ and digits: that is how the gateway numbers payments".into()
            }
            Self::Format { expected } => format!("must have the form {expected}"),
            Self::OutOfRange { min, max } => format!("must be from {min} to {max}"),
            Self::NotANumber => "must be a number without sign or separators".into(),
            Self::Decimals { allowed: 0 } => "must be whole: the currency has no decimals".into(),
            Self::Decimals { allowed } => format!("must have at most {allowed} decimals"),
            Self::MoreThanWhole => "must not be more than the amount it is part of".into(),
            Self::OtherCurrency => "must be in the currency of the amount".into(),
            Self::InstallmentsNeed { won } => format!("instalments are possible from {won} won"),
        }
    }

    fn korean(&self) -> String {
        match self {
            Self::Empty => "비어 있으면 안 됩니다".into(),
            Self::TooLong { max } => format!("최대 {max}자까지 쓸 수 있습니다"),
            Self::Length { min, max } if min == max => format!("{min}자여야 합니다"),
            Self::Length { min, max } => format!("{min}~{max}자여야 합니다"),
            Self::Character { position, allowed } => {
                format!("{}번째에 쓸 수 없는 문자가 있습니다. 허용: {allowed}", position + 1)
            }
            Self::GatewaysNumber => {
                "imp_ 또는 imps_ 뒤에 숫자만 올 수 없습니다. 게이트웨이의 결제번호와 구별되지 않습니다".into()
            }
            Self::Format { expected } => format!("{expected} 형식이어야 합니다"),
            Self::OutOfRange { min, max } => format!("{min} 이상 {max} 이하여야 합니다"),
            Self::NotANumber => "부호나 구분 기호 없는 숫자여야 합니다".into(),
            Self::Decimals { allowed: 0 } => "소수점이 없는 통화이므로 정수여야 합니다".into(),
            Self::Decimals { allowed } => format!("소수점 아래 {allowed}자리까지 쓸 수 있습니다"),
            Self::MoreThanWhole => "전체 금액보다 클 수 없습니다".into(),
            Self::OtherCurrency => "결제 금액과 같은 통화여야 합니다".into(),
            Self::InstallmentsNeed { won } => format!("할부는 {won}원 이상부터 가능합니다"),
        }
    }
}

/// A text that is not a value of its field. It never holds the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    field: Field,
    rule: Rule,
}

impl InvalidValue {
    /// This field breaks this rule.
    pub fn new(field: Field, rule: Rule) -> Self {
        Self { field, rule }
    }

    /// The field.
    pub fn field(&self) -> Field {
        self.field
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The same rule, broken by another field.
    #[must_use]
    pub fn of(self, field: Field) -> Self {
        Self { field, ..self }
    }

    /// Stable code, such as `invalid.amount.empty`.
    pub fn code(&self) -> String {
        format!("invalid.{}.{}", self.field.as_str(), self.rule.code())
    }

    /// The field and the rule, for people.
    pub fn message(&self, language: Language) -> String {
        let label = self.field.label(language);
        match language {
            Language::English => format!("{label}: {}", self.rule.english()),
            Language::Korean => format!("{label}: {}", self.rule.korean()),
        }
    }
}

impl std::fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for InvalidValue {}

#[cfg(test)]
mod tests;
