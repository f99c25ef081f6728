//! What the journal's row and the gateway's payments say of each other.

use std::cmp::Ordering;
use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{AbsenceWindow, Charge, ChargeState, ImpUid, Payment};

use super::DifferenceKind;

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Both say the same.
    Agree,
    /// The journal knows that there is a contradiction.
    InReview,
    /// It may still come right by itself.
    Unsettled,
    /// They differ.
    Differs(DifferenceKind),
}

/// Whether the gateway's record is the payment of this row, to the won.
pub(super) fn agrees(row: &Charge, record: &Payment) -> bool {
    if row.dismissed().contains(record.imp_uid()) {
        return true;
    }
    row.payment().is_some_and(|known| {
        known.imp_uid() == record.imp_uid()
            && !amount_differs(row, record)
            && known.cancelled() == record.cancelled()
    })
}

/// Judges by everything that the gateway holds under the merchant_uid, asked for at `asked_at`.
pub(super) fn judge(
    row: Option<&Charge>,
    records: &[Payment],
    asked_at: Timestamp,
    window: &AbsenceWindow,
) -> Verdict {
    let dismissed = row.map_or(&[][..], Charge::dismissed);
    let captured: Vec<&Payment> = records
        .iter()
        .filter(|record| record.was_captured() && !dismissed.contains(record.imp_uid()))
        .collect();
    let Some(row) = row else {
        return match captured.len() {
            0 => Verdict::Agree,
            1 => Verdict::Differs(DifferenceKind::UnknownHere),
            _ => Verdict::Differs(DifferenceKind::PaidTwice),
        };
    };
    if row.state() == ChargeState::Review {
        return Verdict::InReview;
    }
    let known = row.payment();
    let others =
        captured.iter().filter(|record| known.is_none_or(|known| known.imp_uid() != record.imp_uid()));
    match (known, others.count(), captured.first()) {
        (None, 0, _) => Verdict::Agree,
        (None, 1, Some(_)) if is_open(row, asked_at) => Verdict::Unsettled,
        (None, 1, Some(record)) if amount_differs(row, record) => {
            Verdict::Differs(DifferenceKind::AmountDiffers)
        }
        (None, 1, Some(_)) => Verdict::Differs(DifferenceKind::UnknownHere),
        (Some(known), 0, Some(record)) => same_payment(row, known, record, asked_at, window),
        (Some(_), 0, None) if is_fresh(row, asked_at, window) => Verdict::Unsettled,
        (Some(_), 0, None) => Verdict::Differs(DifferenceKind::MissingThere),
        (_, _, _) => Verdict::Differs(DifferenceKind::PaidTwice),
    }
}

fn same_payment(
    row: &Charge,
    known: &Payment,
    record: &Payment,
    asked_at: Timestamp,
    window: &AbsenceWindow,
) -> Verdict {
    if amount_differs(row, record) {
        return Verdict::Differs(DifferenceKind::AmountDiffers);
    }
    let (here, there) = (known.cancelled().minor(), record.cancelled().minor());
    match there.cmp(&here) {
        Ordering::Equal => Verdict::Agree,
        Ordering::Less if is_fresh(row, asked_at, window) => Verdict::Unsettled,
        Ordering::Less | Ordering::Greater => Verdict::Differs(DifferenceKind::CancelDiffers),
    }
}

/// A payment that a person has adopted is held against itself, every other against what was asked for.
fn amount_differs(row: &Charge, record: &Payment) -> bool {
    let is_of_another =
        |known: &Payment| known.imp_uid() == record.imp_uid() && known.amount() != record.amount();
    let asked_for = row.intent().amount().total();
    row.payment().is_some_and(is_of_another) || (!row.is_decided() && record.amount() != asked_for)
}

/// Whether somebody may be sending it, the absence window of what was sent still runs, or the gateway's scheduler
/// has come to its time and it is not yet time to see what came of it. What is paid before that was paid in another way.
fn is_open(row: &Charge, asked_at: Timestamp) -> bool {
    match row.state() {
        ChargeState::InFlight | ChargeState::Unknown => {
            row.deadlines().is_some_and(|deadlines| asked_at < deadlines.settle_after)
        }
        ChargeState::Scheduled => {
            let has_come = row.due().is_some_and(|due| due.get() <= asked_at);
            has_come && row.next_sweep().is_some_and(|next| asked_at < next)
        }
        _ => false,
    }
}

/// Whether what the journal has learnt is so new that the gateway's reads may not show it yet.
fn is_fresh(row: &Charge, asked_at: Timestamp, window: &AbsenceWindow) -> bool {
    let age = Duration::try_from(asked_at.duration_since(row.changed_at())).unwrap_or_default();
    age < window.total()
}

/// The payment that the row knows and the records lack, if there is one.
pub(super) fn unseen<'a>(row: &'a Charge, records: &[Payment]) -> Option<&'a ImpUid> {
    let known = row.payment().map(Payment::imp_uid)?;
    records.iter().all(|record| record.imp_uid() != known).then_some(known)
}

#[cfg(test)]
mod tests {
    use keyin_domain::{Money, PaymentDetails, PaymentStatus};

    use super::*;

    fn record(number: u32, status: PaymentStatus) -> Payment {
        let imp_uid = ImpUid::parse(&format!("imps_{number:012}")).unwrap();
        let amount = Money::won(1_000).unwrap();
        Payment::new(PaymentDetails::new(imp_uid, "order-1".parse().unwrap(), status, amount)).unwrap()
    }

    #[test]
    fn what_was_never_captured_is_nothing_that_the_journal_had_to_know() {
        let judged =
            |records: &[Payment]| judge(None, records, Timestamp::UNIX_EPOCH, &AbsenceWindow::default());
        let (failed, paid) = (record(1, PaymentStatus::Failed), record(2, PaymentStatus::Paid));
        assert_eq!(judged(&[]), Verdict::Agree);
        assert_eq!(judged(std::slice::from_ref(&failed)), Verdict::Agree);
        assert_eq!(judged(&[failed, paid.clone()]), Verdict::Differs(DifferenceKind::UnknownHere));
        let another = record(3, PaymentStatus::Paid);
        assert_eq!(judged(&[paid, another]), Verdict::Differs(DifferenceKind::PaidTwice));
    }
}
