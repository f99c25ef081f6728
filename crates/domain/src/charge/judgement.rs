//! What a look-up proves.

use crate::decline::{Decline, DeclineForm, Verdict, classify};
use crate::{Attempts, ChargeIntent, ImpUid, Mismatch, Payment, PaymentStatus};

/// What the records of one merchant_uid say of a charge, before time is taken into account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// One payment was captured, and it is the one asked for.
    Captured(Box<Payment>),
    /// More than one was captured.
    PaidTwice(Box<Payment>),
    /// A payment was captured under this merchant_uid that nobody here asked for.
    Mismatched(Box<Payment>, Mismatch),
    /// A payment is begun and not decided.
    Pending,
    /// No payment; the newest failed record that no earlier settlement used, if any.
    Absent(Option<FailedRecord>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FailedRecord {
    pub(super) imp_uid: ImpUid,
    pub(super) decline: Decline,
}

pub(super) fn mismatch(intent: &ChargeIntent, payment: &Payment) -> Option<Mismatch> {
    let asked = intent.amount().total();
    if payment.merchant_uid() != intent.merchant_uid() {
        Some(Mismatch::MerchantUid)
    } else if payment.amount().currency() != asked.currency() {
        Some(Mismatch::Currency)
    } else if payment.amount() != asked {
        Some(Mismatch::Amount)
    } else {
        None
    }
}

pub(super) fn judge(
    intent: &ChargeIntent,
    used: &[ImpUid],
    dismissed: &[ImpUid],
    attempts: &Attempts,
) -> Judgement {
    let records = attempts.records();
    let ours = |record: &&Payment| !dismissed.contains(record.imp_uid());
    if let Some(stranger) = records.iter().find(|record| record.merchant_uid() != intent.merchant_uid()) {
        return Judgement::Mismatched(Box::new(stranger.clone()), Mismatch::MerchantUid);
    }
    let mut captured = records.iter().filter(ours).filter(|record| record.was_captured());
    if let Some(payment) = captured.next() {
        let payment = Box::new(payment.clone());
        if captured.any(|other| other.imp_uid() != payment.imp_uid()) {
            return Judgement::PaidTwice(payment);
        }
        return match mismatch(intent, &payment) {
            None => Judgement::Captured(payment),
            Some(difference) => Judgement::Mismatched(payment, difference),
        };
    }
    if records.iter().any(|record| record.status() == PaymentStatus::Ready) {
        return Judgement::Pending;
    }
    Judgement::Absent(newest_unused_failure(used, records))
}

fn newest_unused_failure(used: &[ImpUid], records: &[Payment]) -> Option<FailedRecord> {
    records
        .iter()
        .filter(|record| !record.was_captured() && !used.contains(record.imp_uid()))
        .max_by_key(|record| (record.details().failed_at, record.details().started_at))
        .map(|record| FailedRecord {
            imp_uid: record.imp_uid().clone(),
            decline: recorded_decline(record.details().fail_reason.as_deref().unwrap_or("")),
        })
}

/// A failed record that has stood through the window is a decline, whatever its text.
fn recorded_decline(text: &str) -> Decline {
    match classify(text, DeclineForm::Record) {
        Verdict::Declined(decline) => decline,
        Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => Decline::unspecified(text),
    }
}
