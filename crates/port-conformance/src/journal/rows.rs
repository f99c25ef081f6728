//! Charges as the cases write them down.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    AbsenceWindow, Charge, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Deadlines, Epoch, Evidence,
    ImpUid, MerchantUid, Money, NotSentCause, OrderName, Payment, PaymentDetails, PaymentStatus,
};
use keyin_ports::{Claim, Intended, Journal, Monotonic, SendPermit};

use crate::case::{Stopped, Verdict, broken, equal, instead};

/// Seconds after the beginning of every case, with a fraction that a store must not lose.
pub(super) fn at(seconds: i64) -> Timestamp {
    moment(seconds, 123_456_789)
}

/// That many seconds and nanoseconds after the beginning.
pub(super) fn moment(seconds: i64, nanoseconds: i32) -> Timestamp {
    Timestamp::new(1_790_000_000 + seconds, nanoseconds).unwrap_or(Timestamp::MAX)
}

/// The deadlines of a claim made then, by the default window.
pub(super) fn deadlines(seconds: i64) -> Deadlines {
    AbsenceWindow::default().deadlines(at(seconds))
}

/// A moment of the monotonic clock.
pub(super) fn send_before() -> Monotonic {
    Monotonic::new(Duration::from_millis(5_250))
}

/// The permit is over when it was asked for, or a little earlier where the journal's clock says that time was lost.
pub(super) fn ends_in_time(permit: &SendPermit) -> Verdict {
    let end = permit.send_before();
    equal(end <= send_before() && end > Monotonic::default(), true, "the permit ends in time")
}

pub(super) fn uid(text: &str) -> Result<MerchantUid, Stopped> {
    Ok(MerchantUid::parse(text)?)
}

/// A billing-key charge over that many won.
pub(super) fn intent(merchant_uid: &str, won: u64) -> Result<ChargeIntent, Stopped> {
    let method = ChargeMethod::BillingKey(CustomerUid::parse("customer-1")?);
    let amount = ChargeAmount::new(Money::won(won)?)?;
    Ok(ChargeIntent::new(uid(merchant_uid)?, method, amount, OrderName::parse("정기 결제")?))
}

/// A keyed-in charge over that many won.
pub(super) fn card_intent(merchant_uid: &str, won: u64) -> Result<ChargeIntent, Stopped> {
    let amount = ChargeAmount::new(Money::won(won)?)?;
    Ok(ChargeIntent::new(uid(merchant_uid)?, ChargeMethod::Card, amount, OrderName::parse("order")?))
}

/// A record of the gateway's about that charge.
pub(super) fn record(
    intent: &ChargeIntent,
    imp_uid: &str,
    status: PaymentStatus,
) -> Result<Payment, Stopped> {
    let (imp_uid, order) = (ImpUid::parse(imp_uid)?, intent.merchant_uid().clone());
    let at_if = |so: bool| so.then(|| at(1));
    Ok(Payment::new(PaymentDetails {
        customer_uid: intent.method().customer_uid().cloned(),
        name: Some(intent.name().to_string()),
        started_at: Some(at(0)),
        paid_at: at_if(status == PaymentStatus::Paid),
        failed_at: at_if(status == PaymentStatus::Failed),
        fail_reason: (status == PaymentStatus::Failed).then(|| "[CA31]한도초과".to_owned()),
        pg_tid: Some("tid-1".to_owned()),
        sandbox: true,
        ..PaymentDetails::new(imp_uid, order, status, intent.amount().total())
    })?)
}

/// The evidence of a payment captured at that moment.
pub(super) fn paid_then(
    intent: &ChargeIntent,
    imp_uid: &str,
    paid_at: Timestamp,
) -> Result<Evidence, Stopped> {
    let details = record(intent, imp_uid, PaymentStatus::Paid)?.details().clone();
    let details = PaymentDetails { paid_at: Some(paid_at), ..details };
    Ok(Evidence::Paid(Box::new(Payment::new(details)?)))
}

/// The evidence of a captured payment.
pub(super) fn paid(intent: &ChargeIntent, imp_uid: &str) -> Result<Evidence, Stopped> {
    Ok(Evidence::Paid(Box::new(record(intent, imp_uid, PaymentStatus::Paid)?)))
}

/// Writes a new intent down.
pub(super) async fn intended(journal: &dyn Journal, intent: ChargeIntent) -> Result<Charge, Stopped> {
    intended_at(journal, intent, at(0)).await
}

/// Writes a new intent down, at that moment.
pub(super) async fn intended_at(
    journal: &dyn Journal,
    intent: ChargeIntent,
    now: Timestamp,
) -> Result<Charge, Stopped> {
    match journal.intend(intent, now).await? {
        Intended::New(charge) => Ok(*charge),
        other => Err(instead("a first intent is new", &other)),
    }
}

/// Claims a row, which has to be won, and gives the permit up.
pub(super) async fn claimed(journal: &dyn Journal, seen: &Charge, seconds: i64) -> Result<Charge, Stopped> {
    match journal.claim(seen, deadlines(seconds), send_before()).await? {
        Claim::Won { charge, .. } => Ok(*charge),
        other => Err(instead("a claim of a standing row is won", &other)),
    }
}

/// A new intent, claimed.
pub(super) async fn in_flight(journal: &dyn Journal, intent: ChargeIntent) -> Result<Charge, Stopped> {
    let charge = intended(journal, intent).await?;
    claimed(journal, &charge, 1).await
}

/// The row as it stands.
pub(super) async fn standing(journal: &dyn Journal, uid: &MerchantUid) -> Result<Charge, Stopped> {
    journal.find(uid).await?.ok_or_else(|| broken("a charge that was intended is found"))
}

/// A charge of which nothing was sent after all: claimed at second 1, which later sweeps count from.
pub(super) async fn not_sent(journal: &dyn Journal, merchant_uid: &str) -> Result<Charge, Stopped> {
    let sent = in_flight(journal, intent(merchant_uid, 1_000)?).await?;
    let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
    learned(journal, &sent, sent.epoch(), unreachable, 2).await
}

/// Takes evidence in, at that second.
pub(super) async fn learned(
    journal: &dyn Journal,
    charge: &Charge,
    epoch: Epoch,
    evidence: Evidence,
    seconds: i64,
) -> Result<Charge, Stopped> {
    Ok(journal.record(charge.intent().merchant_uid(), epoch, evidence, at(seconds)).await?)
}
