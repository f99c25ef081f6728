//! Why a charge was not begun, or could not be recorded.

use keyin_domain::Field;
use keyin_ports::{JournalError, ReadError, RequestMismatch};

use crate::{CardDoubt, Unsupported};

/// A billing key stands under this `customer_uid` already, or a payment that was sent is to register one. Registering
/// another card there would replace the key without revoking the old one at the PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a billing key is registered under this customer_uid already")]
pub struct BillingKeyTaken;

/// A charge that did not come to an outcome in the journal.
#[derive(Debug, thiserror::Error)]
pub enum ChargeProblem {
    /// The card does not look right. Nothing was sent.
    #[error("the card does not look right")]
    CardDoubt(CardDoubt),
    /// The PG does not offer this. Nothing was sent.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// The `customer_uid` is in use. Nothing was sent.
    #[error(transparent)]
    BillingKeyTaken(#[from] BillingKeyTaken),
    /// A card is missing, or one too many. Nothing was sent.
    #[error(transparent)]
    Request(#[from] RequestMismatch),
    /// The stop was asked for before this charge was begun. Nothing was sent.
    #[error("stopped before anything was sent")]
    Stopped,
    /// Another request holds this merchant_uid; these fields differ. Nothing was sent.
    #[error("another request holds this merchant_uid")]
    Conflict(Vec<Field>),
    /// The gateway's scheduler holds or held this merchant_uid, and the journal does not know it. Nothing was sent.
    #[error("something else has scheduled this merchant_uid at the gateway")]
    ScheduledElsewhere,
    /// Whether the `customer_uid` is in use, or the merchant_uid scheduled, could not be found out. Nothing was sent.
    #[error("what has to be known before sending could not be read")]
    Gateway(#[source] ReadError),
    /// The journal could not be used before sending. Nothing was sent.
    #[error("the journal could not be used; nothing was sent")]
    Store(#[from] JournalError),
    /// The journal could not be used after sending, by this run or an earlier one: the outcome is not recorded.
    #[error("the journal could not be used after sending; last known: {said}")]
    StoreAfterSend {
        /// What is last known: the word of the evidence, or of the state the charge was found in.
        said: &'static str,
        /// What went wrong.
        source: JournalError,
    },
}
