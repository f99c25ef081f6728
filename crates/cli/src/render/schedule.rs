//! A schedule of the gateway's own scheduler.

use keyin_app::ScheduleOutcome;
use keyin_domain::{Charge, ChargeState, CustomerUid, Language, PaymentStatus, Schedule, ScheduleStatus};
use keyin_ports::ListedSchedule;
use serde_json::{Value, json};

use super::charge::{charge_text, problem};
use super::payment::decline_json;
use super::{in_korea, money_json};

/// The document of a schedule as the gateway tells it.
fn schedule_json(schedule: &Schedule) -> Value {
    let parts = schedule.details();
    json!({
        "merchant_uid": schedule.merchant_uid().as_str(),
        "customer_uid": schedule.customer_uid().as_str(),
        "imp_uid": parts.imp_uid.as_ref().map(|uid| uid.as_str()),
        "schedule_at": schedule.at().as_second(),
        "amount": money_json(schedule.amount()),
        "currency": schedule.amount().currency().as_str(),
        "name": parts.name,
        "schedule_status": schedule.status().as_str(),
        "payment_status": parts.payment.map(PaymentStatus::as_str),
        "fail_reason": parts.fail_reason,
        "executed_at": parts.executed_at.map(|time| time.as_second()),
        "revoked_at": parts.revoked_at.map(|time| time.as_second()),
    })
}

/// The document of one in a list.
pub(crate) fn listed_json(listed: &ListedSchedule) -> Value {
    match listed {
        ListedSchedule::Schedule(schedule) => schedule_json(schedule),
        ListedSchedule::Foreign(schedule) => json!({
            "merchant_uid": schedule.merchant_uid,
            "customer_uid": schedule.customer_uid,
            "imp_uid": null,
            "schedule_at": schedule.at.as_second(),
            "amount": money_json(schedule.amount),
            "currency": schedule.amount.currency().as_str(),
            "name": null,
            "schedule_status": schedule.status.as_str(),
            "payment_status": null,
            "fail_reason": null,
            "executed_at": null,
            "revoked_at": null,
        }),
    }
}

/// The document of a command about one schedule: the gateway's word as far as it came, and where the charge stands
/// (`state` is null if the journal does not hold it).
pub(crate) fn schedule_outcome_json(outcome: &ScheduleOutcome, language: Language) -> Value {
    let mut document = match (&outcome.schedule, &outcome.charge) {
        (Some(schedule), _) => schedule_json(schedule),
        (None, Some(charge)) => from_journal(charge),
        (None, None) => json!({}),
    };
    if let Some(document) = document.as_object_mut() {
        let charge = outcome.charge.as_ref();
        let decline = charge.and_then(Charge::decline);
        let why = charge.and_then(|charge| problem(charge, language));
        document.insert("state".into(), json!(charge.map(|charge| charge.state().as_str())));
        document.insert("decline".into(), json!(decline.map(|decline| decline_json(decline, language))));
        document.insert(
            "problem".into(),
            json!(why.map(|(code, message)| json!({ "code": code, "message": message }))),
        );
        document.insert("in_journal".into(), json!(charge.is_some()));
        document.insert("replayed".into(), json!(outcome.replayed));
    }
    document
}

/// What the journal alone knows of it: the gateway's words only where they follow from the state.
fn from_journal(charge: &Charge) -> Value {
    let intent = charge.intent();
    let total = intent.amount().total();
    let status = (charge.state() == ChargeState::Scheduled).then_some(ScheduleStatus::Scheduled.as_str());
    json!({
        "merchant_uid": intent.merchant_uid().as_str(),
        "customer_uid": intent.method().customer_uid().map(CustomerUid::as_str),
        "imp_uid": charge.imp_uid().map(|uid| uid.as_str()),
        "schedule_at": charge.due().map(|due| due.as_second()),
        "amount": money_json(total),
        "currency": total.currency().as_str(),
        "name": intent.name().as_str(),
        "schedule_status": status,
        "payment_status": charge.gateway_status().map(PaymentStatus::as_str),
        "fail_reason": null,
        "executed_at": null,
        "revoked_at": null,
    })
}

