//! One window of the gateway's records beside the journal: what agrees at first sight, and what does not.

use std::collections::BTreeMap;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Cancellation, Charge, ChargeState, ImpUid, MerchantUid, Payment};
use keyin_ports::{ChargeFilter, ForeignPayment, JournalError, ListedBy, RecordWindow, Recorded};

use super::checking::Suspect;
use super::judging::agrees;
use super::walking::Walk;
use super::{Difference, DifferenceKind, Mending, NotRepaired, Period, ReconcileEvent, Repair};

/// Rows of the journal read at once.
const PAGE: usize = 500;

/// Records by their number, so that a row finds its own.
type ByNumber = BTreeMap<ImpUid, Payment>;

impl<F: FnMut(ReconcileEvent<'_>) + Send> Walk<'_, F> {
    /// The journal's rows of the window beside the gateway's records, then one by one the records that are in
    /// none of those rows.
    pub(super) async fn compare_payments(
        &mut self,
        window: RecordWindow,
        records: Vec<Recorded>,
    ) -> Result<Vec<Suspect>, JournalError> {
        let mut suspects = Suspects::default();
        let mut left = ByNumber::new();
        for record in self.without_foreign(records) {
            self.count();
            left.insert(record.imp_uid().clone(), record);
        }
        let filter = ChargeFilter {
            by: ListedBy::Paid,
            from: Some(window.from()),
            to: Some(window.to()),
            ..ChargeFilter::default()
        };
        let mut after = None;
        loop {
            let rows = self.reconcile.charging.journal.list(&filter, after, PAGE as u32).await?;
            after = rows.last().filter(|_| rows.len() >= PAGE).and_then(|last| filter.by.position_of(last));
            rows.iter().for_each(|row| self.compare_row(row, &mut left, &mut suspects));
            if after.is_none() {
                break;
            }
        }
        for record in left.into_values() {
            self.compare_alone(record, &mut suspects).await?;
        }
        Ok(suspects.into_list())
    }

    /// A row without its record is awaited: it may have been cancelled.
    fn compare_row(&mut self, row: &Charge, left: &mut ByNumber, suspects: &mut Suspects) {
        let Some(known) = row.payment().map(Payment::imp_uid) else { return };
        let record = left.remove(known);
        if self.is_in_review(row) {
            return;
        }
        match record {
            Some(record) if agrees(row, &record) => {}
            Some(record) => suspects.add(record),
            None => {
                self.awaited.insert(known.clone(), row.intent().merchant_uid().clone());
            }
        }
    }

    pub(super) async fn compare_cancels(
        &mut self,
        records: Vec<Recorded>,
    ) -> Result<Vec<Suspect>, JournalError> {
        let period = self.summary.period;
        let mut suspects = Suspects::default();
        for record in self.without_foreign(records) {
            let details = record.details();
            let is_of_period = period.contains(details.paid_at)
                || had_a_cancel_in(period, details.cancelled_at, &details.cancels);
            if record.was_captured() && is_of_period {
                self.awaited.remove(record.imp_uid());
                self.count();
                self.compare_alone(record, &mut suspects).await?;
            }
        }
        Ok(suspects.into_list())
    }

    async fn compare_alone(&mut self, record: Payment, suspects: &mut Suspects) -> Result<(), JournalError> {
        let row = self.reconcile.charging.journal.find(record.merchant_uid()).await?;
        let is_settled = row.is_some_and(|row| self.is_in_review(&row) || agrees(&row, &record));
        if !is_settled {
            suspects.add(record);
        }
        Ok(())
    }

    /// Such a charge is counted, once, and not compared: the contradiction is known.
    fn is_in_review(&mut self, row: &Charge) -> bool {
        let is_in_review = row.state() == ChargeState::Review;
        if is_in_review && self.settled.insert(row.intent().merchant_uid().clone()) {
            self.summary.in_review += 1;
        }
        is_in_review
    }

    /// A payment under a merchant_uid that no charge of keyin can have is unknown here, whatever else.
    fn without_foreign(&mut self, records: Vec<Recorded>) -> Vec<Payment> {
        let mut ours = Vec::with_capacity(records.len());
        for record in records {
            match record {
                Recorded::Payment(payment) => ours.push(*payment),
                Recorded::Foreign(payment) => self.tell_of_foreign(payment),
            }
        }
        ours
    }

    fn tell_of_foreign(&mut self, payment: ForeignPayment) {
        let period = self.summary.period;
        let is_of_period = period.contains(payment.paid_at)
            || had_a_cancel_in(period, payment.cancelled_at, &payment.cancels);
        let was_captured = payment.paid_at.is_some();
        if !(is_of_period && was_captured && self.foreign.insert(payment.imp_uid.clone())) {
            return;
        }
        self.count();
        let repair = match self.mending {
            Mending::Nothing => Repair::NotAsked,
            Mending::Safe => Repair::NotDone(NotRepaired::NoCharge),
        };
        self.differs(&Difference {
            kind: DifferenceKind::UnknownHere,
            merchant_uid: payment.merchant_uid.clone(),
            here: None,
            there: vec![Recorded::Foreign(payment)],
            repair,
            learnt: None,
        });
    }
}

/// Any of several cancels counts, not the last alone, by which the gateway lists them.
fn had_a_cancel_in(period: Period, last: Option<Timestamp>, cancels: &[Cancellation]) -> bool {
    period.contains(last) || cancels.iter().any(|cancel| period.contains(cancel.cancelled_at))
}

/// Suspects of one window, each merchant_uid once.
#[derive(Default)]
struct Suspects(BTreeMap<MerchantUid, Vec<Payment>>);

impl Suspects {
    fn add(&mut self, record: Payment) {
        self.0.entry(record.merchant_uid().clone()).or_default().push(record);
    }

    fn into_list(self) -> Vec<Suspect> {
        self.0.into_iter().map(|(uid, seen)| Suspect { uid, seen }).collect()
    }
}
