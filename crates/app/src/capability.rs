//! What the PG offers, asked before anything is sent.

use keyin_domain::{Capability, Pg};

/// What somebody wants of a PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A key-in payment.
    CardPayment,
    /// A key-in payment that registers the billing key.
    CardPaymentRegistering,
    /// A payment with a billing key.
    BillingKeyPayment,
    /// A billing key without a payment.
    StandaloneBillingKey,
}

/// The PG does not offer this. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PG does not offer this")]
pub struct Unsupported {
    /// The PG; none if none is set.
    pub pg: Option<Pg>,
    /// What was wanted.
    pub operation: Operation,
}

/// Refuses what the PG surely does not offer. Where it depends on the contract the gateway decides, except
/// for a standalone billing key: that needs the merchant's word that it is `contracted`.
pub(crate) fn require(operation: Operation, pg: Option<&Pg>, contracted: bool) -> Result<(), Unsupported> {
    let capability = pg.map(|pg| {
        let profile = pg.code().profile();
        match operation {
            Operation::CardPayment => profile.onetime,
            Operation::CardPaymentRegistering => profile.onetime_registering,
            Operation::BillingKeyPayment => profile.again,
            Operation::StandaloneBillingKey => profile.standalone_billing_key,
        }
    });
    let standalone = operation == Operation::StandaloneBillingKey;
    let offered = match capability {
        Some(Capability::Yes) => true,
        Some(Capability::ByContract) | None => !standalone || contracted,
        Some(Capability::No) => standalone && contracted,
    };
    if offered { Ok(()) } else { Err(Unsupported { pg: pg.cloned(), operation }) }
}
