//! Orders to the gateway's scheduler that were not given, or are not known.

use keyin_domain::{Language, Mismatch, ReviewReason};
use keyin_ports::ScheduleError;

use super::{Consequence, Explain, Words, labels};
use crate::ScheduleProblem;

impl Explain for ScheduleProblem {
    fn code(&self) -> String {
        match self {
            Self::Unsupported(unsupported) => unsupported.code(),
            Self::NotTheSchedulers(_) => "schedule.not_the_schedulers".into(),
            Self::TooSoon { .. } => "schedule.too_soon".into(),
            Self::MayRun { .. } => "schedule.may_run".into(),
            Self::Conflict(_) | Self::AnotherSchedule(_) => "conflict.merchant_uid".into(),
            Self::NotFound => "not_found".into(),
            Self::StandsOtherwise { status } => format!("schedule.is_{}", status.as_str()),
            Self::ChargeStandsOtherwise { state } => format!("schedule.charge_is_{state}"),
            Self::NotInJournal => "schedule.not_in_journal".into(),
            Self::Undecided(cause) => Explain::code(cause),
            Self::Stopped => "stopped.nothing_sent".into(),
            Self::Unread(error) => error.code(),
            Self::Gateway(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::StoreAfterSend { .. } => "store.after_send".into(),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::Unsupported(_)
            | Self::NotTheSchedulers(_)
            | Self::TooSoon { .. }
            | Self::MayRun { .. }
            | Self::Conflict(_)
            | Self::AnotherSchedule(_)
            | Self::StandsOtherwise { .. }
            | Self::ChargeStandsOtherwise { .. }
            | Self::NotInJournal => Consequence::NothingSent,
            Self::NotFound => Consequence::NotFound,
            Self::Stopped | Self::Store(_) => Consequence::Unavailable,
            Self::Unread(error) => error.consequence(),
            Self::Gateway(error) => error.consequence(),
            Self::Undecided(_) | Self::StoreAfterSend { .. } => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Unsupported(unsupported) => return unsupported.message(language),
            Self::NotTheSchedulers(_) => Words::new(
                "This charge is not one for the gateway's scheduler. Nothing was sent.",
                "게이트웨이 예약결제로 요청할 수 없는 결제입니다. 요청을 보내지 않았습니다.",
            ),
            Self::TooSoon { at } => Words::new(
                format!("{at} is too soon or has passed: a schedule needs a minute's notice. Nothing was sent."),
                format!("{at}은(는) 너무 이르거나 이미 지났습니다. 예약 시각은 1분 이상 뒤여야 합니다. 요청을 보내지 않았습니다."),
            ),
            Self::MayRun { at } => Words::new(
                format!(
                    "It is due at {at}: the gateway may run it while it is being moved, and then once more. Nothing was \
                     sent. To stop it, cancel it."
                ),
                format!(
                    "예약 시각이 {at}입니다. 시각을 바꾸는 동안 결제가 실행되어 두 번 결제될 수 있습니다. 요청을 보내지 않았습니다. 결제를 막으려면 \
                     취소하세요."
                ),
            ),
            Self::Conflict(fields) => Words::new(
                format!(
                    "Another request holds this merchant_uid; these fields differ: {}. Nothing was sent. To change the \
                     time of a schedule, move it; a new order needs a new merchant_uid.",
                    labels(fields, Language::English)
                ),
                format!(
                    "같은 merchant_uid로 다른 내용의 요청이 이미 있습니다(다른 항목: {}). 요청을 보내지 않았습니다. 예약 시각을 바꾸려면 \
                     schedule move를, 새 주문에는 새 merchant_uid를 쓰세요.",
                    labels(fields, Language::Korean)
                ),
            ),
            Self::AnotherSchedule(difference) => another_schedule(*difference),
            Self::NotFound => Words::new("There is no such schedule.", "그런 예약결제가 없습니다."),
            Self::StandsOtherwise { status } => Words::new(
                format!("The schedule is {}: that does not allow it. Nothing was changed.", status.as_str()),
                format!("예약 상태가 {}이라 처리할 수 없습니다. 변경된 것은 없습니다.", status.as_str()),
            ),
            Self::ChargeStandsOtherwise { state } => Words::new(
                format!("The charge is {state}: that does not allow it. Nothing was sent."),
                format!("결제 상태가 {state}이라 처리할 수 없습니다. 요청을 보내지 않았습니다."),
            ),
            Self::NotInJournal => Words::new(
                "It was not scheduled through this journal, and what may charge has to be written down first. Do it \
                 where it was scheduled. Nothing was sent.",
                "이 저널로 예약한 결제가 아닙니다. 결제될 수 있는 요청은 먼저 기록되어야 하므로 예약한 곳에서 처리하세요. 요청을 보내지 \
                 않았습니다.",
            ),
            Self::Undecided(cause) => Words::new(
                format!(
                    "How the schedule stands is unknown: {}. Show it before anything else.",
                    cause.describe(Language::English)
                ),
                format!("예약 상태를 알 수 없습니다: {}. 먼저 조회하세요.", cause.describe(Language::Korean)),
            ),
            Self::Stopped => Words::new(
                "Stopped before anything was sent. The same command may be run again.",
                "요청을 보내기 전에 중단되었습니다. 같은 명령을 다시 실행해도 됩니다.",
            ),
            Self::Unread(error) => return error.message(language),
            Self::Gateway(error) => return error.message(language),
            Self::Store(error) => {
                Words::new(error.message(Language::English), error.message(Language::Korean))
                    .and("Nothing was sent.", "요청을 보내지 않았습니다.")
            }
            Self::StoreAfterSend { said, .. } => Words::new(
                format!(
                    "The order was sent, but the journal could not be used to settle it (last known: {said}). It will be \
                     settled by looking it up."
                ),
                format!("요청을 보냈지만 저널을 사용할 수 없어 결과를 확정하지 못했습니다(마지막 상태: {said}). 조회로 확정됩니다."),
            ),
        }
        .to(language)
    }
}

fn another_schedule(difference: Mismatch) -> Words {
    let reason = ReviewReason::Mismatch(difference);
    Words::new(
        format!(
            "The gateway holds another schedule under this merchant_uid ({}). Nothing was sent. A new order needs a new \
             merchant_uid; `keyin schedule show` shows the schedule.",
            reason.describe(Language::English)
        ),
        format!(
            "게이트웨이에 같은 merchant_uid로 다른 예약이 있습니다({}). 요청을 보내지 않았습니다. 새 주문에는 새 merchant_uid를 쓰세요. 예약은 \
             `keyin schedule show`로 확인할 수 있습니다.",
            reason.describe(Language::Korean)
        ),
    )
}

impl Explain for ScheduleError {
    fn code(&self) -> String {
        match self {
            Self::NotFound => "not_found".into(),
            Self::Refused(refusal) => Explain::code(refusal),
            Self::NotSent(cause) => Explain::code(cause),
            Self::Unknown(cause) => Explain::code(cause),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::NotFound => Consequence::NotFound,
            Self::Refused(refusal) => refusal.consequence(),
            Self::NotSent(_) => Consequence::Unavailable,
            Self::Unknown(_) => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::NotFound => {
                Words::new("There is no such schedule.", "그런 예약결제가 없습니다.").to(language)
            }
            Self::Refused(refusal) => refusal.message(language),
            Self::NotSent(cause) => Words::new(
                format!("The schedule stands as it stood: {}.", cause.describe(Language::English)),
                format!("예약이 변경되지 않았습니다: {}.", cause.describe(Language::Korean)),
            )
            .to(language),
            Self::Unknown(cause) => cause.message(language),
        }
    }
}