/// A command about one schedule in a few lines.
pub(crate) fn schedule_outcome_text(outcome: &ScheduleOutcome, language: Language) -> String {
    let mut lines = Vec::new();
    lines.extend(outcome.charge.as_ref().map(|charge| charge_text(charge, language)));
    match (&outcome.schedule, &outcome.charge) {
        (Some(schedule), _) => lines.push(schedule_text(schedule, language)),
        (None, Some(charge)) => {
            lines.extend(charge.due().map(|due| format!("  {} KST", in_korea(due.get()))));
        }
        (None, None) => {}
    }
    if outcome.charge.is_none() {
        lines.push(match language {
            Language::English => "  not in the journal: it was scheduled elsewhere".into(),
            Language::Korean => "  저널에 없는 예약입니다(다른 곳에서 예약됨)".into(),
        });
    }
    lines.join("\n")
}

/// What the gateway says of it, in a line or two.
fn schedule_text(schedule: &Schedule, language: Language) -> String {
    let parts = schedule.details();
    let mut text = format!(
        "{}  {} KST  {}  {}  {}",
        schedule.merchant_uid(),
        in_korea(schedule.at().get()),
        schedule.amount(),
        schedule.customer_uid(),
        word(schedule.status(), parts.payment, language),
    );
    if let Some(reason) = parts.fail_reason.as_deref().filter(|reason| !reason.is_empty()) {
        text = format!("{text}\n  PG: {reason}");
    }
    text
}

fn word(status: ScheduleStatus, payment: Option<PaymentStatus>, language: Language) -> &'static str {
    match (status, payment, language) {
        (ScheduleStatus::Scheduled, _, Language::English) => "waits for its time",
        (ScheduleStatus::Scheduled, _, Language::Korean) => "예약됨",
        (ScheduleStatus::Revoked, _, Language::English) => "cancelled",
        (ScheduleStatus::Revoked, _, Language::Korean) => "예약 취소됨",
        (ScheduleStatus::Executed, Some(PaymentStatus::Failed), Language::English) => "run: failed",
        (ScheduleStatus::Executed, Some(PaymentStatus::Failed), Language::Korean) => "실행됨: 결제 실패",
        (ScheduleStatus::Executed, Some(PaymentStatus::Paid), Language::English) => "run: paid",
        (ScheduleStatus::Executed, Some(PaymentStatus::Paid), Language::Korean) => "실행됨: 결제 완료",
        (ScheduleStatus::Executed, Some(PaymentStatus::Cancelled), Language::English) => {
            "run: paid and cancelled"
        }
        (ScheduleStatus::Executed, Some(PaymentStatus::Cancelled), Language::Korean) => {
            "실행됨: 결제 후 취소"
        }
        (ScheduleStatus::Executed, Some(PaymentStatus::Ready) | None, Language::English) => "being run",
        (ScheduleStatus::Executed, Some(PaymentStatus::Ready) | None, Language::Korean) => "실행 중",
    }
}

/// The heading above the rows of schedules.
pub(crate) fn listed_rows_heading(language: Language) -> &'static str {
    match language {
        Language::English => {
            "DUE (KST)            STATUS     PAYMENT            AMOUNT  MERCHANT_UID          CUSTOMER_UID"
        }
        Language::Korean => {
            "예약 시각(한국)      상태       결제                 금액  MERCHANT_UID          CUSTOMER_UID"
        }
    }
}

/// A schedule as one row. What something else has made may hold anything; a terminal obeys control characters.
pub(crate) fn listed_row(listed: &ListedSchedule) -> String {
    let (payment, amount) = match listed {
        ListedSchedule::Schedule(schedule) => (schedule.details().payment, schedule.amount()),
        ListedSchedule::Foreign(schedule) => (None, schedule.amount),
    };
    let plain = |text: &str| text.replace(char::is_control, "?");
    format!(
        "{}  {:<9}  {:<9}  {:>14}  {:<20}  {}",
        in_korea(listed.at()),
        listed.status().as_str(),
        payment.map_or("-", PaymentStatus::as_str),
        amount.to_string(),
        plain(listed.merchant_uid()),
        plain(listed.customer_uid()),
    )
}
