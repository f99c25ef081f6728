//! Revoking keys.

use keyin_domain::{CancelReason, ChargeMethod, CustomerUid, NotSentCause, RefusalKind};
use keyin_ports::{BillingKeys, ChargeError, ReadError, RevokeError};

use crate::case::{Verdict, equal, instead};
use crate::gateway::order::{charge, inject, registered};
use crate::gateway::{Call, Fault, GatewayFixture, TestCard};

async fn revoke(keys: &dyn BillingKeys, customer: &CustomerUid) -> Verdict {
    match keys.revoke(customer, &CancelReason::parse("conformance")?).await {
        Ok(key) => equal(&key.customer_uid, customer, "the customer_uid of the revoked key"),
        other => Err(instead("a standing key is revoked", &other)),
    }
}

async fn must_be_gone(keys: &dyn BillingKeys, customer: &CustomerUid) -> Verdict {
    match keys.find(customer).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("a revoked key is NotFound", &other)),
    }
}

/// It can be neither read nor charged.
pub(super) async fn a_revoked_key_is_gone(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let keys = fixture.billing_keys();
    revoke(&*keys, &customer).await?;
    must_be_gone(&*keys, &customer).await?;
    let uid = fixture.merchant_uid();
    match charge(fixture, &uid, ChargeMethod::BillingKey(customer), TestCard::Approved).await? {
        Err(ChargeError::Refused(refusal)) => {
            equal(refusal.kind, RefusalKind::UnknownCustomer, "the kind of the refusal")?;
        }
        other => return Err(instead("a revoked key cannot be charged", &other)),
    }
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")
}

/// The repeat tells that it is gone.
pub(super) async fn a_key_is_revoked_once(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let keys = fixture.billing_keys();
    revoke(&*keys, &customer).await?;
    match keys.revoke(&customer, &CancelReason::parse("conformance")?).await {
        Err(RevokeError::NotFound) => Ok(()),
        other => Err(instead("a key revoked before is NotFound", &other)),
    }
}

/// There is nothing to revoke.
pub(super) async fn an_unknown_key_cannot_be_revoked(fixture: &dyn GatewayFixture) -> Verdict {
    let reason = CancelReason::parse("conformance")?;
    match fixture.billing_keys().revoke(&fixture.customer_uid(), &reason).await {
        Err(RevokeError::NotFound) => Ok(()),
        other => Err(instead("an unknown key is NotFound", &other)),
    }
}

/// Gone, and nobody was told: a read tells.
pub(super) async fn a_lost_revoke_reply_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    inject(fixture, Fault::LoseReply(Call::KeyChange)).await?;
    let keys = fixture.billing_keys();
    match keys.revoke(&customer, &CancelReason::parse("conformance")?).await {
        Err(RevokeError::Unknown(_)) => {}
        other => return Err(instead("a revoke whose reply was lost is unknown", &other)),
    }
    fixture.heal().await;
    must_be_gone(&*keys, &customer).await
}

/// Without a connection the key stands.
pub(super) async fn a_revoke_without_connection_leaves_the_key(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    inject(fixture, Fault::Unreachable).await?;
    let keys = fixture.billing_keys();
    match keys.revoke(&customer, &CancelReason::parse("conformance")?).await {
        Err(RevokeError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    fixture.heal().await;
    match keys.find(&customer).await {
        Ok(_) => Ok(()),
        other => Err(instead("the key still stands", &other)),
    }
}
