//! Money back.

use keyin_domain::{ChargeMethod, ImpUid, Money, NotSentCause, Payment, Standing};
use keyin_ports::{CancelError, Reply};

use super::order::{PRICE, cancel, charge, inject, paid, pay};
use super::{Call, Fault, GatewayFixture, TestCard};
use crate::case::{Stopped, Verdict, equal, instead};

const PART: u64 = 3_000;
const REST: u64 = PRICE - PART;

async fn cancelled(
    fixture: &dyn GatewayFixture,
    payment: &Payment,
    amount: u64,
    balance: u64,
) -> Result<Payment, Stopped> {
    match fixture.gateway().cancel(cancel(payment, amount, balance)?).await {
        Ok(after) => Ok(after),
        other => Err(instead("a cancel with the right balance is made", &other)),
    }
}

/// The whole life of a payment that is given back in two steps.
pub(super) async fn a_part_then_the_rest_then_no_more(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    let after = cancelled(fixture, &payment, PART, PRICE).await?;
    equal(after.imp_uid(), payment.imp_uid(), "the payment that was cancelled")?;
    equal(after.cancelled(), Money::won(PART)?, "the running total given back")?;
    equal(after.standing(), Standing::PartlyCancelled, "the standing after a part")?;
    equal(after.balance(), Money::won(REST)?, "what can still be given back")?;
    equal(fixture.given_back(payment.merchant_uid()).await, PART, "given back in the gateway's ledger")?;

    let after = cancelled(fixture, &payment, REST, REST).await?;
    equal(after.cancelled(), Money::won(PRICE)?, "the running total given back")?;
    equal(after.standing(), Standing::FullyCancelled, "the standing after the rest")?;
    equal(fixture.given_back(payment.merchant_uid()).await, PRICE, "given back in the gateway's ledger")?;

    match fixture.gateway().cancel(cancel(&payment, REST, REST)?).await {
        Err(CancelError::AlreadyCancelled) => {}
        other => return Err(instead("a payment given back in full is AlreadyCancelled", &other)),
    }
    equal(fixture.given_back(payment.merchant_uid()).await, PRICE, "given back in the gateway's ledger")?;
    equal(fixture.captures(payment.merchant_uid()).await, 1, "charges in the gateway's ledger")
}

/// A cancel shows wherever the payment is read.
pub(super) async fn a_cancel_shows_in_every_read(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    let after = cancelled(fixture, &payment, PART, PRICE).await?;
    match fixture.gateway().find(payment.imp_uid()).await {
        Ok(found) => equal(&found, &after, "the payment as it is read")?,
        other => return Err(instead("a cancelled payment can be read", &other)),
    }
    match fixture.gateway().look_up(payment.merchant_uid()).await {
        Ok(attempts) => equal(attempts.records(), &[after][..], "the attempts as they are looked up"),
        other => Err(instead("a cancelled payment can be looked up", &other)),
    }
}

/// A repeat of a cancel that took effect believes in a balance that is no more.
pub(super) async fn a_wrong_balance_is_refused(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    cancelled(fixture, &payment, PART, PRICE).await?;
    match fixture.gateway().cancel(cancel(&payment, PART, PRICE)?).await {
        Err(CancelError::Refused(_)) => {}
        other => return Err(instead("a cancel with a wrong balance is refused", &other)),
    }
    equal(fixture.given_back(payment.merchant_uid()).await, PART, "given back in the gateway's ledger")
}

/// No more than was paid.
pub(super) async fn more_than_the_balance_is_refused(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    match fixture.gateway().cancel(cancel(&payment, PRICE + 1, PRICE)?).await {
        Err(CancelError::Refused(_)) => {}
        other => return Err(instead("a cancel of more than was paid is refused", &other)),
    }
    equal(fixture.given_back(payment.merchant_uid()).await, 0, "given back in the gateway's ledger")
}

/// To the PortOne V1 API a cancel of 0 is a cancel of everything: it must not come to that.
pub(super) async fn a_cancel_of_nothing_gives_nothing_back(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    match fixture.gateway().cancel(cancel(&payment, 0, PRICE)?).await {
        Err(CancelError::Refused(_) | CancelError::NotSent(_)) => {}
        other => return Err(instead("a cancel of nothing is refused or not sent", &other)),
    }
    equal(fixture.given_back(payment.merchant_uid()).await, 0, "given back in the gateway's ledger")
}

