//! A person's word that was not taken.

use keyin_domain::Language;

use super::{Consequence, Explain, Words};
use crate::DecideProblem;

impl Explain for DecideProblem {
    fn code(&self) -> String {
        match self {
            Self::NotFound => "not_found".into(),
            Self::NotForAPerson { .. } => "decide.not_for_a_person".into(),
            Self::NotCaptured => "decide.not_captured".into(),
            Self::Unowned { .. } => "decide.balance_left".into(),
            Self::Undecided { .. } => "decide.payment_undecided".into(),
            Self::Scheduled => "decide.scheduled".into(),
            Self::TooEarly { .. } => "decide.too_early".into(),
            Self::Gateway(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::NotFound => Consequence::NotFound,
            Self::NotForAPerson { .. }
            | Self::NotCaptured
            | Self::Unowned { .. }
            | Self::Undecided { .. }
            | Self::Scheduled
            | Self::TooEarly { .. } => Consequence::NothingSent,
            Self::Gateway(error) => error.consequence(),
            Self::Store(error) => error.consequence(),
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::NotFound => {
                Words::new("The journal holds no such charge.", "저널에 그런 결제가 없습니다.")
            }
            Self::NotForAPerson { state } => Words::new(
                format!("The charge is {state}: only review and late_paid are for a person to decide."),
                format!("결제 상태가 {state}입니다. review와 late_paid만 담당자가 결정할 수 있습니다."),
            ),
            Self::NotCaptured => Words::new(
                "The gateway shows no such captured payment under this merchant_uid. keyin pay show lists what it shows.",
                "게이트웨이에 이 merchant_uid로 승인된 그런 결제가 없습니다. keyin pay show로 목록을 확인하세요.",
            ),
            Self::Unowned { imp_uid, balance } => Words::new(
                format!(
                    "{imp_uid} still holds {balance} of the customer's money. Give it back first: keyin pay cancel {imp_uid}"
                ),
                format!("{imp_uid}에 고객의 돈 {balance}이 남아 있습니다. 먼저 취소하세요: keyin pay cancel {imp_uid}"),
            ),
            Self::Undecided { imp_uid } => Words::new(
                format!("{imp_uid} is begun and not decided: it may still take the money. Try again later."),
                format!("{imp_uid} 결제가 아직 확정되지 않아 승인될 수 있습니다. 나중에 다시 시도하세요."),
            ),
            Self::Scheduled => Words::new(
                "The gateway's scheduler may still charge under this merchant_uid. Take the schedule back first: keyin schedule cancel.",
                "게이트웨이의 예약이 남아 있어 이 merchant_uid로 결제될 수 있습니다. 먼저 예약을 취소하세요: keyin schedule cancel.",
            ),
            Self::TooEarly { until } => Words::new(
                format!("Before {until} a payment of what was sent may still appear. Try again after that."),
                format!("{until} 전에는 이미 보낸 요청의 결제가 나타날 수 있습니다. 그 뒤에 다시 시도하세요."),
            ),
            Self::Gateway(error) => return error.message(language),
            Self::Store(error) => return error.message(language),
        }
        .and("Nothing was changed.", "변경된 것은 없습니다.")
        .to(language)
    }
}
