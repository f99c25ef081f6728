//! A schedule (`ScheduleResultAnnotation` of the official definitions).

use serde::Serialize;

use crate::messages;
use crate::store::{Outcome, Payment, Schedule, ScheduleState, ScheduleStatus, Status};

type Nothing = Option<&'static str>;

#[derive(Serialize)]
pub(crate) struct ScheduleView<'a> {
    customer_uid: &'a str,
    merchant_uid: &'a str,
    imp_uid: Option<String>,
    // The PG of routed keys, which the sandbox does not have.
    pg_provider: Nothing,
    pg_id: Nothing,
    customer_id: Nothing,
    schedule_at: i64,
    executed_at: i64,
    revoked_at: i64,
    amount: i64,
    currency: &'static str,
    name: Option<&'a str>,
    buyer_name: Option<&'a str>,
    buyer_email: Option<&'a str>,
    buyer_tel: Option<&'a str>,
    buyer_addr: Option<&'a str>,
    buyer_postcode: Option<&'a str>,
    custom_data: Option<&'a str>,
    schedule_status: ScheduleStatus,
    payment_status: Option<Status>,
    fail_reason: Option<&'a str>,
    promotion_id: Nothing,
}

impl<'a> ScheduleView<'a> {
    /// A schedule with the payment its latest attempt made.
    pub(crate) fn of(schedule: &'a Schedule, payment: Option<&'a Payment>) -> Self {
        let (executed_at, revoked_at, refused) = match schedule.state {
            ScheduleState::Scheduled { .. } => (0, 0, None),
            ScheduleState::Executed { at, outcome: Outcome::Payment(_) } => (at, 0, None),
            ScheduleState::Executed { at, outcome: Outcome::Duplicate } => (at, 0, Some(messages::DUPLICATE)),
            ScheduleState::Revoked { at } => (0, at, None),
        };
        let order = &schedule.order;
        let buyer = order.buyer.as_deref();
        Self {
            customer_uid: &schedule.customer_uid,
            merchant_uid: &order.merchant_uid,
            imp_uid: payment.map(|payment| payment.imp_uid.to_string()),
            pg_provider: None,
            pg_id: None,
            customer_id: None,
            schedule_at: schedule.schedule_at,
            executed_at,
            revoked_at,
            amount: order.amount,
            currency: "KRW",
            name: order.name.as_deref(),
            buyer_name: buyer.and_then(|buyer| buyer.name.as_deref()),
            buyer_email: buyer.and_then(|buyer| buyer.email.as_deref()),
            buyer_tel: buyer.and_then(|buyer| buyer.tel.as_deref()),
            buyer_addr: buyer.and_then(|buyer| buyer.addr.as_deref()),
            buyer_postcode: buyer.and_then(|buyer| buyer.postcode.as_deref()),
            custom_data: order.custom_data.as_deref(),
            schedule_status: schedule.status(),
            payment_status: payment.map(|payment| payment.status).or(refused.map(|_| Status::Failed)),
            fail_reason: payment.and_then(|payment| payment.fail_reason.as_deref()).or(refused),
            promotion_id: None,
        }
    }
}
