//! What a person decides where the answers contradict each other.

use crate::{ImpUid, Payment};

/// A person's word on a charge in review, or on a payment that was found late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The payment that is the charge's, whatever it differs in; none if no payment is.
    pub adopt: Option<Box<Payment>>,
    /// The gateway's other captured payments of this merchant_uid: known, and not the charge's. Look-ups
    /// pass over them from now on.
    pub dismissed: Vec<ImpUid>,
}
