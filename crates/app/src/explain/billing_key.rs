//! Billing keys that were not issued or not revoked.

use keyin_domain::Language;
use keyin_ports::{IssueError, RevokeError};

use super::{Consequence, Explain, Words};
use crate::{IssueProblem, RevokeProblem};

impl Explain for IssueProblem {
    fn code(&self) -> String {
        match self {
            Self::Unsupported(unsupported) => unsupported.code(),
            Self::CardDoubt(doubt) => doubt.code(),
            Self::Taken(taken) => taken.code(),
            Self::Unread(error) => error.code(),
            Self::Gateway(IssueError::Declined(decline)) => decline.code().to_string(),
            Self::Gateway(IssueError::Refused(refusal)) => Explain::code(refusal),
            Self::Gateway(IssueError::NotSent(cause)) => Explain::code(cause),
            Self::Gateway(IssueError::Unknown(cause)) => Explain::code(cause),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::Unsupported(_) | Self::CardDoubt(_) | Self::Taken(_) => Consequence::NothingSent,
            Self::Unread(error) => error.consequence(),
            Self::Gateway(IssueError::Declined(_)) => Consequence::Refused,
            Self::Gateway(IssueError::Refused(refusal)) => refusal.consequence(),
            Self::Gateway(IssueError::NotSent(_)) => Consequence::Unavailable,
            Self::Gateway(IssueError::Unknown(_)) => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Unsupported(unsupported) => unsupported.message(language),
            Self::CardDoubt(doubt) => doubt.message(language),
            Self::Taken(taken) => taken.message(language),
            Self::Unread(error) => error.message(language),
            Self::Gateway(IssueError::Declined(decline)) => decline.customer_message(language).to_string(),
            Self::Gateway(IssueError::Refused(refusal)) => refusal.message(language),
            Self::Gateway(IssueError::NotSent(cause)) => Words::new(
                format!("No billing key was issued: {}.", cause.describe(Language::English)),
                format!("빌링키가 발급되지 않았습니다: {}.", cause.describe(Language::Korean)),
            )
            .to(language),
            Self::Gateway(IssueError::Unknown(cause)) => Words::new(
                format!(
                    "Whether the billing key was issued is unknown: {}. Show it before issuing again.",
                    cause.describe(Language::English)
                ),
                format!(
                    "빌링키가 발급되었는지 알 수 없습니다: {}. 다시 발급하기 전에 조회하세요.",
                    cause.describe(Language::Korean)
                ),
            )
            .to(language),
        }
    }
}

