//! What the issuer, the PG and the gateway make of one request.

use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::{ChargeIntent, Mismatch, Money, Payment, Refusal, RefusalKind, UnknownCause};
use keyin_ports::{ChargeError, Reply};

use crate::dice::Dice;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    Captured {
        /// Another amount than was asked for.
        short: bool,
        /// The money has moved, but the answer is a server error.
        told_as_fault: bool,
        /// Somebody gives the money back at the PG.
        cancelled_elsewhere: bool,
    },
    /// A failed record is kept.
    Failed {
        text: &'static str,
        /// The PG was slow: the record becomes paid days later.
        paid_later: bool,
        told_as_fault: bool,
    },
    /// A decline in words, without a record.
    Words(&'static str),
    /// Refused before any effect.
    Refused(RefusalKind),
    /// A server error without any effect.
    Fault,
}

/// Final for this merchant_uid.
const DECLINES: [&str; 2] = ["카드사 거절 [CA31]한도초과", "카드사 거절 [CA50]정지카드"];
/// The request was wrong: it may be sent again under the same merchant_uid.
const INVALID: &str = "결제에 실패하였습니다. [CA42]금액 오류";

impl Fate {
    pub(super) fn draw(dice: &Dice, intent: &ChargeIntent, calm: bool) -> Self {
        let told_as_fault = !calm && dice.happens(60);
        match dice.of(0..100) {
            0..4 => Self::Failed { text: INVALID, paid_later: false, told_as_fault },
            4..14 => {
                let paid_later = dice.happens(150);
                Self::Failed { text: dice.one_of(&DECLINES), paid_later, told_as_fault }
            }
            14..19 => Self::Words(dice.one_of(&DECLINES)),
            19..22 => Self::Refused(RefusalKind::InvalidRequest),
            22..25 if !calm => Self::Fault,
            _ => Self::Captured {
                short: intent.amount().total().minor() > 1_000 && dice.happens(8),
                told_as_fault,
                cancelled_elsewhere: dice.happens(40),
            },
        }
    }

    pub(super) fn amount(self, intent: &ChargeIntent) -> Money {
        let asked = intent.amount().total();
        match self {
            Self::Captured { short: true, .. } => Money::won(asked.minor() - 1_000).unwrap_or(asked),
            _ => asked,
        }
    }

    /// The answer, as the adapter would read it.
    pub(super) fn reply(self, intent: &ChargeIntent, payment: Option<Payment>) -> Result<Reply, ChargeError> {
        let fault = Err(ChargeError::Unknown(UnknownCause::HttpStatus(500)));
        match (self, payment) {
            (Self::Captured { told_as_fault: true, .. } | Self::Failed { told_as_fault: true, .. }, _) => {
                fault
            }
            (Self::Captured { .. }, Some(payment)) => {
                if payment.amount() == intent.amount().total() {
                    Ok(Reply::Paid(Box::new(payment)))
                } else {
                    Err(ChargeError::Mismatch(Mismatch::Amount))
                }
            }
            (Self::Failed { text, .. }, Some(payment)) => {
                declined(text, DeclineForm::Record, Some(payment.imp_uid().clone()))
            }
            (Self::Words(text), _) => declined(text, DeclineForm::Message, None),
            (Self::Refused(kind), _) => Err(ChargeError::Refused(Refusal::new(kind, ""))),
            (Self::Fault | Self::Captured { .. } | Self::Failed { .. }, _) => fault,
        }
    }
}

fn declined(
    text: &str,
    form: DeclineForm,
    record: Option<keyin_domain::ImpUid>,
) -> Result<Reply, ChargeError> {
    match classify(text, form) {
        Verdict::Declined(decline) => Ok(Reply::Declined { decline, record }),
        Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => {
            Err(ChargeError::Unknown(UnknownCause::PgFault))
        }
    }
}
