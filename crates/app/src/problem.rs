//! Why a charge was not begun, or could not be recorded.

use keyin_domain::{Field, Language};
use keyin_ports::{JournalError, ReadError, RequestMismatch};

use crate::Unsupported;

/// A doubt about a card that was typed in. The gateway may still take the card, so it can be overruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardDoubt {
    /// The number fails the Luhn check: most likely a slip of the hand.
    Luhn,
    /// The expiry has passed (Korean time).
    Expired,
}

/// A billing key stands under this `customer_uid` already. Registering another card there would replace
/// the key without revoking the old one at the PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a billing key is registered under this customer_uid already")]
pub struct BillingKeyTaken;

/// A charge that did not come to an outcome in the journal.
#[derive(Debug, thiserror::Error)]
pub enum ChargeProblem {
    /// The card does not look right. Nothing was sent.
    #[error("the card does not look right")]
    CardDoubt(CardDoubt),
    /// The PG does not offer this. Nothing was sent.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// The `customer_uid` is in use. Nothing was sent.
    #[error(transparent)]
    BillingKeyTaken(#[from] BillingKeyTaken),
    /// A card is missing, or one too many. Nothing was sent.
    #[error(transparent)]
    Request(#[from] RequestMismatch),
    /// Another request holds this merchant_uid; these fields differ. Nothing was sent.
    #[error("another request holds this merchant_uid")]
    Conflict(Vec<Field>),
    /// Whether the `customer_uid` is in use could not be found out. Nothing was sent.
    #[error("the billing key could not be read")]
    Gateway(#[source] ReadError),
    /// The journal could not be used before sending. Nothing was sent.
    #[error("the journal could not be used; nothing was sent")]
    Store(#[from] JournalError),
    /// The journal could not be used after sending: the outcome is not recorded.
    #[error("the journal could not be used after sending; the evidence was: {said}")]
    StoreAfterSend {
        /// What the gateway's answer was: the word of the evidence.
        said: &'static str,
        /// What went wrong.
        source: JournalError,
    },
}

impl ChargeProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CardDoubt(CardDoubt::Luhn) => "card.luhn",
            Self::CardDoubt(CardDoubt::Expired) => "card.expired",
            Self::Unsupported(unsupported) => unsupported.code(),
            Self::BillingKeyTaken(_) => "billing_key.taken",
            Self::Request(_) => "request.card",
            Self::Conflict(_) => "conflict.merchant_uid",
            Self::Gateway(_) => "gateway.unavailable",
            Self::Store(_) => "store.unavailable",
            Self::StoreAfterSend { .. } => "store.after_send",
        }
    }

    /// What happened, what is known of the money and what to do next, for people.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Korean => self.korean(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::CardDoubt(CardDoubt::Luhn) => {
                "The card number has a wrong check digit, so it is most likely mistyped. Nothing was sent.".into()
            }
            Self::CardDoubt(CardDoubt::Expired) => "The card's expiry has passed. Nothing was sent.".into(),
            Self::Unsupported(unsupported) => unsupported.message(Language::English),
            Self::BillingKeyTaken(_) => "A billing key is registered under this customer_uid already. Use one \
                customer_uid for each card, or say that it may be replaced. Nothing was sent."
                .into(),
            Self::Request(_) => "A key-in charge needs a card, and a billing-key charge takes none. Nothing was sent.".into(),
            Self::Conflict(fields) => format!(
                "Another request holds this merchant_uid; these fields differ: {}. Nothing was sent. Use a \
                 new merchant_uid for a new order.",
                labels(fields, Language::English)
            ),
            Self::Gateway(_) => "The gateway could not say whether this customer_uid is in use. Nothing was charged.".into(),
            Self::Store(_) => "The journal could not be used, so nothing was sent and nothing was charged.".into(),
            Self::StoreAfterSend { .. } => "The charge was sent, but its outcome could not be written to the \
                journal. It will be settled by looking it up; do not charge again under another merchant_uid."
                .into(),
        }
    }

    fn korean(&self) -> String {
        match self {
            Self::CardDoubt(CardDoubt::Luhn) => {
                "카드번호 검증 숫자가 맞지 않습니다. 잘못 입력했을 가능성이 높습니다. 결제를 요청하지 않았습니다.".into()
            }
            Self::CardDoubt(CardDoubt::Expired) => "카드 유효기간이 지났습니다. 결제를 요청하지 않았습니다.".into(),
            Self::Unsupported(unsupported) => unsupported.message(Language::Korean),
            Self::BillingKeyTaken(_) => "이 customer_uid로 이미 등록된 빌링키가 있습니다. 카드마다 다른 customer_uid를 \
                쓰거나 교체를 명시하세요. 결제를 요청하지 않았습니다."
                .into(),
            Self::Request(_) => "키인 결제에는 카드가 필요하고 빌링키 결제에는 카드를 쓰지 않습니다. 결제를 요청하지 않았습니다.".into(),
            Self::Conflict(fields) => format!(
                "같은 merchant_uid로 다른 내용의 요청이 이미 있습니다. 다른 항목: {}. 결제를 요청하지 않았습니다. 새 주문에는 \
                 새 merchant_uid를 쓰세요.",
                labels(fields, Language::Korean)
            ),
            Self::Gateway(_) => "이 customer_uid의 사용 여부를 확인하지 못했습니다. 결제되지 않았습니다.".into(),
            Self::Store(_) => "저널을 사용할 수 없어 결제를 요청하지 않았습니다. 결제되지 않았습니다.".into(),
            Self::StoreAfterSend { .. } => "결제를 요청했지만 결과를 저널에 기록하지 못했습니다. 조회로 확정되니 다른 \
                merchant_uid로 다시 결제하지 마세요."
                .into(),
        }
    }
}

fn labels(fields: &[Field], language: Language) -> String {
    fields.iter().map(|field| field.label(language).to_string()).collect::<Vec<_>>().join(", ")
}
