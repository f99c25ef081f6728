//! The permit decides whether anything is sent.

use keyin_domain::{ChargeMethod, Epoch, NotSentCause};
use keyin_ports::{ChargeError, SendPermit};

use super::order::{intent, permit, request};
use super::{GatewayFixture, TestCard};
use crate::case::{Verdict, equal, instead};

/// Too late means not at all.
pub(super) async fn an_expired_permit_sends_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    // A permit that ends now no longer holds now.
    let expired = SendPermit::issue(uid.clone(), Epoch::new(1), fixture.clock().monotonic());
    let request = request(fixture, intent(&uid, ChargeMethod::Card)?, TestCard::Approved)?;
    let calls = fixture.charge_calls().await;
    match fixture.gateway().charge(request, expired).await {
        Err(ChargeError::NotSent(NotSentCause::PermitExpired)) => {}
        other => return Err(instead("an expired permit ends in NotSent(PermitExpired)", &other)),
    }
    equal(fixture.charge_calls().await, calls, "paying calls at the gateway")?;
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")
}

/// A permit is good for its own merchant_uid only.
pub(super) async fn a_foreign_permit_sends_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let (uid, other_uid) = (fixture.merchant_uid(), fixture.merchant_uid());
    let foreign = permit(fixture, &other_uid);
    let request = request(fixture, intent(&uid, ChargeMethod::Card)?, TestCard::Approved)?;
    let calls = fixture.charge_calls().await;
    match fixture.gateway().charge(request, foreign).await {
        Err(ChargeError::NotSent(NotSentCause::PermitForeign)) => {}
        other => return Err(instead("a foreign permit ends in NotSent(PermitForeign)", &other)),
    }
    equal(fixture.charge_calls().await, calls, "paying calls at the gateway")?;
    for uid in [&uid, &other_uid] {
        equal(fixture.captures(uid).await, 0, "charges in the gateway's ledger")?;
    }
    Ok(())
}

/// One permit, one call.
pub(super) async fn one_charge_is_one_call(fixture: &dyn GatewayFixture) -> Verdict {
    let calls = fixture.charge_calls().await;
    super::order::paid(fixture).await?;
    equal(fixture.charge_calls().await, calls + 1, "paying calls at the gateway")
}
