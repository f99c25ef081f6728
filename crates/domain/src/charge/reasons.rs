//! Why a charge was not sent, was refused, or is not known.

use crate::Language;

/// What proves that nothing reached the gateway's payment call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum NotSentCause {
    /// The name was not found or no connection came about.
    Unreachable,
    /// No secure connection came about.
    Tls,
    /// The request could not be built.
    RequestNotBuilt,
    /// The permit was no longer good when the request was ready.
    PermitExpired,
    /// The permit was for another charge.
    PermitForeign,
    /// No access token could be had.
    NoToken,
    /// The gateway refused the API key or secret.
    CredentialsRefused,
}

impl NotSentCause {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "gateway.unreachable",
            Self::Tls => "gateway.tls",
            Self::RequestNotBuilt => "gateway.request_not_built",
            Self::PermitExpired => "gateway.permit_expired",
            Self::PermitForeign => "gateway.permit_foreign",
            Self::NoToken => "gateway.no_token",
            Self::CredentialsRefused => "gateway.credentials_refused",
        }
    }

    /// What happened, for people.
    pub fn describe(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Unreachable, Language::English) => "the gateway could not be reached",
            (Self::Unreachable, Language::Korean) => "결제 게이트웨이에 연결하지 못했습니다",
            (Self::Tls, Language::English) => "no secure connection to the gateway came about",
            (Self::Tls, Language::Korean) => "결제 게이트웨이와 보안 연결을 맺지 못했습니다",
            (Self::RequestNotBuilt, Language::English) => "the request could not be built",
            (Self::RequestNotBuilt, Language::Korean) => "요청을 만들지 못했습니다",
            (Self::PermitExpired, Language::English) => "the time allowed for sending had passed",
            (Self::PermitExpired, Language::Korean) => "전송 허용 시간이 지났습니다",
            (Self::PermitForeign, Language::English) => "the permit to send was for another charge",
            (Self::PermitForeign, Language::Korean) => "다른 결제의 전송 허가였습니다",
            (Self::NoToken, Language::English) => "the gateway gave no access token",
            (Self::NoToken, Language::Korean) => "게이트웨이에서 인증 토큰을 받지 못했습니다",
            (Self::CredentialsRefused, Language::English) => "the gateway refused the API key or secret",
            (Self::CredentialsRefused, Language::Korean) => "API 키 또는 시크릿이 거절되었습니다",
        }
    }
}

/// Why the outcome of a call is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum UnknownCause {
    /// No answer within the time allowed.
    TimedOut,
    /// The connection broke after sending had begun.
    ConnectionLost,
    /// The answer could not be read.
    Unreadable,
    /// An HTTP status that proves nothing.
    HttpStatus(u16),
    /// The gateway says this merchant_uid was paid or cancelled before.
    Duplicate,
    /// The PG reports a fault of its own, or a text that proves nothing.
    PgFault,
    /// The payment is begun and not decided.
    Pending,
    /// Whoever sent it did not come back.
    Interrupted,
    /// The gateway's scheduler no longer holds it; a run that had begun may still show.
    Unscheduled,
}

