//! Which payment is meant.

use keyin_domain::{Charge, MerchantUid, Payment, PaymentRef};
use keyin_ports::ReadError;

use super::{CancelPayment, CancelProblem};

impl CancelPayment {
    /// The one payment that is meant, as the gateway shows it.
    pub(super) async fn locate(&self, reference: &PaymentRef) -> Result<Payment, CancelProblem> {
        let gateway = &self.charging.gateway;
        let merchant_uid = match reference {
            PaymentRef::Imp(uid) => {
                let payment = gateway.find(uid).await.map_err(unread)?;
                return Some(payment).filter(Payment::was_captured).ok_or(CancelProblem::NotFound);
            }
            PaymentRef::Merchant(uid) => uid,
        };
        let found = gateway.look_up(merchant_uid).await.map_err(unread)?;
        let captured: Vec<&Payment> =
            found.records().iter().filter(|payment| payment.was_captured()).collect();
        let mut open = captured.iter().filter(|payment| !payment.balance().is_zero());
        match (open.next(), open.next(), captured.first()) {
            (Some(_), Some(_), _) => Err(CancelProblem::Ambiguous),
            (Some(only), None, _) | (None, _, Some(only)) => Ok((*only).clone()),
            (None, _, None) => self.locate_by_the_journal(merchant_uid).await,
        }
    }

    /// A look-up that shows no payment may lag: one that the journal holds as paid is read by its own number.
    async fn locate_by_the_journal(&self, uid: &MerchantUid) -> Result<Payment, CancelProblem> {
        let charge = self.charging.journal.find(uid).await.unwrap_or_else(|error| {
            tracing::warn!(merchant_uid = %uid, %error, "the journal cannot say whether there is such a payment");
            None
        });
        let held = charge.as_ref().and_then(Charge::payment).filter(|held| held.was_captured());
        let Some(imp_uid) = held.map(Payment::imp_uid) else { return Err(CancelProblem::NotFound) };
        match self.charging.gateway.find(imp_uid).await {
            Ok(payment) if payment.was_captured() => Ok(payment),
            Ok(_) | Err(ReadError::NotFound) => Err(CancelProblem::NotShown { imp_uid: imp_uid.clone() }),
            Err(error) => Err(CancelProblem::Unread(error)),
        }
    }
}

pub(super) fn unread(error: ReadError) -> CancelProblem {
    match error {
        ReadError::NotFound => CancelProblem::NotFound,
        other => CancelProblem::Unread(other),
    }
}
