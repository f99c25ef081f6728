//! What is asked of the gateway.

use keyin_domain::{CancelReason, Card, ChargeIntent, Executor, ImpUid, Money};

/// A charge to be sent: the intent, and the card if it is keyed in.
#[derive(Debug)]
pub struct ChargeRequest {
    intent: ChargeIntent,
    card: Option<Card>,
}

/// A card was given for a billing-key charge, or none for a key-in charge; or the gateway's scheduler is to make the
/// charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key-in charge needs a card, a billing-key charge takes none, and what is scheduled is not sent")]
pub struct RequestMismatch;

impl ChargeRequest {
    /// A charge by the method that the intent names.
    ///
    /// # Errors
    /// When the card is missing for a key-in charge, or given for a billing-key charge; and always when the gateway's
    /// scheduler executes the charge, so that nothing can send it, whoever holds a permit.
    pub fn new(intent: ChargeIntent, card: Option<Card>) -> Result<Self, RequestMismatch> {
        let is_ours = intent.method().executor() == Executor::Keyin;
        if is_ours && intent.method().needs_card() == card.is_some() {
            Ok(Self { intent, card })
        } else {
            Err(RequestMismatch)
        }
    }

    /// What is to be charged.
    pub fn intent(&self) -> &ChargeIntent {
        &self.intent
    }

    /// The card of a key-in charge.
    pub fn card(&self) -> Option<&Card> {
        self.card.as_ref()
    }
}

/// A cancel: always by the gateway's number, always with the amount and the balance believed in. (To the
/// gateway a missing or zero amount would mean everything.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelRequest {
    /// Which payment.
    pub imp_uid: ImpUid,
    /// How much to give back; more than zero, at most `balance`.
    pub amount: Money,
    /// The tax-free part of `amount`, if it is told. Not told and zero are two things: not every PG takes the
    /// one for the other.
    pub tax_free: Option<Money>,
    /// The VAT in `amount`, if it is told: it has to be where it was stated at payment.
    pub vat: Option<Money>,
    /// What can still be given back, as the caller believes: the gateway refuses when it differs.
    pub balance: Money,
    /// Why.
    pub reason: CancelReason,
}
