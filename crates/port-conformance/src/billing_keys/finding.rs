//! Reading keys.

use keyin_ports::{ReadError, UnavailableCause};

use crate::case::{Verdict, equal, instead, must};
use crate::gateway::order::{inject, registered};
use crate::gateway::{Call, Fault, GatewayFixture};

/// A key that came with a payment can be read, and read again.
pub(super) async fn a_registered_key_can_be_read(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let first = match fixture.billing_keys().find(&customer).await {
        Ok(key) => key,
        other => return Err(instead("a registered key can be read", &other)),
    };
    equal(&first.customer_uid, &customer, "the customer_uid of the key")?;
    must(fixture.billing_keys().find(&customer).await == Ok(first), "a second read tells the same")
}

/// The gateway's own word that there is none.
pub(super) async fn an_unknown_key_is_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    match fixture.billing_keys().find(&fixture.customer_uid()).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("an unknown key is NotFound", &other)),
    }
}

/// "Not found" is the gateway's word alone.
pub(super) async fn a_failed_read_of_a_key_is_never_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    let faults = [
        (Fault::Status(Call::Read, 502), ReadError::Unavailable(UnavailableCause::HttpStatus(502))),
        (Fault::LoseReply(Call::Read), ReadError::Unavailable(UnavailableCause::NoAnswer)),
        (Fault::Garble(Call::Read), ReadError::Protocol),
        (Fault::Unreachable, ReadError::Unavailable(UnavailableCause::Unreachable)),
    ];
    for (fault, expected) in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        match fixture.billing_keys().find(&fixture.customer_uid()).await {
            Err(error) if error == expected => {}
            other => return Err(instead(&format!("a read under {fault:?} is {expected:?}"), &other)),
        }
    }
    Ok(())
}
