//! A suspicion, looked up and read again before it is told.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Attempts, Charge, Executor, MerchantUid, Payment};
use keyin_ports::{JournalError, ReadError, Recorded};

use super::judging::{Verdict, judge, unseen};
use super::{Difference, DifferenceKind, Mending, NotRepaired, Reconcile, Repair};

/// How often a charge is looked at that changes while it is looked at.
const TRIES: usize = 3;

/// A merchant_uid of which journal and gateway may say different things.
#[derive(Clone, Debug)]
pub(super) struct Suspect {
    pub(super) uid: MerchantUid,
    /// What the walk has seen of it at the gateway.
    pub(super) seen: Vec<Payment>,
}

/// Whether a suspicion is looked at for the first time or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    First,
    Last,
}

/// What a check came to.
pub(super) enum Checked {
    Agrees,
    /// The gateway shows a cancel so new that whoever made it may not have written it down yet: look again.
    Early,
    InReview,
    Unsettled,
    Differs(Box<Difference>),
}

/// Why a check came to nothing.
pub(super) enum CheckError {
    Gateway(ReadError),
    Store(JournalError),
}

impl From<ReadError> for CheckError {
    fn from(error: ReadError) -> Self {
        Self::Gateway(error)
    }
}

impl From<JournalError> for CheckError {
    fn from(error: JournalError) -> Self {
        Self::Store(error)
    }
}

/// Journal and gateway at one moment: the row was the same before and after the gateway was asked.
struct Moment {
    row: Option<Charge>,
    records: Vec<Payment>,
    asked_at: Timestamp,
}

impl Reconcile {
    pub(super) async fn check(
        &self,
        suspect: &Suspect,
        mending: Mending,
        turn: Turn,
    ) -> Result<Checked, CheckError> {
        let Some(moment) = self.moment(suspect).await? else { return Ok(Checked::Unsettled) };
        match judge(moment.row.as_ref(), &moment.records, moment.asked_at, &self.charging.window) {
            Verdict::Agree => Ok(Checked::Agrees),
            Verdict::InReview => Ok(Checked::InReview),
            Verdict::Unsettled => Ok(Checked::Unsettled),
            Verdict::Differs(DifferenceKind::CancelDiffers)
                if turn == Turn::First && moment.has_new_cancel(self.charging.window.lease()) =>
            {
                Ok(Checked::Early)
            }
            Verdict::Differs(kind) => {
                let mended = self.mend(&moment, kind, mending).await?;
                Ok(Checked::Differs(Box::new(moment.difference(suspect, kind, mended))))
            }
        }
    }

    /// None if the row does not come to rest.
    async fn moment(&self, suspect: &Suspect) -> Result<Option<Moment>, CheckError> {
        let journal = &self.charging.journal;
        let mut row = journal.find(&suspect.uid).await?;
        for _ in 0..TRIES {
            let asked_at = self.charging.clock.now();
            let records = self.records_of(suspect, row.as_ref()).await?;
            let after = journal.find(&suspect.uid).await?;
            if after == row {
                return Ok(Some(Moment { row, records, asked_at }));
            }
            row = after;
        }
        Ok(None)
    }

    /// Everything that the gateway holds under the merchant_uid: what it finds by it, what the walk has seen,
    /// and the payment that the journal knows, which is asked for by its own number if nothing else shows it.
    async fn records_of(&self, suspect: &Suspect, row: Option<&Charge>) -> Result<Vec<Payment>, ReadError> {
        let mut records = self.charging.gateway.look_up(&suspect.uid).await?.records().to_vec();
        for seen in &suspect.seen {
            if records.iter().all(|record| record.imp_uid() != seen.imp_uid()) {
                records.push(seen.clone());
            }
        }
        if let Some(known) = row.and_then(|row| unseen(row, &records)) {
            match self.charging.gateway.find(known).await {
                Ok(payment) => records.push(payment),
                Err(ReadError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }

    async fn mend(
        &self,
        moment: &Moment,
        kind: DifferenceKind,
        mending: Mending,
    ) -> Result<Mended, JournalError> {
        let left = |why| Ok((Repair::NotDone(why), None));
        match (&moment.row, mending, kind) {
            (_, Mending::Nothing, _) => Ok((Repair::NotAsked, None)),
            (None, Mending::Safe, _) => left(NotRepaired::NoCharge),
            (Some(_), Mending::Safe, DifferenceKind::MissingThere) => left(NotRepaired::NothingToLearn),
            (Some(row), Mending::Safe, _) => {
                let attempts = Attempts::new(moment.records.clone());
                let learnt = self.charging.learn(row, attempts, moment.asked_at).await?;
                let learnt = self.with_schedulers_word(learnt).await?;
                let verdict = judge(Some(&learnt), &moment.records, moment.asked_at, &self.charging.window);
                let repair = match verdict {
                    Verdict::Agree => Repair::Done,
                    Verdict::InReview => Repair::PutToReview,
                    Verdict::Unsettled | Verdict::Differs(_) => Repair::NotDone(NotRepaired::StillDiffers),
                };
                Ok((repair, Some(Box::new(learnt))))
            }
        }
    }

    /// The scheduler may hold an order that would charge once more what is paid now.
    async fn with_schedulers_word(&self, learnt: Charge) -> Result<Charge, JournalError> {
        let is_paid = learnt.executor() == Executor::Scheduler && learnt.payment().is_some();
        if is_paid { self.charging.look(learnt).await } else { Ok(learnt) }
    }
}

/// What was done, and the row after it.
type Mended = (Repair, Option<Box<Charge>>);

impl Moment {
    /// Whether the gateway tells of a cancel that is not older than a call may take.
    fn has_new_cancel(&self, lease: Duration) -> bool {
        let cancels = self.records.iter().filter_map(|record| record.details().cancelled_at);
        let age = |at: Timestamp| Duration::try_from(self.asked_at.duration_since(at)).unwrap_or_default();
        cancels.max().is_some_and(|last| age(last) < lease)
    }

    fn difference(self, suspect: &Suspect, kind: DifferenceKind, (repair, learnt): Mended) -> Difference {
        let dismissed = self.row.as_ref().map_or(&[][..], Charge::dismissed);
        let captured = self
            .records
            .into_iter()
            .filter(|record| record.was_captured() && !dismissed.contains(record.imp_uid()));
        let there = captured.map(|payment| Recorded::Payment(Box::new(payment))).collect();
        let merchant_uid = suspect.uid.as_str().to_owned();
        Difference { kind, merchant_uid, there, here: self.row.map(Box::new), repair, learnt }
    }
}
