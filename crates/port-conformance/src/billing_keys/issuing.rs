//! Issuing standalone keys.

use keyin_domain::{Buyer, ChargeMethod, CustomerUid, NotSentCause};
use keyin_ports::{BillingKeyRequest, IssueError, ReadError};

use crate::case::{Stopped, Verdict, equal, instead};
use crate::gateway::order::{inject, pay};
use crate::gateway::{Call, Fault, GatewayFixture, TestCard};

fn request(
    fixture: &dyn GatewayFixture,
    customer: &CustomerUid,
    card: TestCard,
) -> Result<BillingKeyRequest, Stopped> {
    Ok(BillingKeyRequest {
        customer_uid: customer.clone(),
        card: fixture.card(card).ok_or(Stopped::Unsupported)?,
        pg: None,
        customer: Buyer::default().with_name("홍길동")?,
    })
}

async fn issue(fixture: &dyn GatewayFixture, customer: &CustomerUid) -> Verdict {
    match fixture.billing_keys().issue(request(fixture, customer, TestCard::Approved)?).await {
        Ok(key) => equal(&key.customer_uid, customer, "the customer_uid of the issued key"),
        other => Err(instead("a key for a good card is issued", &other)),
    }
}

async fn must_be_absent(fixture: &dyn GatewayFixture, customer: &CustomerUid) -> Verdict {
    match fixture.billing_keys().find(customer).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("no key is stored", &other)),
    }
}

/// What issuing is for.
pub(super) async fn an_issued_key_can_be_read_and_charged(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = fixture.customer_uid();
    issue(fixture, &customer).await?;
    match fixture.billing_keys().find(&customer).await {
        Ok(key) => equal(&key.customer_uid, &customer, "the customer_uid of the key")?,
        other => return Err(instead("an issued key can be read", &other)),
    }
    let uid = fixture.merchant_uid();
    pay(fixture, &uid, ChargeMethod::BillingKey(customer)).await?;
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")
}

/// No money moves.
pub(super) async fn an_issue_charges_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let calls = fixture.charge_calls().await;
    issue(fixture, &fixture.customer_uid()).await?;
    equal(fixture.charge_calls().await, calls, "paying calls at the gateway")
}

/// A bad card is told and not kept.
pub(super) async fn a_declined_card_gets_no_key(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = fixture.customer_uid();
    let request = request(fixture, &customer, TestCard::DeclinedInWords)?;
    match fixture.billing_keys().issue(request).await {
        Err(IssueError::Declined(_)) => must_be_absent(fixture, &customer).await,
        other => Err(instead("a key for a bad card is declined", &other)),
    }
}

/// Stored, and nobody was told: a read finds it.
pub(super) async fn a_lost_issue_reply_is_unknown_and_can_be_read(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = fixture.customer_uid();
    inject(fixture, Fault::LoseReply(Call::KeyChange)).await?;
    match fixture.billing_keys().issue(request(fixture, &customer, TestCard::Approved)?).await {
        Err(IssueError::Unknown(_)) => {}
        other => return Err(instead("an issue whose reply was lost is unknown", &other)),
    }
    fixture.heal().await;
    match fixture.billing_keys().find(&customer).await {
        Ok(_) => Ok(()),
        other => Err(instead("the key that was stored can be read", &other)),
    }
}

/// Whatever is not proven is unknown.
pub(super) async fn an_issue_in_doubt_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let faults = [
        Fault::LoseRequest(Call::KeyChange),
        Fault::Status(Call::KeyChange, 500),
        Fault::Garble(Call::KeyChange),
    ];
    for fault in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        let request = request(fixture, &fixture.customer_uid(), TestCard::Approved)?;
        match fixture.billing_keys().issue(request).await {
            Err(IssueError::Unknown(_)) => {}
            other => return Err(instead(&format!("an issue under {fault:?} is unknown"), &other)),
        }
    }
    Ok(())
}

/// Without a connection nothing can have been stored.
pub(super) async fn an_issue_without_connection_was_not_sent(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = fixture.customer_uid();
    inject(fixture, Fault::Unreachable).await?;
    match fixture.billing_keys().issue(request(fixture, &customer, TestCard::Approved)?).await {
        Err(IssueError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    fixture.heal().await;
    must_be_absent(fixture, &customer).await
}
