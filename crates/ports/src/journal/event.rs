//! One entry of the history.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeState, Epoch, ImpUid, MerchantUid};

/// One change of one charge. Numbers grow; they may have gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeEvent {
    /// Its place in the history.
    pub number: u64,
    /// Which charge.
    pub merchant_uid: MerchantUid,
    /// When.
    pub at: Timestamp,
    /// The send it is about.
    pub epoch: Epoch,
    /// What happened: `intended`, `claimed`, or the word of the evidence
    /// ([`keyin_domain::Evidence::as_str`]).
    pub what: String,
    /// Where the charge stood before; none for the first event.
    pub from: Option<ChargeState>,
    /// Where it stands since.
    pub to: ChargeState,
    /// The gateway's number, where one is known.
    pub imp_uid: Option<ImpUid>,
}
