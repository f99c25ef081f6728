//! What can change.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{IdsState, ImpUid};
use crate::store::{BillingKey, Cancel, Payment, Prepared, Schedule};
use crate::time::Setting;

/// A change and the number of the merchant it happened to.
pub(crate) type Entry = (u32, Change);

/// One change. What is kept of a card is what the store keeps of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// The settings as a control shows them; the first of a merchant is his beginning.
    Settings(Value),
    /// How the clock goes.
    Clock(Setting),
    /// Where the generator of names stands.
    Ids(IdsState),
    /// The merchant is gone.
    Removed,
    /// Everything but settings, clock and names is gone.
    Cleared,
    /// A payment was made, good or bad.
    Payment(Arc<Payment>),
    /// A payment was cancelled, in full or in part.
    Cancelled(ImpUid, Cancel),
    /// A failed payment turned paid.
    TurnedPaid { imp_uid: ImpUid, at: i64, pg_tid: Box<str>, approval: u32 },
    /// A failed payment will turn paid at that time.
    TurnsPaidLater(ImpUid, i64),
    /// The merchant was told of a payment.
    Announced(ImpUid),
    /// A billing key was issued or replaced.
    Key(Arc<BillingKey>),
    /// A billing key is gone.
    KeyRemoved(Box<str>),
    /// A sum was registered under a merchant_uid.
    Prepared(Box<str>, Prepared),
    /// A schedule was registered, or is what it is now.
    Schedule(Arc<Schedule>),
}