impl Explain for RevokeProblem {
    fn code(&self) -> String {
        match self {
            Self::Unfinished(_) => "billing_key.in_use".into(),
            Self::Scheduled { .. } => "billing_key.scheduled".into(),
            Self::MayRun { .. } => "billing_key.may_run".into(),
            Self::AfterTakingBack { .. } => "billing_key.schedules_taken_back".into(),
            Self::Schedules(problem) => problem.code(),
            Self::Store(error) => error.code(),
            Self::Gateway(RevokeError::NotFound) => "not_found".into(),
            Self::Gateway(RevokeError::Refused(refusal)) => Explain::code(refusal),
            Self::Gateway(RevokeError::NotSent(cause)) => Explain::code(cause),
            Self::Gateway(RevokeError::Unknown(cause)) => Explain::code(cause),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::Unfinished(_) | Self::Scheduled { .. } | Self::MayRun { .. } => Consequence::NothingSent,
            Self::AfterTakingBack { .. } => Consequence::Unknown,
            Self::Schedules(problem) => problem.consequence(),
            Self::Store(error) => error.consequence(),
            Self::Gateway(RevokeError::NotFound) => Consequence::NotFound,
            Self::Gateway(RevokeError::Refused(refusal)) => refusal.consequence(),
            Self::Gateway(RevokeError::NotSent(_)) => Consequence::Unavailable,
            Self::Gateway(RevokeError::Unknown(_)) => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Unfinished(uid) => Words::new(
                format!("The charge {uid} with this billing key is not settled. Settle it first. Nothing was sent."),
                format!("이 빌링키로 요청한 결제 {uid}의 결과가 확정되지 않았습니다. 먼저 확정하세요. 요청을 보내지 않았습니다."),
            ),
            Self::Scheduled { merchant_uid, at } => Words::new(
                format!(
                    "The schedule {merchant_uid} would charge this billing key at {at}. Cancel the customer's schedules \
                     first, or have them cancelled with --unschedule. The key was not revoked."
                ),
                format!(
                    "예약결제 {merchant_uid}이(가) {at}에 이 빌링키로 결제됩니다. 먼저 예약을 취소하거나 --unschedule로 함께 취소하세요. \
                     빌링키를 삭제하지 않았습니다."
                ),
            ),
            Self::MayRun { merchant_uid, at } => Words::new(
                format!(
                    "The schedule {merchant_uid} is due at {at}: the gateway may run it while it is taken back. Nothing was \
                     sent. Let it run, or cancel it with keyin schedule cancel; the key can be revoked once its charge is \
                     settled."
                ),
                format!(
                    "예약결제 {merchant_uid}의 예약 시각이 {at}이라 취소하는 동안 결제가 실행될 수 있습니다. 요청을 보내지 않았습니다. 실행되기를 \
                     기다리거나 keyin schedule cancel로 취소하세요. 그 결제의 결과가 확정된 뒤에 빌링키를 삭제할 수 있습니다."
                ),
            ),
            Self::AfterTakingBack { taken, source } => after_taking_back(taken, source),
            Self::Schedules(problem) => {
                Words::new(problem.message(Language::English), problem.message(Language::Korean))
                    .and("The key was not revoked.", "빌링키를 삭제하지 않았습니다.")
            }
            Self::Store(error) => return error.message(language),
            Self::Gateway(RevokeError::NotFound) => Words::new(
                "No billing key is registered under this customer_uid.",
                "이 customer_uid로 등록된 빌링키가 없습니다.",
            ),
            Self::Gateway(RevokeError::Refused(refusal)) => return refusal.message(language),
            Self::Gateway(RevokeError::NotSent(cause)) => Words::new(
                format!("The billing key stands: {}.", cause.describe(Language::English)),
                format!("빌링키가 삭제되지 않았습니다: {}.", cause.describe(Language::Korean)),
            ),
            Self::Gateway(RevokeError::Unknown(cause)) => Words::new(
                format!("Whether the billing key was revoked is unknown: {}. Show it.", cause.describe(Language::English)),
                format!("빌링키가 삭제되었는지 알 수 없습니다: {}. 조회하세요.", cause.describe(Language::Korean)),
            ),
        }
        .to(language)
    }
}

/// What stood in the way says of itself that nothing was sent, so it is told by its code.
fn after_taking_back(taken: &[String], source: &RevokeProblem) -> Words {
    let (taken, code) = (taken.join(", "), source.code());
    let reason = match source {
        RevokeProblem::Unfinished(uid) => format!("{code}: {uid}"),
        RevokeProblem::Scheduled { merchant_uid, .. } => format!("{code}: {merchant_uid}"),
        _ => code,
    };
    let (english, korean) = match source {
        RevokeProblem::Gateway(RevokeError::Unknown(_)) => {
            ("Whether the billing key was revoked is unknown", "빌링키가 삭제되었는지 알 수 없습니다")
        }
        _ => ("The billing key was not revoked", "빌링키는 삭제되지 않았습니다"),
    };
    Words::new(
        format!(
            "These schedules were cancelled: {taken}. {english} ({reason}). The same command may be run again."
        ),
        format!("다음 예약이 취소되었습니다: {taken}. {korean}({reason}). 같은 명령을 다시 실행해도 됩니다."),
    )
}
