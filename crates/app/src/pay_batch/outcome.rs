//! A row before and after, and the count of all.

use keyin_domain::{ChargeIntent, ChargeState, CustomerUid, MerchantUid, Money};

use super::feed::Visit;
use crate::{ChargeOutcome, ChargeProblem};

/// One row of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Its place, for whoever reads the outcome.
    pub line: u64,
    /// What is to be charged.
    pub intent: ChargeIntent,
}

/// What a row asked for, as far as it is told again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedRow {
    /// Its place.
    pub line: u64,
    /// The merchant's number of the attempt.
    pub merchant_uid: MerchantUid,
    /// The billing key.
    pub customer_uid: Option<CustomerUid>,
    /// How much.
    pub amount: Money,
}

impl AskedRow {
    pub(super) fn of(line: u64, intent: &ChargeIntent) -> Self {
        Self {
            line,
            merchant_uid: intent.merchant_uid().clone(),
            customer_uid: intent.method().customer_uid().cloned(),
            amount: intent.amount().total(),
        }
    }
}

/// How a row ended.
#[derive(Debug)]
pub struct RowOutcome {
    /// What it asked for.
    pub asked: AskedRow,
    /// How the charge stands, or why there is none.
    pub result: Result<ChargeOutcome, ChargeProblem>,
    pub(super) visit: Visit,
}

/// What became of a row, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowFate {
    /// Paid by this run.
    Paid,
    /// Paid by an earlier run, or by another process: this one sent nothing.
    Skipped,
    /// The issuer or PG refused the card.
    Declined,
    /// Not known, under way elsewhere, or for a person to decide.
    Unknown,
    /// Nothing was charged, for any other reason.
    Failed,
}

impl RowFate {
    /// The word in JSON and in results files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Skipped => "skipped",
            Self::Declined => "declined",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
        }
    }
}

impl RowOutcome {
    /// None for a row that was not begun.
    pub(super) fn of(
        asked: AskedRow,
        result: Result<ChargeOutcome, ChargeProblem>,
        visit: Visit,
    ) -> Option<Self> {
        match result {
            Err(ChargeProblem::Stopped) => None,
            result => Some(Self { asked, result, visit }),
        }
    }

    /// What became of it, in a word.
    pub fn fate(&self) -> RowFate {
        match &self.result {
            Ok(ChargeOutcome { charge, replayed }) => match charge.state() {
                ChargeState::Succeeded | ChargeState::LatePaid if *replayed => RowFate::Skipped,
                ChargeState::Succeeded | ChargeState::LatePaid => RowFate::Paid,
                ChargeState::Declined => RowFate::Declined,
                ChargeState::InFlight
                | ChargeState::Scheduled
                | ChargeState::Unknown
                | ChargeState::Review => RowFate::Unknown,
                ChargeState::Intent
                | ChargeState::Refused
                | ChargeState::NotSent
                | ChargeState::NotCharged
                | ChargeState::NeedsCard
                | ChargeState::Abandoned => RowFate::Failed,
            },
            Err(ChargeProblem::StoreAfterSend { .. }) => RowFate::Unknown,
            Err(
                ChargeProblem::CardDoubt(_)
                | ChargeProblem::Unsupported(_)
                | ChargeProblem::BillingKeyTaken(_)
                | ChargeProblem::Request(_)
                | ChargeProblem::Stopped
                | ChargeProblem::Conflict(_)
                | ChargeProblem::ScheduledElsewhere
                | ChargeProblem::Gateway(_)
                | ChargeProblem::Store(_),
            ) => RowFate::Failed,
        }
    }
}

/// The row again, if somebody else is sending it and it was not waited for.
pub(super) fn in_flight_elsewhere(outcome: &RowOutcome) -> Option<BatchRow> {
    match &outcome.result {
        Ok(ChargeOutcome { charge, replayed: true })
            if outcome.visit == Visit::First && charge.state() == ChargeState::InFlight =>
        {
            Some(BatchRow { line: outcome.asked.line, intent: charge.intent().clone() })
        }
        _ => None,
    }
}

/// How many rows ended how. The five numbers add up to `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchSummary {
    /// Rows that were told.
    pub total: u64,
    /// [`RowFate::Paid`].
    pub paid: u64,
    /// [`RowFate::Declined`].
    pub declined: u64,
    /// [`RowFate::Unknown`].
    pub unknown: u64,
    /// [`RowFate::Skipped`].
    pub skipped: u64,
    /// [`RowFate::Failed`].
    pub failed: u64,
}

impl BatchSummary {
    pub(super) fn count(&mut self, fate: RowFate) {
        self.total += 1;
        match fate {
            RowFate::Paid => self.paid += 1,
            RowFate::Declined => self.declined += 1,
            RowFate::Unknown => self.unknown += 1,
            RowFate::Skipped => self.skipped += 1,
            RowFate::Failed => self.failed += 1,
        }
    }
}
