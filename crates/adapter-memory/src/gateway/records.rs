//! Telling what is held, and holding what was made elsewhere.

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Money, Payment, PaymentStatus};
use keyin_ports::{PaymentRecords, ReadError, RecordWindow, Recorded, Records};

use super::world::World;
use super::{Call, LedgerKind, MemoryGateway};

#[async_trait]
impl PaymentRecords for MemoryGateway {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        let now = self.clock.now();
        self.read(Call::Records, |world| Ok(world.recorded(status, window, now)))
    }
}

/// When the payment came to its status.
fn settled_at(payment: &Payment) -> Option<Timestamp> {
    let details = payment.details();
    match payment.status() {
        PaymentStatus::Ready => details.started_at,
        PaymentStatus::Paid => details.paid_at,
        PaymentStatus::Cancelled => details.cancelled_at,
        PaymentStatus::Failed => details.failed_at,
    }
}

impl World {
    fn recorded(&self, status: PaymentStatus, window: RecordWindow, now: Timestamp) -> Records {
        let asked = self.payments.iter().filter(|payment| {
            payment.status() == status
                && settled_at(payment).is_some_and(|at| window.contains(at))
                && self.is_shown(payment, now)
        });
        let total = asked.clone().count();
        if total > self.most_records && window.seconds() > 1 {
            return Records::TooMany { total: total as u64 };
        }
        Records::All(asked.cloned().map(|payment| Recorded::Payment(Box::new(payment))).collect())
    }

    pub(super) fn put(&mut self, payment: &Payment, now: Timestamp) {
        let held = self.payments.iter_mut().find(|held| held.imp_uid() == payment.imp_uid());
        let before = held.as_deref().cloned();
        match held {
            Some(held) => *held = payment.clone(),
            None => self.payments.push(payment.clone()),
        }
        if !payment.was_captured() {
            return;
        }
        let details = payment.details();
        let captured_before = before.as_ref().filter(|before| before.was_captured());
        if captured_before.is_none() {
            self.move_money(payment, LedgerKind::Charge, payment.amount(), details.paid_at.unwrap_or(now));
        }
        let nothing = Money::zero(payment.amount().currency());
        let given_back = captured_before.map_or(nothing, Payment::cancelled);
        if let Some(more) = payment.cancelled().checked_sub(given_back).filter(|more| !more.is_zero()) {
            self.move_money(payment, LedgerKind::Cancel, more, details.cancelled_at.unwrap_or(now));
        }
    }
}
