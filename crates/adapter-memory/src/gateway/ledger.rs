//! The gateway's own book.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{CustomerUid, ImpUid, MerchantUid, Money};

/// Which way the money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerKind {
    /// Captured.
    Charge,
    /// Given back.
    Cancel,
}

/// One movement of money. A merchant_uid that was charged twice stands here twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Which way.
    pub kind: LedgerKind,
    /// The merchant's number.
    pub merchant_uid: MerchantUid,
    /// The gateway's number.
    pub imp_uid: ImpUid,
    /// The billing key that was used or registered.
    pub customer_uid: Option<CustomerUid>,
    /// How much.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
}
