//! Cancels that were not made, or are not known.

use keyin_domain::Language;
use keyin_ports::CancelError;

use super::{Consequence, Explain, Words};
use crate::CancelProblem;

impl Explain for CancelProblem {
    fn code(&self) -> String {
        match self {
            Self::NotFound => "not_found".into(),
            Self::NotShown { .. } => "cancel.not_shown".into(),
            Self::Ambiguous => "cancel.several_payments".into(),
            Self::TooMuch { .. } => "cancel.more_than_left".into(),
            Self::OtherCurrency => "cancel.other_currency".into(),
            Self::PartTooLarge { .. } => "cancel.part_too_large".into(),
            Self::BalanceDiffers { .. } => "cancel.balance_differs".into(),
            Self::Stopped => "stopped.nothing_sent".into(),
            Self::Unread(error) => error.code(),
            Self::Gateway(error) => error.code(),
            Self::Unknown { cause, .. } => Explain::code(cause),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::NotFound => Consequence::NotFound,
            Self::Ambiguous
            | Self::TooMuch { .. }
            | Self::OtherCurrency
            | Self::PartTooLarge { .. }
            | Self::BalanceDiffers { .. } => Consequence::NothingSent,
            Self::NotShown { .. } | Self::Stopped => Consequence::Unavailable,
            Self::Unread(error) => error.consequence(),
            Self::Gateway(error) => error.consequence(),
            Self::Unknown { .. } => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::NotFound => Words::new(
                "There is no such payment to cancel. Nothing was sent.",
                "취소할 결제가 없습니다. 요청을 보내지 않았습니다.",
            ),
            Self::NotShown { imp_uid } => Words::new(
                format!(
                    "The journal holds this payment as paid ({imp_uid}), and the gateway does not show it yet. \
                     Nothing was sent; the same command may be run again."
                ),
                format!(
                    "저널에는 결제된 건({imp_uid})이지만 게이트웨이 조회에 아직 나오지 않습니다. 요청을 보내지 않았습니다. 같은 명령을 다시 \
                     실행해도 됩니다."
                ),
            ),
            Self::Ambiguous => Words::new(
                "Several payments stand under this merchant_uid. Name one by its imp_uid. Nothing was sent.",
                "이 merchant_uid로 결제된 건이 여러 개입니다. imp_uid로 지정하세요. 요청을 보내지 않았습니다.",
            ),
            Self::TooMuch { asked, left } => Words::new(
                format!("{asked} is not possible: {left} is left to cancel. Nothing was sent."),
                format!("{asked}은(는) 취소할 수 없습니다. 취소 가능 금액은 {left}입니다. 요청을 보내지 않았습니다."),
            ),
            Self::OtherCurrency => Words::new(
                "The payment is in another currency. Nothing was sent.",
                "결제 통화가 다릅니다. 요청을 보내지 않았습니다.",
            ),
            Self::PartTooLarge { part, stated, most } => Words::new(
                format!(
                    "{}: {stated} is not possible, at most {most} of what is to be given back can be that. Nothing \
                     was sent.",
                    part.label(Language::English)
                ),
                format!(
                    "{} {stated}은(는) 취소 금액에 담을 수 없습니다. 최대 {most}입니다. 요청을 보내지 않았습니다.",
                    part.label(Language::Korean)
                ),
            ),
            Self::BalanceDiffers { believed, left } => Words::new(
                format!("{left} is left to cancel, not {believed}: most likely this cancel was made before. Nothing was sent."),
                format!("취소 가능 금액이 {believed}이 아니라 {left}입니다. 이미 취소되었을 가능성이 높습니다. 요청을 보내지 않았습니다."),
            ),
            Self::Stopped => Words::new(
                "Stopped before the cancel was sent; nothing was given back. The same command may be run again.",
                "취소를 요청하기 전에 중단되었으며 환불되지 않았습니다. 같은 명령을 다시 실행해도 됩니다.",
            ),
            Self::Unread(error) => return error.message(language),
            Self::Gateway(error) => return error.message(language),
            Self::Unknown { cause, balance } => Words::new(
                format!(
                    "Whether the payment was cancelled is unknown: {}. Look at the payment; to repeat the cancel \
                     safely, state the balance {} with it.",
                    cause.describe(Language::English),
                    balance.to_decimal_string()
                ),
                format!(
                    "취소되었는지 알 수 없습니다: {}. 결제를 조회하세요. 안전하게 다시 취소하려면 취소 가능 잔액 {}을(를) 함께 \
                     지정하세요.",
                    cause.describe(Language::Korean),
                    balance.to_decimal_string()
                ),
            ),
        }
        .to(language)
    }
}

impl Explain for CancelError {
    fn code(&self) -> String {
        match self {
            Self::NotFound => "not_found".into(),
            Self::AlreadyCancelled => "cancel.already".into(),
            Self::Declined(decline) => decline.code().to_string(),
            Self::Refused(refusal) => Explain::code(refusal),
            Self::NotSent(cause) => Explain::code(cause),
            Self::Unknown(cause) => Explain::code(cause),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::NotFound => Consequence::NotFound,
            Self::AlreadyCancelled | Self::Declined(_) => Consequence::Refused,
            Self::Refused(refusal) => refusal.consequence(),
            Self::NotSent(_) => Consequence::Unavailable,
            Self::Unknown(_) => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::NotFound => {
                Words::new("There is no such payment to cancel.", "취소할 결제가 없습니다.").to(language)
            }
            Self::AlreadyCancelled => Words::new(
                "The PG says that the payment was cancelled in full before. Nothing was given back now; if the \
                 gateway's record does not show it, look into the PG's console.",
                "PG사가 이미 전액 취소된 결제라고 응답했습니다. 이번에 환불된 것은 없습니다. 게이트웨이 기록에 보이지 않으면 PG사 \
                 관리자 화면을 확인하세요.",
            )
            .to(language),
            Self::Declined(decline) => Words::new(
                format!("The cancel was refused; nothing was given back. {}", decline.pg_text()),
                format!("취소가 거절되었습니다. 환불되지 않았습니다. {}", decline.pg_text()),
            )
            .to(language),
            Self::Refused(refusal) => refusal.message(language),
            Self::NotSent(cause) => Words::new(
                format!("Nothing was given back: {}.", cause.describe(Language::English)),
                format!("취소되지 않았습니다: {}.", cause.describe(Language::Korean)),
            )
            .to(language),
            Self::Unknown(cause) => cause.message(language),
        }
    }
}