/// A number that was never given out.
pub(super) async fn an_unknown_payment_cannot_be_cancelled(fixture: &dyn GatewayFixture) -> Verdict {
    let mut request = cancel(&paid(fixture).await?, PRICE, PRICE)?;
    request.imp_uid = ImpUid::parse("imps_000000000000")?;
    match fixture.gateway().cancel(request).await {
        Err(CancelError::NotFound) => Ok(()),
        other => Err(instead("a cancel of an unknown payment is NotFound", &other)),
    }
}

/// A failed record holds no money to give back.
pub(super) async fn a_failed_payment_gives_nothing_back(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let record = match charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInRecord).await? {
        Ok(Reply::Declined { record: Some(record), .. }) => record,
        other => return Err(instead("a bad card is declined with a record", &other)),
    };
    let mut request = cancel(&paid(fixture).await?, PRICE, PRICE)?;
    request.imp_uid = record;
    match fixture.gateway().cancel(request).await {
        Err(CancelError::NotFound | CancelError::Refused(_) | CancelError::Declined(_)) => {}
        other => return Err(instead("a failed payment cannot be cancelled", &other)),
    }
    equal(fixture.given_back(&uid).await, 0, "given back in the gateway's ledger")
}

/// Given back, and nobody was told: the payment shows it, and the repeat does no harm.
pub(super) async fn a_lost_cancel_reply_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    inject(fixture, Fault::LoseReply(Call::Cancel)).await?;
    match fixture.gateway().cancel(cancel(&payment, PART, PRICE)?).await {
        Err(CancelError::Unknown(_)) => {}
        other => return Err(instead("a cancel whose reply was lost is unknown", &other)),
    }
    fixture.heal().await;
    match fixture.gateway().find(payment.imp_uid()).await {
        Ok(found) => equal(found.cancelled(), Money::won(PART)?, "the running total given back")?,
        other => return Err(instead("the payment can be read", &other)),
    }
    match fixture.gateway().cancel(cancel(&payment, PART, PRICE)?).await {
        Err(CancelError::Refused(_)) => {}
        other => return Err(instead("the repeat with the old balance is refused", &other)),
    }
    equal(fixture.given_back(payment.merchant_uid()).await, PART, "given back in the gateway's ledger")
}

/// Whatever is not proven is unknown.
pub(super) async fn a_cancel_in_doubt_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    for fault in [Fault::LoseRequest(Call::Cancel), Fault::Status(Call::Cancel, 502)] {
        fixture.heal().await;
        inject(fixture, fault).await?;
        match fixture.gateway().cancel(cancel(&payment, PART, PRICE)?).await {
            Err(CancelError::Unknown(_)) => {}
            other => return Err(instead(&format!("a cancel under {fault:?} is unknown"), &other)),
        }
    }
    equal(fixture.given_back(payment.merchant_uid()).await, 0, "given back in the gateway's ledger")
}

/// Without a connection nothing can have been given back.
pub(super) async fn an_unreachable_gateway_gave_nothing_back(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    inject(fixture, Fault::Unreachable).await?;
    match fixture.gateway().cancel(cancel(&payment, PRICE, PRICE)?).await {
        Err(CancelError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    fixture.heal().await;
    equal(fixture.given_back(payment.merchant_uid()).await, 0, "given back in the gateway's ledger")
}

/// A merchant_uid whose payment was given back is used up all the same.
pub(super) async fn a_cancelled_uid_charged_again_is_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let payment = pay(fixture, &uid, ChargeMethod::Card).await?;
    cancelled(fixture, &payment, PRICE, PRICE).await?;
    match charge(fixture, &uid, ChargeMethod::Card, TestCard::Approved).await? {
        Err(keyin_ports::ChargeError::Unknown(keyin_domain::UnknownCause::Duplicate)) => {}
        other => return Err(instead("a cancelled merchant_uid ends in Unknown(Duplicate)", &other)),
    }
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")
}
