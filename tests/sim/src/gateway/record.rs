//! One record at the gateway, and when look-ups show it.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeIntent, ImpUid, MerchantUid, Money, Payment, PaymentDetails, PaymentStatus};
use keyin_ports::Monotonic;

use super::{By, Movement};

#[derive(Clone, Debug)]
pub(super) struct Record {
    details: PaymentDetails,
    /// Shown as begun from here on.
    begun: Option<Monotonic>,
    /// Shown as it is from here on; none before it is decided, and for what leaves no record.
    decided: Option<Monotonic>,
    /// Nothing of it was kept.
    forgotten: bool,
}

impl Record {
    pub(super) fn begun(
        number: u64,
        intent: &ChargeIntent,
        amount: Money,
        begun: Option<Monotonic>,
        now: Timestamp,
    ) -> Self {
        let imp_uid = ImpUid::parse(&format!("imp_{number:012}")).unwrap();
        let order = intent.merchant_uid().clone();
        let details = PaymentDetails {
            customer_uid: intent.method().customer_uid().cloned(),
            started_at: Some(now),
            ..PaymentDetails::new(imp_uid, order, PaymentStatus::Ready, amount)
        };
        Self { details, begun, decided: None, forgotten: false }
    }

    pub(super) fn merchant_uid(&self) -> &MerchantUid {
        &self.details.merchant_uid
    }

    pub(super) fn capture(&mut self, now: Timestamp, visible: Monotonic) {
        self.details.status = PaymentStatus::Paid;
        self.details.paid_at = Some(now);
        self.decided = Some(visible);
    }

    pub(super) fn fail(&mut self, text: &str, now: Timestamp, visible: Monotonic) {
        self.details.status = PaymentStatus::Failed;
        self.details.failed_at = Some(now);
        self.details.fail_reason = Some(text.to_owned());
        self.decided = Some(visible);
    }

    /// Nothing of it is kept.
    pub(super) fn forget(&mut self) {
        self.forgotten = true;
    }

    /// A failed record becomes paid; it shows from `visible` on.
    pub(super) fn turn_paid(&mut self, visible: Monotonic, now: Timestamp) {
        self.capture(now, visible);
        self.details.fail_reason = None;
        self.details.failed_at = None;
    }

    /// Somebody gives all of it back.
    pub(super) fn cancel(&mut self, now: Timestamp) {
        self.details.status = PaymentStatus::Cancelled;
        self.details.cancelled = self.details.amount;
        self.details.cancelled_at = Some(now);
    }

    pub(super) fn movement(&self, at: Monotonic, by: By) -> Movement {
        Movement { merchant_uid: self.details.merchant_uid.clone(), amount: self.details.amount, at, by }
    }

    /// What the call is answered with.
    pub(super) fn final_payment(&self) -> Option<Payment> {
        Payment::new(self.details.clone()).ok()
    }

    /// What a look-up at that time shows.
    pub(super) fn shown_at(&self, now: Monotonic) -> Option<Payment> {
        if self.forgotten {
            return None;
        }
        if self.decided.is_some_and(|visible| now >= visible) {
            return self.final_payment();
        }
        if self.begun.is_none_or(|begun| now < begun) {
            return None;
        }
        let ready = PaymentDetails {
            status: PaymentStatus::Ready,
            paid_at: None,
            failed_at: None,
            fail_reason: None,
            ..self.details.clone()
        };
        Payment::new(ready).ok()
    }
}
