//! What is told, and when.

use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{ChargeMethod, ImpUid, Payment, PaymentStatus};
use keyin_ports::{Recorded, Records, Reply};

use super::failing::window;
use crate::case::{Stopped, Verdict, broken, equal, instead, must};
use crate::gateway::order::{PRICE, cancel, charge, paid, pay};
use crate::gateway::{GatewayFixture, TestCard};

/// What is told of that status from so many seconds after `at` until so many after it.
async fn told(
    fixture: &dyn GatewayFixture,
    status: PaymentStatus,
    at: Timestamp,
    (from, to): (i64, i64),
) -> Result<Vec<Payment>, Stopped> {
    match fixture.records().recorded(status, window(at, from, to)?).await {
        Ok(Records::All(records)) => Ok(records.into_iter().filter_map(ours).collect()),
        other => Err(instead("a few seconds are told in full", &other)),
    }
}

fn ours(record: Recorded) -> Option<Payment> {
    match record {
        Recorded::Payment(payment) => Some(*payment),
        Recorded::Foreign(_) => None,
    }
}

/// How often this payment is among them.
fn count(payments: &[Payment], imp_uid: &ImpUid) -> usize {
    payments.iter().filter(|payment| payment.imp_uid() == imp_uid).count()
}

fn time(time: Option<Timestamp>, of: &str) -> Result<Timestamp, Stopped> {
    time.ok_or_else(|| broken(format!("the gateway tells the time of {of}")))
}

/// As it was answered, in the second of its approval and in no other.
pub(super) async fn a_payment_is_told_at_its_approval(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    let at = time(payment.details().paid_at, "an approval")?;
    let now = told(fixture, PaymentStatus::Paid, at, (0, 1)).await?;
    must(now.contains(&payment), "the payment is told as it was answered")?;
    equal(count(&now, payment.imp_uid()), 1, "times it is told")?;
    for window in [(-5, 0), (1, 6)] {
        let beside = told(fixture, PaymentStatus::Paid, at, window).await?;
        equal(count(&beside, payment.imp_uid()), 0, "times it is told in other seconds")?;
    }
    for status in [PaymentStatus::Ready, PaymentStatus::Cancelled, PaymentStatus::Failed] {
        let as_other = told(fixture, status, at, (0, 1)).await?;
        equal(count(&as_other, payment.imp_uid()), 0, "times it is told in another status")?;
    }
    Ok(())
}

/// Also after a cancel in part.
pub(super) async fn a_cancelled_payment_is_told_at_its_last_cancel_and_no_longer_as_paid(
    fixture: &dyn GatewayFixture,
) -> Verdict {
    let payment = paid(fixture).await?;
    let paid_at = time(payment.details().paid_at, "an approval")?;
    for (amount, balance) in [(1_000, PRICE), (2_000, PRICE - 1_000)] {
        let after = match fixture.gateway().cancel(cancel(&payment, amount, balance)?).await {
            Ok(after) => after,
            other => return Err(instead("a cancel with the right balance is made", &other)),
        };
        let cancelled_at = time(after.details().cancelled_at, "a cancel")?;
        let now = told(fixture, PaymentStatus::Cancelled, cancelled_at, (0, 1)).await?;
        must(now.contains(&after), "the payment is told as the cancel left it")?;
        equal(count(&now, payment.imp_uid()), 1, "times it is told")?;
    }
    let as_paid = told(fixture, PaymentStatus::Paid, paid_at, (0, 1)).await?;
    equal(count(&as_paid, payment.imp_uid()), 0, "times it is told as paid after a cancel")
}

/// With its failure.
pub(super) async fn a_refused_payment_is_told_as_failed(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let record = match charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInRecord).await? {
        Ok(Reply::Declined { record: Some(record), .. }) => record,
        other => return Err(instead("a bad card is declined with a record", &other)),
    };
    let failed = match fixture.gateway().find(&record).await {
        Ok(failed) => failed,
        other => return Err(instead("the record can be read", &other)),
    };
    let at = time(failed.details().failed_at, "a refusal")?;
    let now = told(fixture, PaymentStatus::Failed, at, (0, 1)).await?;
    must(now.contains(&failed), "the refused payment is told as it is read")
}

/// All payments of one merchant_uid are told, each in its own status.
pub(super) async fn an_attempt_does_not_hide_the_other(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let declined = charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInRecord).await?;
    must(matches!(declined, Ok(Reply::Declined { .. })), "a bad card is declined")?;
    let payment = pay(fixture, &uid, ChargeMethod::Card).await?;
    let at = time(payment.details().paid_at, "an approval")?;
    let paid = told(fixture, PaymentStatus::Paid, at, (0, 1)).await?;
    let failed = told(fixture, PaymentStatus::Failed, at, (-60, 1)).await?;
    let of_it =
        |payments: &[Payment]| payments.iter().filter(|payment| payment.merchant_uid() == &uid).count();
    equal((of_it(&paid), of_it(&failed)), (1, 1), "paid and failed records of one merchant_uid")
}

/// Neither a gap nor an overlap between them.
pub(super) async fn windows_that_touch_tell_each_payment_once(fixture: &dyn GatewayFixture) -> Verdict {
    let payments = [paid(fixture).await?, paid(fixture).await?];
    let at = time(payments[0].details().paid_at, "an approval")?;
    let end = time(payments[1].details().paid_at, "an approval")? + SignedDuration::from_secs(1);
    let last = end.as_second() - at.as_second();
    let mut all = told(fixture, PaymentStatus::Paid, at, (-1, 0)).await?;
    for second in 0..last {
        all.extend(told(fixture, PaymentStatus::Paid, at, (second, second + 1)).await?);
    }
    for payment in &payments {
        equal(count(&all, payment.imp_uid()), 1, "times a payment is told, second by second")?;
    }
    let whole = told(fixture, PaymentStatus::Paid, at, (-1, last)).await?;
    equal(whole.len(), all.len(), "payments told at once and second by second")
}

/// A time of which the gateway holds nothing is no error.
pub(super) async fn nothing_is_an_empty_list(fixture: &dyn GatewayFixture) -> Verdict {
    let long_ago = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(86_400);
    for status in [PaymentStatus::Ready, PaymentStatus::Paid, PaymentStatus::Cancelled, PaymentStatus::Failed]
    {
        match fixture.records().recorded(status, window(long_ago, 0, 90 * 86_400)?).await {
            Ok(Records::All(records)) => equal(records.len(), 0, "payments of 1970")?,
            other => return Err(instead("nothing is an empty list", &other)),
        }
    }
    Ok(())
}

/// Reading changes nothing.
pub(super) async fn a_second_read_tells_the_same(fixture: &dyn GatewayFixture) -> Verdict {
    let payment = paid(fixture).await?;
    let at = time(payment.details().paid_at, "an approval")?;
    let mut reads = Vec::new();
    for _ in 0..2 {
        let mut read = told(fixture, PaymentStatus::Paid, at, (0, 1)).await?;
        read.retain(|told| told.imp_uid() == payment.imp_uid());
        reads.push(read);
    }
    must(reads[0] == reads[1] && reads[0].len() == 1, "a second read tells the same")
}
