//! Answers of the gateway and the store.

use keyin_domain::{Language, NotSentCause, Refusal, RefusalKind, UnknownCause};
use keyin_ports::{JournalError, ReadError, StoreTrouble, UnavailableCause};

use super::{Consequence, Explain, Words};

impl Explain for Refusal {
    fn code(&self) -> String {
        Refusal::code(self).into()
    }

    fn consequence(&self) -> Consequence {
        match self.kind {
            RefusalKind::Unauthorized | RefusalKind::Forbidden => Consequence::Unavailable,
            RefusalKind::InvalidRequest
            | RefusalKind::UnknownCustomer
            | RefusalKind::NoChannel
            | RefusalKind::Unsupported => Consequence::Refused,
        }
    }

    fn message(&self, language: Language) -> String {
        let said = self.describe(language);
        if self.message.is_empty() { format!("{said}.") } else { format!("{said}: {}", self.message) }
    }
}

impl Explain for NotSentCause {
    fn code(&self) -> String {
        NotSentCause::code(*self).into()
    }

    fn consequence(&self) -> Consequence {
        Consequence::Unavailable
    }

    fn message(&self, language: Language) -> String {
        Words::new(
            format!("Nothing was charged: {}.", self.describe(Language::English)),
            format!("결제되지 않았습니다: {}.", self.describe(Language::Korean)),
        )
        .to(language)
    }
}

impl Explain for UnknownCause {
    fn code(&self) -> String {
        UnknownCause::code(*self).into()
    }

    fn consequence(&self) -> Consequence {
        Consequence::Unknown
    }

    fn message(&self, language: Language) -> String {
        Words::new(
            format!("The outcome is unknown: {}.", self.describe(Language::English)),
            format!("결과를 알 수 없습니다: {}.", self.describe(Language::Korean)),
        )
        .to(language)
    }
}

impl Explain for ReadError {
    fn code(&self) -> String {
        match self {
            Self::NotFound => "not_found".into(),
            Self::Refused(refusal) => Explain::code(refusal),
            Self::Unavailable(UnavailableCause::Unreachable) => "gateway.unreachable".into(),
            Self::Unavailable(UnavailableCause::NoAnswer) => "gateway.no_answer".into(),
            Self::Unavailable(UnavailableCause::HttpStatus(_)) => "gateway.unavailable".into(),
            Self::Protocol => "gateway.protocol".into(),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::NotFound => Consequence::NotFound,
            Self::Refused(refusal) => refusal.consequence(),
            Self::Unavailable(_) | Self::Protocol => Consequence::Unavailable,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::NotFound => {
                Words::new("The gateway knows no such record.", "게이트웨이에 그런 기록이 없습니다.")
            }
            Self::Refused(refusal) => return refusal.message(language),
            Self::Unavailable(UnavailableCause::Unreachable) => {
                Words::new("The gateway could not be reached.", "게이트웨이에 연결하지 못했습니다.")
            }
            Self::Unavailable(UnavailableCause::NoAnswer) => {
                Words::new("The gateway did not answer.", "게이트웨이가 응답하지 않았습니다.")
            }
            Self::Unavailable(UnavailableCause::HttpStatus(status)) => Words::new(
                format!("The gateway is not able to answer now (HTTP {status})."),
                format!("게이트웨이가 지금 응답할 수 없습니다(HTTP {status})."),
            ),
            Self::Protocol => Words::new(
                "The gateway's answer could not be read.",
                "게이트웨이의 응답을 해석하지 못했습니다.",
            ),
        }
        .to(language)
    }
}

impl Explain for JournalError {
    fn code(&self) -> String {
        match self {
            Self::Missing => "store.missing",
            Self::Unavailable(_) => "store.unavailable",
            Self::Damaged(_) => "store.damaged",
            Self::Newer { .. } => "store.newer",
        }
        .into()
    }

    fn consequence(&self) -> Consequence {
        Consequence::Unavailable
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Missing => Words::new("The journal holds no such charge.", "저널에 그런 결제가 없습니다."),
            Self::Unavailable(source) => Words::new(
                format!("The journal's store cannot be used: {}.", cause(source.as_ref(), Language::English)),
                format!("저널 저장소를 사용할 수 없습니다: {}.", cause(source.as_ref(), Language::Korean)),
            ),
            Self::Damaged(source) => Words::new(
                format!(
                    "The journal's store is damaged or was not written by keyin: {}.",
                    cause(source.as_ref(), Language::English)
                ),
                format!(
                    "저널 저장소가 손상되었거나 keyin이 만든 것이 아닙니다: {}.",
                    cause(source.as_ref(), Language::Korean)
                ),
            ),
            Self::Newer { found, known } => Words::new(
                format!(
                    "The journal's store was written by a newer keyin (schema {found}, known here: {known})."
                ),
                format!("저널 저장소가 더 새로운 keyin으로 만들어졌습니다(스키마 {found}, 지원: {known})."),
            ),
        }
        .to(language)
    }
}

/// What is wrong with a store, and in brackets what the database itself said.
fn cause(source: &(dyn std::error::Error + Send + Sync + 'static), language: Language) -> String {
    match source.downcast_ref::<StoreTrouble>() {
        Some(StoreTrouble { fault, cause }) => format!("{} ({cause})", fault.describe(language)),
        None => source.to_string(),
    }
}
