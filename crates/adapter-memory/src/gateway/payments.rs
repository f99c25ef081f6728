//! Charging, looking up, cancelling.

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    Attempts, CancelReason, Cancellation, ImpUid, MerchantUid, Money, NotSentCause, Payment, PaymentStatus,
    Refusal, RefusalKind,
};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};

use super::world::{Order, World};
use super::{Call, Fault, LedgerKind, MemoryGateway};

#[async_trait]
impl PaymentGateway for MemoryGateway {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        if permit.merchant_uid() != request.intent().merchant_uid() {
            return Err(ChargeError::NotSent(NotSentCause::PermitForeign));
        }
        if !permit.holds_at(self.clock.monotonic()) {
            return Err(ChargeError::NotSent(NotSentCause::PermitExpired));
        }
        let order = Order {
            intent: request.intent().clone(),
            card: request.card().map(|card| card.number().masked()),
        };
        let now = self.clock.now();
        let mut state = self.state();
        let fault = state.begin(Call::Charge);
        match fault {
            None => state.world.charge(&order, now),
            Some(fault) => {
                if fault == Fault::HoldRequest {
                    state.world.held.push(order);
                } else if fault.is_after_effect() {
                    // The answer is what gets lost; the effect is in the world.
                    let _ = state.world.charge(&order, now);
                }
                Err(fault.of_change())
            }
        }
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        let now = self.clock.now();
        self.read(Call::LookUp, |world| {
            let records = world.payments.iter().filter(|payment| payment.merchant_uid() == uid);
            Ok(Attempts::new(records.filter(|payment| world.is_shown(payment, now)).cloned().collect()))
        })
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        self.read(Call::Find, |world| {
            world.payments.iter().find(|payment| payment.imp_uid() == uid).cloned().ok_or(ReadError::NotFound)
        })
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        let now = self.clock.now();
        self.change(Call::Cancel, |world| world.cancel(&request, now))
    }
}

impl World {
    fn cancel(&mut self, request: &CancelRequest, now: Timestamp) -> Result<Payment, CancelError> {
        let payment = self
            .payments
            .iter_mut()
            .find(|payment| payment.imp_uid() == &request.imp_uid && payment.was_captured())
            .ok_or(CancelError::NotFound)?;
        if payment.balance().is_zero() {
            return Err(CancelError::AlreadyCancelled);
        }
        if payment.balance() != request.balance {
            return Err(refused("취소 가능 잔액이 일치하지 않습니다."));
        }
        let after = cancelled(payment, request.amount, &request.reason, now)?;
        if !has_room_for_parts(request) {
            return Err(refused("면세 금액과 부가세가 취소 금액보다 큽니다."));
        }
        *payment = after.clone();
        self.move_money(&after, LedgerKind::Cancel, request.amount, now);
        Ok(after)
    }
}

/// Whether the tax parts that are told lie within the amount.
fn has_room_for_parts(request: &CancelRequest) -> bool {
    let mut parts = [request.tax_free, request.vat].into_iter().flatten();
    parts.try_fold(request.amount, Money::checked_sub).is_some()
}

/// The payment after so much of it was given back.
fn cancelled(
    payment: &Payment,
    amount: Money,
    reason: &CancelReason,
    now: Timestamp,
) -> Result<Payment, CancelError> {
    let too_much = || refused("취소 금액이 결제 금액보다 크거나 0입니다.");
    if amount.is_zero() || payment.balance().checked_sub(amount).is_none() {
        return Err(too_much());
    }
    let mut details = payment.details().clone();
    details.cancelled = details.cancelled.checked_add(amount).ok_or_else(too_much)?;
    details.status = PaymentStatus::Cancelled;
    details.cancelled_at = Some(now);
    details.cancels.push(Cancellation {
        amount,
        cancelled_at: Some(now),
        reason: Some(reason.to_string()),
        cancellation_id: Some(format!("{}-{}", payment.imp_uid(), details.cancels.len() + 1)),
    });
    Payment::new(details).map_err(|_| too_much())
}

fn refused(words: &str) -> CancelError {
    CancelError::Refused(Refusal::new(RefusalKind::InvalidRequest, words))
}
