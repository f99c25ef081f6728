//! Listing channels.

use keyin_domain::ChannelKind;
use keyin_ports::{ReadError, UnavailableCause};

use crate::case::{Verdict, instead, must};
use crate::gateway::order::inject;
use crate::gateway::{Call, Fault, GatewayFixture};

/// The channel that key-in payments go through is there, at each read.
pub(super) async fn the_api_channel_is_listed(fixture: &dyn GatewayFixture) -> Verdict {
    let first = match fixture.channels().list().await {
        Ok(channels) => channels,
        other => return Err(instead("channels can be listed", &other)),
    };
    must(first.iter().any(|channel| channel.kind == ChannelKind::ApiPayment), "an API channel is listed")?;
    must(fixture.channels().list().await == Ok(first), "a second read tells the same, in the same order")
}

/// No answer is not the same as no channel.
pub(super) async fn a_failed_list_is_unavailable(fixture: &dyn GatewayFixture) -> Verdict {
    let faults = [
        (Fault::Status(Call::Read, 503), UnavailableCause::HttpStatus(503)),
        (Fault::LoseReply(Call::Read), UnavailableCause::NoAnswer),
        (Fault::Unreachable, UnavailableCause::Unreachable),
    ];
    for (fault, cause) in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        match fixture.channels().list().await {
            Err(ReadError::Unavailable(told)) if told == cause => {}
            other => return Err(instead(&format!("a list under {fault:?} is unavailable"), &other)),
        }
    }
    Ok(())
}

/// An answer that cannot be read is no answer.
pub(super) async fn a_garbled_list_is_a_protocol_error(fixture: &dyn GatewayFixture) -> Verdict {
    inject(fixture, Fault::Garble(Call::Read)).await?;
    match fixture.channels().list().await {
        Err(ReadError::Protocol) => Ok(()),
        other => Err(instead("a garbled list is a protocol error", &other)),
    }
}
