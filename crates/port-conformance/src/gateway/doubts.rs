//! Charges whose outcome is not proven.

use keyin_domain::{MerchantUid, NotSentCause, UnknownCause};
use keyin_ports::ChargeError;

use super::order::{charge_card, inject, pay};
use super::{Call, Fault, GatewayFixture};
use crate::case::{Stopped, Verdict, equal, instead, must};

async fn unknown(
    fixture: &dyn GatewayFixture,
    uid: &MerchantUid,
    fault: Fault,
) -> Result<UnknownCause, Stopped> {
    inject(fixture, fault).await?;
    let calls = fixture.charge_calls().await;
    let answer = charge_card(fixture, uid).await?;
    must(fixture.charge_calls().await <= calls + 1, "a charge in doubt is never sent again")?;
    match answer {
        Err(ChargeError::Unknown(cause)) => Ok(cause),
        other => Err(instead(&format!("a charge under {fault:?} is unknown"), &other)),
    }
}

/// The worst case: charged, and nobody was told. A look-up finds it.
pub(super) async fn a_lost_reply_is_unknown_and_can_be_looked_up(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    unknown(fixture, &uid, Fault::LoseReply(Call::Charge)).await?;
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")?;
    match fixture.gateway().look_up(&uid).await {
        Ok(attempts) => {
            let captured = attempts.records().iter().filter(|record| record.was_captured()).count();
            equal(captured, 1, "captured records in the look-up")
        }
        other => Err(instead("a charge whose reply was lost can be looked up", &other)),
    }
}

/// Nobody can tell a lost request from a lost reply, so it is never "not sent".
pub(super) async fn a_lost_request_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    unknown(fixture, &uid, Fault::LoseRequest(Call::Charge)).await?;
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")
}

/// A server's fault proves nothing about the money.
pub(super) async fn a_server_fault_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    for status in [500, 502, 503, 504] {
        fixture.heal().await;
        let uid = fixture.merchant_uid();
        let cause = unknown(fixture, &uid, Fault::Status(Call::Charge, status)).await?;
        equal(cause, UnknownCause::HttpStatus(status), "the cause")?;
        must(fixture.captures(&uid).await <= 1, "a charge in doubt is not sent again")?;
    }
    Ok(())
}

/// "Too many requests" does not prove that this one was not carried out.
pub(super) async fn too_many_requests_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let cause = unknown(fixture, &uid, Fault::Status(Call::Charge, 429)).await?;
    equal(cause, UnknownCause::HttpStatus(429), "the cause")
}

/// An answer that cannot be read may have been a good one.
pub(super) async fn a_garbled_reply_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let cause = unknown(fixture, &uid, Fault::Garble(Call::Charge)).await?;
    equal(cause, UnknownCause::Unreadable, "the cause")?;
    must(fixture.captures(&uid).await <= 1, "a charge in doubt is not sent again")
}

/// Without a connection nothing can have been sent, and that is proven.
pub(super) async fn an_unreachable_gateway_was_sent_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    inject(fixture, Fault::Unreachable).await?;
    match charge_card(fixture, &uid).await? {
        Err(ChargeError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    fixture.heal().await;
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")?;
    // The proof is good: the same charge may be sent again, and is made once.
    pay(fixture, &uid, keyin_domain::ChargeMethod::Card).await?;
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")
}

/// "Paid before" is no decline and no success of this call: it has to be looked up.
pub(super) async fn a_paid_uid_charged_again_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    pay(fixture, &uid, keyin_domain::ChargeMethod::Card).await?;
    match charge_card(fixture, &uid).await? {
        Err(ChargeError::Unknown(UnknownCause::Duplicate)) => {}
        other => return Err(instead("a paid merchant_uid ends in Unknown(Duplicate)", &other)),
    }
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")
}
