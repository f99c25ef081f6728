//! Why a person has to decide on a charge.

use crate::Language;

/// In what an answer differs from the request. A missing value differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Mismatch {
    /// Another merchant_uid.
    MerchantUid,
    /// Another amount.
    Amount,
    /// Another currency.
    Currency,
    /// The billing key of another customer.
    CustomerUid,
}

/// Why a person has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ReviewReason {
    /// The gateway answered about something else than what was asked.
    Mismatch(Mismatch),
    /// More than one payment was captured under one merchant_uid.
    PaidTwice,
    /// It is paid, and the gateway's scheduler holds an order that would charge it once more.
    StillScheduled,
}

impl ReviewReason {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mismatch(Mismatch::MerchantUid) => "review.merchant_uid_differs",
            Self::Mismatch(Mismatch::Amount) => "review.amount_differs",
            Self::Mismatch(Mismatch::Currency) => "review.currency_differs",
            Self::Mismatch(Mismatch::CustomerUid) => "review.customer_uid_differs",
            Self::PaidTwice => "review.paid_twice",
            Self::StillScheduled => "review.still_scheduled",
        }
    }

    /// What a person sees.
    pub fn describe(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Mismatch(Mismatch::MerchantUid), Language::English) => {
                "the gateway answered about another merchant_uid"
            }
            (Self::Mismatch(Mismatch::MerchantUid), Language::Korean) => {
                "게이트웨이가 다른 merchant_uid로 응답했습니다"
            }
            (Self::Mismatch(Mismatch::Amount), Language::English) => {
                "the gateway answered with another amount"
            }
            (Self::Mismatch(Mismatch::Amount), Language::Korean) => "게이트웨이가 다른 금액으로 응답했습니다",
            (Self::Mismatch(Mismatch::Currency), Language::English) => {
                "the gateway answered with another currency"
            }
            (Self::Mismatch(Mismatch::Currency), Language::Korean) => "게이트웨이가 다른 통화로 응답했습니다",
            (Self::Mismatch(Mismatch::CustomerUid), Language::English) => {
                "the gateway's schedule charges the billing key of another customer"
            }
            (Self::Mismatch(Mismatch::CustomerUid), Language::Korean) => {
                "게이트웨이의 예약이 다른 고객의 빌링키로 결제합니다"
            }
            (Self::PaidTwice, Language::English) => {
                "more than one payment was captured under this merchant_uid"
            }
            (Self::PaidTwice, Language::Korean) => "같은 merchant_uid로 두 건 이상 결제되었습니다",
            (Self::StillScheduled, Language::English) => {
                "it is paid, and the gateway's scheduler will charge it once more unless the schedule is cancelled"
            }
            (Self::StillScheduled, Language::Korean) => {
                "결제되었지만 게이트웨이에 예약이 남아 있어, 취소하지 않으면 한 번 더 결제됩니다"
            }
        }
    }
}
