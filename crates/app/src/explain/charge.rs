//! Charges that were not begun, or could not be recorded; payments that were not found.

use keyin_domain::Language;

use super::{Consequence, Explain, Words, labels};
use crate::{ChargeProblem, FindProblem};

impl Explain for ChargeProblem {
    fn code(&self) -> String {
        match self {
            Self::CardDoubt(doubt) => doubt.code(),
            Self::Unsupported(unsupported) => unsupported.code(),
            Self::BillingKeyTaken(taken) => taken.code(),
            Self::Request(_) => "request.card".into(),
            Self::Stopped => "stopped.nothing_sent".into(),
            Self::Conflict(_) | Self::ScheduledElsewhere => "conflict.merchant_uid".into(),
            Self::Gateway(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::StoreAfterSend { .. } => "store.after_send".into(),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::CardDoubt(_)
            | Self::Unsupported(_)
            | Self::BillingKeyTaken(_)
            | Self::Request(_)
            | Self::Conflict(_)
            | Self::ScheduledElsewhere => Consequence::NothingSent,
            Self::Stopped | Self::Gateway(_) | Self::Store(_) => Consequence::Unavailable,
            Self::StoreAfterSend { .. } => Consequence::Unknown,
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::CardDoubt(doubt) => return doubt.message(language),
            Self::Unsupported(unsupported) => return unsupported.message(language),
            Self::BillingKeyTaken(taken) => return taken.message(language),
            Self::Request(_) => Words::new(
                "A key-in charge needs a card, and a billing-key charge takes none. Nothing was sent.",
                "키인 결제에는 카드가 필요하고 빌링키 결제에는 카드를 쓰지 않습니다. 결제를 요청하지 않았습니다.",
            ),
            Self::Stopped => Words::new(
                "Stopped before anything was sent; nothing was charged. The same command may be run again.",
                "요청을 보내기 전에 중단되었으며 결제되지 않았습니다. 같은 명령을 다시 실행해도 됩니다.",
            ),
            Self::Conflict(fields) => Words::new(
                format!(
                    "Another request holds this merchant_uid; these fields differ: {}. Nothing was sent. A new order \
                     needs a new merchant_uid.",
                    labels(fields, Language::English)
                ),
                format!(
                    "같은 merchant_uid로 다른 내용의 요청이 이미 있습니다(다른 항목: {}). 결제를 요청하지 않았습니다. 새 주문에는 새 \
                     merchant_uid를 쓰세요.",
                    labels(fields, Language::Korean)
                ),
            ),
            Self::ScheduledElsewhere => Words::new(
                "Something else has scheduled this merchant_uid at the gateway, which charges it by itself. Nothing was \
                 sent. A new order needs a new merchant_uid; `keyin schedule show` shows the schedule.",
                "keyin이 아닌 다른 곳에서 이 merchant_uid를 게이트웨이에 예약했으며 게이트웨이가 직접 결제합니다. 결제를 요청하지 않았습니다. 새 주문에는 \
                 새 merchant_uid를 쓰세요. 예약은 `keyin schedule show`로 확인할 수 있습니다.",
            ),
            Self::Gateway(error) => Words::new(error.message(Language::English), error.message(Language::Korean))
                .and("Nothing was charged.", "결제되지 않았습니다."),
            Self::Store(error) => Words::new(error.message(Language::English), error.message(Language::Korean))
                .and("Nothing was sent and nothing was charged.", "결제를 요청하지 않았고 결제되지 않았습니다."),
            Self::StoreAfterSend { said, .. } => Words::new(
                format!(
                    "The charge was sent, but the journal could not be used to settle it (last known: {said}). It will be \
                     settled by looking it up; do not charge again under another merchant_uid."
                ),
                format!(
                    "결제가 요청되었지만 저널을 사용할 수 없어 결과를 확정하지 못했습니다(마지막 상태: {said}). 조회로 확정되니 다른 merchant_uid로 다시 결제하지 \
                     마세요."
                ),
            ),
        }
        .to(language)
    }
}

impl Explain for FindProblem {
    fn code(&self) -> String {
        match self {
            Self::NotFound => "not_found".into(),
            Self::Gateway(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }

    fn consequence(&self) -> Consequence {
        match self {
            Self::NotFound => Consequence::NotFound,
            Self::Gateway(error) => error.consequence(),
            Self::Store(error) => error.consequence(),
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::NotFound => Words::new(
                "Neither the journal nor the gateway knows this payment.",
                "저널과 게이트웨이 모두 이 결제를 알지 못합니다.",
            )
            .to(language),
            Self::Gateway(error) => error.message(language),
            Self::Store(error) => error.message(language),
        }
    }
}
