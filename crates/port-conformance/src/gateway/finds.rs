//! Reads by the gateway's number.

use keyin_domain::ImpUid;
use keyin_ports::{ReadError, UnavailableCause};

use super::order::{inject, paid};
use super::{Call, Fault, GatewayFixture};
use crate::case::{Verdict, instead, must};

/// What was answered can be read, and read again.
pub(super) async fn a_payment_can_be_read(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    for _ in 0..2 {
        match fixture.gateway().find(payment.imp_uid()).await {
            Ok(found) => must(found == payment, "the payment is read as it was answered")?,
            other => return Err(instead("a payment can be read", &other)),
        }
    }
    Ok(())
}

/// A number that was never given out.
pub(super) async fn an_unknown_number_is_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    match fixture.gateway().find(&ImpUid::parse("imps_000000000000")?).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("an unknown imp_uid is NotFound", &other)),
    }
}

/// "Not found" is the gateway's word alone.
pub(super) async fn a_failed_read_is_never_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    let imp_uid = ImpUid::parse("imps_000000000000")?;
    let faults = [
        (Fault::Status(Call::Read, 500), ReadError::Unavailable(UnavailableCause::HttpStatus(500))),
        (Fault::LoseRequest(Call::Read), ReadError::Unavailable(UnavailableCause::NoAnswer)),
        (Fault::Garble(Call::Read), ReadError::Protocol),
        (Fault::Unreachable, ReadError::Unavailable(UnavailableCause::Unreachable)),
    ];
    for (fault, expected) in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        match fixture.gateway().find(&imp_uid).await {
            Err(error) if error == expected => {}
            other => return Err(instead(&format!("a read under {fault:?} is {expected:?}"), &other)),
        }
    }
    Ok(())
}