impl UnknownCause {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TimedOut => "unknown.timed_out",
            Self::ConnectionLost => "unknown.connection_lost",
            Self::Unreadable => "unknown.unreadable",
            Self::HttpStatus(_) => "unknown.http_status",
            Self::Duplicate => "unknown.duplicate",
            Self::PgFault => "unknown.pg_fault",
            Self::Pending => "unknown.pending",
            Self::Interrupted => "unknown.interrupted",
            Self::Unscheduled => "unknown.unscheduled",
        }
    }

    /// What happened, for people.
    pub fn describe(self, language: Language) -> String {
        match (self, language) {
            (Self::TimedOut, Language::English) => "no answer came in time".into(),
            (Self::TimedOut, Language::Korean) => "제한 시간 안에 응답이 오지 않았습니다".into(),
            (Self::ConnectionLost, Language::English) => "the connection broke before the answer".into(),
            (Self::ConnectionLost, Language::Korean) => "응답을 받기 전에 연결이 끊겼습니다".into(),
            (Self::Unreadable, Language::English) => "the answer could not be read".into(),
            (Self::Unreadable, Language::Korean) => "응답을 해석하지 못했습니다".into(),
            (Self::HttpStatus(status), Language::English) => {
                format!("the gateway answered with HTTP {status}")
            }
            (Self::HttpStatus(status), Language::Korean) => {
                format!("게이트웨이가 HTTP {status}로 응답했습니다")
            }
            (Self::Duplicate, Language::English) => "the gateway has seen this merchant_uid before".into(),
            (Self::Duplicate, Language::Korean) => {
                "이미 처리된 적이 있는 merchant_uid라고 응답했습니다".into()
            }
            (Self::PgFault, Language::English) => "the PG reported a fault that decides nothing".into(),
            (Self::PgFault, Language::Korean) => "PG사가 결과를 알 수 없는 장애를 알렸습니다".into(),
            (Self::Pending, Language::English) => "the payment is not decided yet".into(),
            (Self::Pending, Language::Korean) => "결제가 아직 확정되지 않았습니다".into(),
            (Self::Interrupted, Language::English) => "the process that sent it did not come back".into(),
            (Self::Interrupted, Language::Korean) => "결제를 요청한 프로세스가 중단되었습니다".into(),
            (Self::Unscheduled, Language::English) => {
                "the schedule was taken back; a payment that had begun before may still show".into()
            }
            (Self::Unscheduled, Language::Korean) => {
                "예약이 취소되었지만 그 전에 시작된 결제가 나타날 수 있습니다".into()
            }
        }
    }
}

/// What kind of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RefusalKind {
    /// The access token was refused, also a fresh one.
    Unauthorized,
    /// The caller's address or merchant is not allowed.
    Forbidden,
    /// The request is not valid.
    InvalidRequest,
    /// No billing key under that customer_uid.
    UnknownCustomer,
    /// The merchant has no API channel for that PG.
    NoChannel,
    /// The PG does not offer this.
    Unsupported,
}

/// The gateway refused a request before it had any effect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Refusal {
    /// What kind.
    pub kind: RefusalKind,
    /// The gateway's own words, at most 300 characters, digits of card length masked.
    pub message: String,
}

impl Refusal {
    /// A refusal with the gateway's words, made safe to keep and to show.
    pub fn new(kind: RefusalKind, message: &str) -> Self {
        Self { kind, message: crate::decline::sanitize(message) }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self.kind {
            RefusalKind::Unauthorized => "refused.unauthorized",
            RefusalKind::Forbidden => "refused.forbidden",
            RefusalKind::InvalidRequest => "refused.invalid_request",
            RefusalKind::UnknownCustomer => "refused.unknown_customer",
            RefusalKind::NoChannel => "refused.no_channel",
            RefusalKind::Unsupported => "refused.unsupported",
        }
    }

    /// What to mend, for people.
    pub fn describe(&self, language: Language) -> &'static str {
        match (self.kind, language) {
            (RefusalKind::Unauthorized, Language::English) => "the gateway refused the credentials",
            (RefusalKind::Unauthorized, Language::Korean) => "게이트웨이가 인증 정보를 거절했습니다",
            (RefusalKind::Forbidden, Language::English) => "the gateway does not allow this caller",
            (RefusalKind::Forbidden, Language::Korean) => "게이트웨이가 허용하지 않는 호출입니다",
            (RefusalKind::InvalidRequest, Language::English) => "the gateway found the request invalid",
            (RefusalKind::InvalidRequest, Language::Korean) => "게이트웨이가 잘못된 요청이라고 응답했습니다",
            (RefusalKind::UnknownCustomer, Language::English) => {
                "no billing key is registered under this customer_uid"
            }
            (RefusalKind::UnknownCustomer, Language::Korean) => "이 customer_uid로 등록된 빌링키가 없습니다",
            (RefusalKind::NoChannel, Language::English) => "the merchant has no API channel for this PG",
            (RefusalKind::NoChannel, Language::Korean) => "이 PG로 설정된 API 결제 채널이 없습니다",
            (RefusalKind::Unsupported, Language::English) => "the PG does not offer this",
            (RefusalKind::Unsupported, Language::Korean) => "PG사가 지원하지 않는 기능입니다",
        }
    }
}
