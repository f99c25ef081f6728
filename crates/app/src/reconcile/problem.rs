//! Why a walk did not come to its end.

use keyin_domain::jiff::Timestamp;
use keyin_ports::{JournalError, ReadError};

/// Which part of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReconcileStage {
    /// The gateway's payments by their approval, beside the journal's.
    Payments,
    /// The gateway's cancelled payments by their last cancel.
    Cancels,
    /// The journal's payments that the gateway has not shown.
    Remaining,
}

/// How far a walk has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReconcileProgress {
    /// Which part.
    pub stage: ReconcileStage,
    /// Up to when that part is done; the end of the period once only the journal's rest is left.
    pub until: Timestamp,
    /// Payments compared.
    pub compared: u64,
    /// Differences told.
    pub differences: u64,
}

/// Why the period was not compared to its end. What was told until then stands.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileProblem {
    /// The gateway could not be read.
    #[error("the gateway could not be read after {} payments", .reached.compared)]
    Gateway {
        /// How far it came.
        reached: ReconcileProgress,
        /// What went wrong.
        source: ReadError,
    },
    /// The journal could not be used.
    #[error("the journal could not be used after {} payments", .reached.compared)]
    Store {
        /// How far it came.
        reached: ReconcileProgress,
        /// What went wrong.
        source: JournalError,
    },
}
