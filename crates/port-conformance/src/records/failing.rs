//! Reads that fail.

use keyin_domain::PaymentStatus;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_ports::{ReadError, RecordWindow, UnavailableCause};

use crate::case::{Stopped, Verdict, broken, instead};
use crate::gateway::order::inject;
use crate::gateway::{Call, Fault, GatewayFixture};

/// From so many seconds after `at` until so many after it.
pub(super) fn window(at: Timestamp, from: i64, to: i64) -> Result<RecordWindow, Stopped> {
    let second = at.as_second();
    let time = |after: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second + after);
    RecordWindow::new(time(from), time(to)).map_err(|error| broken(format!("a window of the suite: {error}")))
}

/// No answer is not the same as no payment.
pub(super) async fn a_failed_read_is_never_an_empty_list(fixture: &dyn GatewayFixture) -> Verdict {
    let faults = [
        (Fault::Status(Call::Read, 503), UnavailableCause::HttpStatus(503)),
        (Fault::Status(Call::Read, 429), UnavailableCause::HttpStatus(429)),
        (Fault::LoseReply(Call::Read), UnavailableCause::NoAnswer),
        (Fault::LoseRequest(Call::Read), UnavailableCause::NoAnswer),
        (Fault::Unreachable, UnavailableCause::Unreachable),
    ];
    let asked = window(Timestamp::UNIX_EPOCH, 0, 86_400)?;
    for (fault, cause) in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        match fixture.records().recorded(PaymentStatus::Paid, asked).await {
            Err(ReadError::Unavailable(told)) if told == cause => {}
            other => return Err(instead(&format!("records under {fault:?} are unavailable"), &other)),
        }
    }
    Ok(())
}

/// An answer that cannot be read is no answer.
pub(super) async fn garbled_records_are_a_protocol_error(fixture: &dyn GatewayFixture) -> Verdict {
    inject(fixture, Fault::Garble(Call::Read)).await?;
    match fixture.records().recorded(PaymentStatus::Paid, window(Timestamp::UNIX_EPOCH, 0, 86_400)?).await {
        Err(ReadError::Protocol) => Ok(()),
        other => Err(instead("garbled records are a protocol error", &other)),
    }
}
