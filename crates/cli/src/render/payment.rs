//! A payment as the gateway tells it.

use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::{ChargeState, Decline, Language, Money, Payment, Standing};
use serde_json::{Value, json};

/// A JSON number: whole for won, with exact decimals for other currencies.
pub(crate) fn money_json(money: Money) -> Value {
    serde_json::from_str(&money.to_decimal_string()).unwrap_or(Value::Null)
}

/// The state that the gateway's records alone tell.
pub(crate) fn state_of(payment: &Payment) -> ChargeState {
    match payment.standing() {
        Standing::Paid | Standing::PartlyCancelled | Standing::FullyCancelled => ChargeState::Succeeded,
        Standing::Failed => ChargeState::Declined,
        Standing::Pending => ChargeState::Unknown,
    }
}

pub(super) fn decline_json(decline: &Decline, language: Language) -> Value {
    json!({
        "code": decline.code(),
        "kind": decline.kind().as_str(),
        "message": decline.customer_message(language),
        "pg_code": decline.pg_code().map(|code| code.as_str()),
        "pg_message": decline.pg_text(),
    })
}

fn recorded_decline(payment: &Payment) -> Option<Decline> {
    if payment.standing() != Standing::Failed {
        return None;
    }
    let text = payment.details().fail_reason.as_deref().unwrap_or_default();
    Some(match classify(text, DeclineForm::Record) {
        Verdict::Declined(decline) => decline,
        Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => Decline::unspecified(text),
    })
}

/// The document of a payment.
pub(crate) fn payment_json(payment: &Payment, state: ChargeState, language: Language) -> Value {
    let details = payment.details();
    let seconds = |time: Option<keyin_domain::jiff::Timestamp>| time.map(|time| time.as_second());
    json!({
        "merchant_uid": details.merchant_uid.as_str(),
        "imp_uid": details.imp_uid.as_str(),
        "customer_uid": details.customer_uid.as_ref().map(|uid| uid.as_str()),
        "amount": money_json(details.amount),
        "cancel_amount": money_json(details.cancelled),
        "currency": details.amount.currency().as_str(),
        "status": details.status.as_str(),
        "state": state.as_str(),
        "decline": recorded_decline(payment).map(|decline| decline_json(&decline, language)),
        "name": details.name,
        "card_number": details.card.number.as_ref().map(|number| number.as_str()),
        "card_name": details.card.name,
        "card_quota": details.installment_months,
        "apply_num": details.approval_number,
        "pg": details.pg.as_ref().map(ToString::to_string),
        "pg_tid": details.pg_tid,
        "receipt_url": details.receipt_url,
        "paid_at": seconds(details.paid_at),
        "cancelled_at": seconds(details.cancelled_at),
        "failed_at": seconds(details.failed_at),
        "sandbox": details.sandbox,
    })
}

/// A payment in a few lines.
pub(crate) fn payment_text(payment: &Payment, language: Language) -> String {
    let details = payment.details();
    let standing = match (payment.standing(), language) {
        (Standing::Paid, Language::English) => "paid",
        (Standing::Paid, Language::Korean) => "결제 완료",
        (Standing::PartlyCancelled, Language::English) => "cancelled in part",
        (Standing::PartlyCancelled, Language::Korean) => "부분 취소",
        (Standing::FullyCancelled, Language::English) => "cancelled in full",
        (Standing::FullyCancelled, Language::Korean) => "전액 취소",
        (Standing::Failed, Language::English) => "failed",
        (Standing::Failed, Language::Korean) => "결제 실패",
        (Standing::Pending, Language::English) => "not decided",
        (Standing::Pending, Language::Korean) => "미확정",
    };
    let mut lines = vec![format!("{}  {}  {standing}", details.imp_uid, details.amount)];
    if !details.cancelled.is_zero() {
        lines.push(match language {
            Language::English => format!("  cancelled {}, left {}", details.cancelled, payment.balance()),
            Language::Korean => format!("  취소 {}, 잔액 {}", details.cancelled, payment.balance()),
        });
    }
    let card = [details.card.name.as_deref(), details.card.number.as_ref().map(|number| number.as_str())];
    let card: Vec<&str> = card.into_iter().flatten().collect();
    if !card.is_empty() {
        lines.push(format!("  {}", card.join(" ")));
    }
    if let Some(reason) = &details.fail_reason {
        lines.push(format!("  {reason}"));
    }
    lines.join("\n")
}
