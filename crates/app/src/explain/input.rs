//! Bad input, and what a PG does not offer.

use keyin_domain::{InvalidValue, Language, Pg};

use super::{Consequence, Explain, Words};
use crate::{BillingKeyTaken, CardDoubt, Operation, Unsupported};

impl Explain for InvalidValue {
    fn code(&self) -> String {
        InvalidValue::code(self)
    }

    fn consequence(&self) -> Consequence {
        Consequence::NothingSent
    }

    fn message(&self, language: Language) -> String {
        InvalidValue::message(self, language)
    }
}

impl Explain for BillingKeyTaken {
    fn code(&self) -> String {
        "billing_key.taken".into()
    }

    fn consequence(&self) -> Consequence {
        Consequence::NothingSent
    }

    fn message(&self, language: Language) -> String {
        Words::new(
            "A billing key is registered under this customer_uid already, or by a payment that is under way. Use one \
             customer_uid for each card, or say that the key may be replaced. Nothing was sent.",
            "이 customer_uid로 이미 등록된 빌링키가 있거나 진행 중인 결제가 등록하고 있습니다. 카드마다 다른 customer_uid를 쓰거나 교체를 명시하세요. 요청을 보내지 \
             않았습니다.",
        )
        .to(language)
    }
}

impl Explain for CardDoubt {
    fn code(&self) -> String {
        match self {
            Self::Luhn => "card.luhn",
            Self::Expired => "card.expired",
        }
        .into()
    }

    fn consequence(&self) -> Consequence {
        Consequence::NothingSent
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Luhn => Words::new(
                "The card number's check digit is wrong, so it is most likely mistyped. Nothing was sent.",
                "카드번호의 검증 숫자가 맞지 않습니다. 잘못 입력했을 가능성이 높습니다. 요청을 보내지 않았습니다.",
            ),
            Self::Expired => Words::new(
                "The card's expiry has passed. Nothing was sent.",
                "카드 유효기간이 지났습니다. 요청을 보내지 않았습니다.",
            ),
        }
        .to(language)
    }
}

impl Explain for Unsupported {
    fn code(&self) -> String {
        match (self.operation, &self.pg) {
            (Operation::StandaloneBillingKey, None) => "unsupported.pg_not_set",
            (Operation::StandaloneBillingKey, Some(_)) => "unsupported.standalone_billing_key",
            (Operation::CardPayment, _) => "unsupported.card_payment",
            (Operation::CardPaymentRegistering, _) => "unsupported.card_payment_registering",
            (Operation::BillingKeyPayment, _) => "unsupported.billing_key_payment",
        }
        .into()
    }

    fn consequence(&self) -> Consequence {
        Consequence::NothingSent
    }

    fn message(&self, language: Language) -> String {
        let pg = self.pg.as_ref().map(Pg::to_string).unwrap_or_default();
        let words = match (self.operation, &self.pg) {
            (Operation::StandaloneBillingKey, None) => Words::new(
                "Which PG is meant is not set, so it is not known whether it issues billing keys without a \
                 payment. Name the PG.",
                "PG사가 정해지지 않아 결제 없는 빌링키 발급이 가능한지 알 수 없습니다. PG사를 지정하세요.",
            ),
            (Operation::StandaloneBillingKey, Some(_)) => Words::new(
                format!(
                    "{pg} issues no billing key without a payment, unless that is contracted separately. Register \
                     the key together with the first payment, or declare the contract."
                ),
                format!(
                    "{pg}: 별도 계약 없이는 결제 없는 빌링키 발급을 지원하지 않습니다. 최초 결제와 함께 발급하거나 계약이 있다면 \
                     설정하세요."
                ),
            ),
            (Operation::CardPaymentRegistering, _) => Words::new(
                format!("{pg} cannot register a billing key together with a payment."),
                format!("{pg}: 결제와 동시에 빌링키를 발급할 수 없습니다."),
            ),
            (Operation::CardPayment, _) => Words::new(
                format!("{pg} takes no key-in payments."),
                format!("{pg}: 키인 결제를 지원하지 않습니다."),
            ),
            (Operation::BillingKeyPayment, _) => Words::new(
                format!("{pg} takes no billing-key payments."),
                format!("{pg}: 빌링키 결제를 지원하지 않습니다."),
            ),
        };
        words.and("Nothing was sent.", "요청을 보내지 않았습니다.").to(language)
    }
}
