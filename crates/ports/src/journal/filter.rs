//! Which charges a list shows, and in what order.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, CustomerUid, MerchantUid};

/// The time that a list goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListedBy {
    /// When the charge was written down.
    #[default]
    Created,
    /// When the gateway captured the payment; charges without one are left out.
    Paid,
}

/// Which charges of the journal are asked for. The default asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChargeFilter {
    /// The time that the limits and the order go by.
    pub by: ListedBy,
    /// At or after this.
    pub from: Option<Timestamp>,
    /// Before this.
    pub to: Option<Timestamp>,
    /// Standing in one of these; empty for any.
    pub states: Vec<ChargeState>,
    /// Of this customer's billing key, or registered under it.
    pub customer_uid: Option<CustomerUid>,
}

/// A place in a list: that of one charge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPosition {
    /// The time that the list goes by.
    pub at: Timestamp,
    /// Among charges of the same time, which.
    pub merchant_uid: MerchantUid,
}

impl ListedBy {
    /// That time of the charge.
    pub fn time_of(self, charge: &Charge) -> Option<Timestamp> {
        match self {
            Self::Created => Some(charge.created_at()),
            Self::Paid => charge.payment().and_then(|payment| payment.details().paid_at),
        }
    }

    /// Where the charge stands in a list that goes by this time.
    pub fn position_of(self, charge: &Charge) -> Option<ListPosition> {
        let merchant_uid = charge.intent().merchant_uid().clone();
        self.time_of(charge).map(|at| ListPosition { at, merchant_uid })
    }
}

impl ChargeFilter {
    /// Whether the charge is asked for: what every journal's list has to agree with.
    pub fn takes(&self, charge: &Charge) -> bool {
        let Some(at) = self.by.time_of(charge) else { return false };
        self.from.is_none_or(|from| at >= from)
            && self.to.is_none_or(|to| at < to)
            && (self.states.is_empty() || self.states.contains(&charge.state()))
            && (self.customer_uid.is_none()
                || charge.intent().method().customer_uid() == self.customer_uid.as_ref())
    }
}
