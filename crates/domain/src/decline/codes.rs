//! What each published or recorded PG code says about a paying call and about a cancel.
//!
//! Sources: Hecto's (Settlebank's) standard interface document for the four-character codes, texts
//! recorded from the NICE family for the others. Where a row stands for a group of neighbouring codes
//! whose single texts are not published, the PG's words may refine the reason within the group.

use super::{DeclineReason, DeclineReason as R};

/// What a code proves about a paying call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnPayment {
    /// Refused for this reason.
    Declined(DeclineReason),
    /// Refused; the words may name one of the second list instead of the first reason.
    Refined(DeclineReason, &'static [DeclineReason]),
    /// A payment under this merchant_uid is already known.
    Duplicate,
    /// Nothing is proven.
    Ambiguous,
    /// The transaction that was asked about is not known.
    NotFound,
}

/// What a code proves about a cancel, where that differs from its meaning on a paying call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnCancel {
    /// The payment was cancelled before.
    AlreadyCancelled,
    /// Refused for this reason.
    Declined(DeclineReason),
    /// Nothing is proven.
    Ambiguous,
}

/// One row: codes that share their meaning.
pub(super) struct Row {
    pub(super) codes: &'static [&'static str],
    pub(super) on_payment: OnPayment,
    pub(super) on_cancel: Option<OnCancel>,
}

const fn paying(codes: &'static [&'static str], on_payment: OnPayment) -> Row {
    Row { codes, on_payment, on_cancel: None }
}

/// A code that only a cancel explains: beside a payment it contradicts itself, which proves nothing.
const fn cancelling(codes: &'static [&'static str], on_cancel: OnCancel) -> Row {
    Row { codes, on_payment: OnPayment::Ambiguous, on_cancel: Some(on_cancel) }
}

const fn declined(codes: &'static [&'static str], reason: DeclineReason) -> Row {
    paying(codes, OnPayment::Declined(reason))
}

const fn refined(codes: &'static [&'static str], reason: DeclineReason, by: &'static [DeclineReason]) -> Row {
    paying(codes, OnPayment::Refined(reason, by))
}

/// What NICE's key-issue codes may turn out to be in words.
const KEY_ISSUE: &[DeclineReason] = &[
    R::CardNumber,
    R::Expiry,
    R::HolderId,
    R::Password,
    R::PasswordTries,
    R::CardNotAccepted,
    R::TestModeCard,
    R::LostOrStolen,
    R::Stopped,
    R::UnregisteredCard,
    R::AskIssuer,
];

const LIMITS: &[DeclineReason] = &[R::LimitExceeded, R::InsufficientFunds, R::TooManyUses];

/// Every code we know, one meaning each.
pub(super) static ROWS: &[Row] = &[
    // NICE: key issue refused.
    refined(&["F112"], R::CardNumber, KEY_ISSUE),
    refined(&["F110", "F111", "F113", "F114", "F115"], R::CardData, KEY_ISSUE),
    declined(&["8901"], R::MerchantSetup),
    // Hecto: declined.
    declined(&["CA20"], R::Expiry),
    declined(&["CA21", "CA22", "CA23"], R::Installments),
    declined(&["CA26"], R::TooManyUses),
    refined(&["CA27", "CA28", "CA29"], R::Password, &[R::PasswordTries]),
    declined(&["CA30"], R::HolderId),
    declined(&["CA70"], R::CardData),
    refined(&["CA31", "CA32", "CA33", "CA34", "CA35", "CA36", "CA37"], R::LimitExceeded, LIMITS),
    declined(&["CA38"], R::Points),
    declined(&["CA40", "CA41"], R::Amount),
    declined(&["CA42"], R::AmountRange),
    refined(
        &["CA50", "CA51", "CA52", "CA53", "CA54", "CA55", "CA56", "CA57"],
        R::Stopped,
        &[R::LostOrStolen, R::Stopped],
    ),
    declined(&["CA58"], R::UnregisteredCard),
    declined(&["CA59"], R::CardNotAccepted),
    declined(&["CA60", "CA61", "CA62", "CA63", "CA64", "CA65", "CA87", "ST47", "ST48"], R::MerchantSetup),
    declined(&["CA80"], R::NotAvailable),
    declined(&["CA82", "J999", "8373"], R::AskIssuer),
    declined(&["0905"], R::IdentityCheck),
    declined(&["ST70", "STR1", "STR2", "STR3", "STR4", "STR5", "STR6", "STR7", "STR8"], R::Blocked),
    // Hecto: the request was wrong.
    declined(
        &[
            "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "1010", "1011", "1012",
            "1013",
        ],
        R::RequestInvalid,
    ),
    declined(
        &[
            "1101", "1102", "1103", "1104", "1105", "1106", "1107", "1108", "1109", "1110", "1111", "1112",
            "1113", "1114", "1115", "1116", "1117", "1118", "1119", "1120", "1121", "1122", "1123", "1124",
            "1125", "1126", "1127",
        ],
        R::RequestInvalid,
    ),
    declined(&["1901", "1902", "6001", "ST07", "ST09", "CA03"], R::RequestInvalid),
    // Hecto: not carried out.
    declined(&["CA01", "CA02", "CA04", "ST11", "ST68", "ST69"], R::IssuerDown),
    declined(&["ST41"], R::Traffic),
    // Hecto: the outcome is not known.
    paying(&["VTIM", "CA81", "ST38"], OnPayment::Ambiguous),
    paying(&["9901", "9902", "9903", "9904", "9905", "9999"], OnPayment::Ambiguous),
    paying(&["ST10", "ST60", "ST79", "ST99", "CA84", "8375"], OnPayment::Ambiguous),
    paying(&["ST03", "ST50", "CA86"], OnPayment::Duplicate),
    paying(&["ST06", "CA10"], OnPayment::NotFound),
    // Cancels: Hecto's codes first in each row, NICE's after them.
    cancelling(&["CA12", "ST25", "2015", "500626"], OnCancel::AlreadyCancelled),
    cancelling(&["ST26", "ST45"], OnCancel::Ambiguous),
    cancelling(&["ST46"], OnCancel::Declined(R::CancelDeadline)),
    cancelling(&["ST54", "CA88", "1534", "2030"], OnCancel::Declined(R::PartialCancelImpossible)),
    cancelling(&["ST55", "1617"], OnCancel::Declined(R::CancelAmount)),
    cancelling(&["ST56", "ST57", "ST58", "2032"], OnCancel::Declined(R::CancelAmount)),
    cancelling(&["2026", "3007"], OnCancel::Declined(R::CancelLimit)),
    cancelling(&["CA11", "CA83", "CA85"], OnCancel::Declined(R::CancelRefused)),
];

/// The row of a code, written in upper case.
pub(super) fn row_of(code: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.codes.contains(&code))
}
