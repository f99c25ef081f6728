//! What the PG offers, asked before anything is sent.

use keyin_domain::{Capability, Language, Pg};

/// What somebody wants of a PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A key-in payment.
    CardPayment,
    /// A key-in payment that registers the billing key.
    CardPaymentRegistering,
    /// A payment with a billing key.
    BillingKeyPayment,
    /// A billing key without a payment.
    StandaloneBillingKey,
}

/// The PG does not offer this. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PG does not offer this")]
pub struct Unsupported {
    /// The PG; none if none is set.
    pub pg: Option<Pg>,
    /// What was wanted.
    pub operation: Operation,
}

impl Unsupported {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match (self.operation, &self.pg) {
            (Operation::StandaloneBillingKey, None) => "unsupported.pg_not_set",
            (Operation::StandaloneBillingKey, Some(_)) => "unsupported.standalone_billing_key",
            (Operation::CardPayment, _) => "unsupported.card_payment",
            (Operation::CardPaymentRegistering, _) => "unsupported.card_payment_registering",
            (Operation::BillingKeyPayment, _) => "unsupported.billing_key_payment",
        }
    }

    /// What is not offered and what to do instead, for people.
    pub fn message(&self, language: Language) -> String {
        let pg = self.pg.as_ref().map(Pg::to_string).unwrap_or_default();
        match (self.operation, &self.pg, language) {
            (Operation::StandaloneBillingKey, None, Language::English) => "Which PG is meant is not set, so it is not \
                known whether it issues billing keys without a payment. Name the PG. Nothing was sent."
                .into(),
            (Operation::StandaloneBillingKey, None, Language::Korean) => {
                "PG사가 정해지지 않아 단독 빌링키 발급이 가능한지 알 수 없습니다. PG사를 지정하세요. 요청을 보내지 않았습니다.".into()
            }
            (Operation::StandaloneBillingKey, Some(_), Language::English) => format!(
                "{pg} issues no billing key without a payment, unless that is contracted separately. Register \
                 the key together with the first payment, or declare the contract. Nothing was sent."
            ),
            (Operation::StandaloneBillingKey, Some(_), Language::Korean) => format!(
                "{pg}은(는) 별도 계약 없이는 결제 없는 빌링키 발급을 지원하지 않습니다. 최초 결제와 함께 발급하거나 계약 여부를 \
                 설정하세요. 요청을 보내지 않았습니다."
            ),
            (Operation::CardPaymentRegistering, _, Language::English) => {
                format!("{pg} cannot register a billing key together with a payment. Nothing was sent.")
            }
            (Operation::CardPaymentRegistering, _, Language::Korean) => {
                format!("{pg}은(는) 결제와 동시에 빌링키를 발급할 수 없습니다. 요청을 보내지 않았습니다.")
            }
            (Operation::CardPayment, _, Language::English) => {
                format!("{pg} takes no key-in payments. Nothing was sent.")
            }
            (Operation::CardPayment, _, Language::Korean) => {
                format!("{pg}은(는) 키인 결제를 지원하지 않습니다. 요청을 보내지 않았습니다.")
            }
            (Operation::BillingKeyPayment, _, Language::English) => {
                format!("{pg} takes no billing-key payments. Nothing was sent.")
            }
            (Operation::BillingKeyPayment, _, Language::Korean) => {
                format!("{pg}은(는) 빌링키 결제를 지원하지 않습니다. 요청을 보내지 않았습니다.")
            }
        }
    }
}

/// Refuses what the PG surely does not offer. Where it depends on the contract the gateway decides, except
/// for a standalone billing key: that needs the merchant's word that it is `contracted`.
pub(crate) fn require(operation: Operation, pg: Option<&Pg>, contracted: bool) -> Result<(), Unsupported> {
    let capability = pg.map(|pg| {
        let profile = pg.code().profile();
        match operation {
            Operation::CardPayment => profile.onetime,
            Operation::CardPaymentRegistering => profile.onetime_registering,
            Operation::BillingKeyPayment => profile.again,
            Operation::StandaloneBillingKey => profile.standalone_billing_key,
        }
    });
    let standalone = operation == Operation::StandaloneBillingKey;
    let offered = match capability {
        Some(Capability::Yes) => true,
        Some(Capability::ByContract) | None => !standalone || contracted,
        Some(Capability::No) => standalone && contracted,
    };
    if offered { Ok(()) } else { Err(Unsupported { pg: pg.cloned(), operation }) }
}
