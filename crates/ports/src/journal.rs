//! The durable history of every charge.

mod change;
mod error;
mod event;
mod fault;
mod filter;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, Field, MerchantUid};

pub use change::Change;
pub use error::JournalError;
pub use event::ChargeEvent;
pub use fault::{StoreFault, StoreTrouble};
pub use filter::{ChargeFilter, ListPosition, ListedBy};

use crate::{Monotonic, SendPermit};

/// What became of an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intended {
    /// Written down for the first time.
    New(Box<Charge>),
    /// The same request was written down before; this is where it stands.
    Same(Box<Charge>),
    /// Another request holds this merchant_uid; these fields differ.
    Conflict(Vec<Field>),
}

impl Intended {
    /// What becomes of an intent under whose merchant_uid this charge stands.
    pub fn standing(charge: Charge, intent: &ChargeIntent) -> Self {
        let differences = charge.intent().differences(intent);
        if differences.is_empty() { Self::Same(Box::new(charge)) } else { Self::Conflict(differences) }
    }
}

/// What became of a claim.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// The charge may be sent, once.
    Won {
        /// The row as it now stands.
        charge: Box<Charge>,
        /// The right to send.
        permit: SendPermit,
    },
    /// Somebody else moved the charge first, or it may not be sent; this is where it stands.
    Lost(Box<Charge>),
}

/// What became of an intent that was to be sent at once.
#[derive(Debug, PartialEq, Eq)]
pub enum Begun {
    /// Written down for the first time, and claimed: it may be sent, once.
    Won {
        /// The row as it now stands.
        charge: Box<Charge>,
        /// The right to send.
        permit: SendPermit,
    },
    /// The same request was written down before; this is where it stands. Nothing was claimed.
    Same(Box<Charge>),
    /// Another request holds this merchant_uid; these fields differ.
    Conflict(Vec<Field>),
}

impl Begun {
    /// From what became of the intent, where a new one was claimed in the same step.
    pub fn claimed(intended: Intended, send_before: Monotonic) -> Self {
        match intended {
            Intended::New(charge) => {
                let uid = charge.intent().merchant_uid().clone();
                let permit = SendPermit::issue(uid, charge.epoch(), send_before);
                Self::Won { charge, permit }
            }
            Intended::Same(charge) => Self::Same(charge),
            Intended::Conflict(fields) => Self::Conflict(fields),
        }
    }
}

/// The one history of charges. Everything is durable before a method returns.
///
/// All changes are a [`Change`]; an implementation only makes each of them one atomic, durable step, and
/// appends its [`ChargeEvent`] in the same step. Many callers at once may share one commit.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Journal: Send + Sync {
    /// Writes an intent down. Idempotent: the same intent again returns [`Intended::Same`] and changes
    /// nothing; a different one under the same merchant_uid is a [`Intended::Conflict`] and changes nothing.
    /// Dropping the future leaves it unknown whether it was written.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError>;

    /// [`intend`](Self::intend) and [`claim`](Self::claim) of a charge that is new, in one step: both are written
    /// down, or neither. A charge that was written down before is left as it stands, and yields no permit; nor does
    /// a step whose durability was not acknowledged, which is an error.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError>;

    /// The right to send: a charge that keyin executes, else an order about it to the gateway's scheduler. One
    /// conditional step: only if the row's epoch and state are still those of `seen`, and something
    /// [may be sent](Charge::may_be_sent), it becomes in flight with the next epoch. Of any number of callers with the same `seen`,
    /// one wins. A claim whose durability was not acknowledged is an error and yields no permit. The permit ends at
    /// `send_before`; or earlier, where the journal knows that the deadlines were already old when they were written down.
    ///
    /// # Errors
    /// [`JournalError`]; [`JournalError::Missing`] if the charge was never intended.
    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError>;

    /// Takes evidence about send `epoch` in and returns the row as it now stands. Evidence that changes
    /// nothing, is stale or out of place leaves the row as it is, and that row is returned: not an error.
    ///
    /// # Errors
    /// [`JournalError`]; [`JournalError::Missing`] if the charge was never intended.
    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError>;

    /// The charge of that merchant_uid.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError>;

    /// Charges that are not settled ([`keyin_domain::ChargeState::is_unsettled`]), in the order of their
    /// merchant_uid, beginning behind `after`, at most `limit`: a page of a walk that ends although rows
    /// stay unsettled.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError>;

    /// Charges whose next sweep ([`Charge::next_sweep`]) is due at `now`, in the order of their merchant_uid,
    /// beginning behind `after`, at most `limit`.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError>;

    /// Charges that the filter takes, newest first by its time, among the same time by descending
    /// merchant_uid; beginning behind `after`, at most `limit`. A charge written or changed during a walk may
    /// be missed or seen twice; any other is seen once.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError>;

    /// The events of one charge with a number above `after`, in order, at most `limit`; none for a charge that
    /// was never intended.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError>;

    /// Events with a number above `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError>;
}

const _: fn(&dyn Journal) = |_| ();
