//! The life of a charge, told as examples (`life`, `later` for what comes after the end, `behind` for reads that lag, and
//! `scheduled` for what the gateway's scheduler makes) and walked at random (`walk`).

mod behind;
mod intents;
mod later;
mod life;
mod orders;
mod paid_and_scheduled;
mod reasons;
mod scheduled;
#[cfg(feature = "serde")]
mod stored;
mod sweeps;
mod told;
mod walk;

use jiff::{SignedDuration, Timestamp};

use crate::{
    AbsenceWindow, Attempts, Charge, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Evidence, ImpUid,
    MerchantUid, Money, OrderName, Payment, PaymentDetails, PaymentStatus, Schedule, ScheduleDetails,
    ScheduleStatus, ScheduleTime,
};

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn window() -> AbsenceWindow {
    AbsenceWindow::default()
}

fn intent(method: ChargeMethod) -> ChargeIntent {
    let amount = ChargeAmount::new(Money::won(3_000).unwrap()).unwrap();
    let uid = MerchantUid::parse("order-1").unwrap();
    ChargeIntent::new(uid, method, amount, OrderName::parse("월간 이용권").unwrap())
}

fn billing_key() -> ChargeMethod {
    ChargeMethod::BillingKey(CustomerUid::parse("customer-1").unwrap())
}

/// When the gateway's scheduler is asked to charge.
const DUE: i64 = 100_000;

fn schedulers() -> ChargeMethod {
    let customer_uid = CustomerUid::parse("customer-1").unwrap();
    ChargeMethod::Scheduled { customer_uid, at: ScheduleTime::new(at(DUE)).unwrap() }
}

/// What the scheduler says: that it was run and failed if there is a record of that number.
fn schedule(status: ScheduleStatus, due: i64, won: u64, run: Option<(PaymentStatus, u32)>) -> Schedule {
    Schedule::new(ScheduleDetails {
        merchant_uid: MerchantUid::parse("order-1").unwrap(),
        customer_uid: CustomerUid::parse("customer-1").unwrap(),
        at: ScheduleTime::new(at(due)).unwrap(),
        amount: Money::won(won).unwrap(),
        name: None,
        status,
        payment: run.map(|(status, _)| status),
        imp_uid: run.map(|(_, number)| ImpUid::parse(&format!("imps_{number:012}")).unwrap()),
        fail_reason: run.map(|_| "[CA31]한도초과".to_owned()),
        executed_at: None,
        revoked_at: None,
    })
    .unwrap()
}

fn record(number: u32, status: PaymentStatus, won: u64) -> Payment {
    let imp_uid = ImpUid::parse(&format!("imps_{number:012}")).unwrap();
    let merchant_uid = MerchantUid::parse("order-1").unwrap();
    let settled_at = at(i64::from(number));
    Payment::new(PaymentDetails {
        started_at: Some(settled_at),
        paid_at: (status == PaymentStatus::Paid).then_some(settled_at),
        failed_at: (status == PaymentStatus::Failed).then_some(settled_at),
        fail_reason: (status == PaymentStatus::Failed).then(|| "[CA31]한도초과".to_owned()),
        ..PaymentDetails::new(imp_uid, merchant_uid, status, Money::won(won).unwrap())
    })
    .unwrap()
}

fn paid(number: u32) -> Payment {
    record(number, PaymentStatus::Paid, 3_000)
}

/// Paid, and so much of it given back.
fn cancelled(number: u32, won: u64) -> Payment {
    let details = paid(number).details().clone();
    Payment::new(PaymentDetails {
        status: PaymentStatus::Cancelled,
        cancelled: Money::won(won).unwrap(),
        cancelled_at: Some(at(50)),
        ..details
    })
    .unwrap()
}

fn looked_up(records: Vec<Payment>, second: i64) -> Evidence {
    Evidence::LookedUp { attempts: Attempts::new(records), asked_at: at(second) }
}

fn in_flight(method: ChargeMethod) -> Charge {
    Charge::intended(intent(method), at(0)).claim(window().deadlines(at(0))).unwrap()
}
