//! Differences between the journal and the gateway, and the sum of them.

use keyin_app::{Difference, DifferenceKind, Reconciliation};
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Language, Money};
use keyin_ports::Recorded;
use serde_json::{Map, Value, json};

use super::charge_row::in_korea;
use super::money_json;
use crate::input::date::korea;

/// One side of a difference; null where it holds nothing.
fn side(amount: Option<Money>, cancelled: Option<Money>) -> Value {
    let Some(amount) = amount else { return Value::Null };
    json!({
        "amount": money_json(amount),
        "cancel_amount": cancelled.map(money_json),
        "currency": amount.currency().as_str(),
    })
}

fn payment(record: &Recorded) -> Value {
    json!({
        "imp_uid": record.imp_uid().as_str(),
        "amount": money_json(record.amount()),
        "cancel_amount": money_json(record.cancelled()),
        "currency": record.amount().currency().as_str(),
        "status": record.status().as_str(),
        "paid_at": record.paid_at().map(Timestamp::as_second),
        "cancelled_at": record.cancelled_at().map(Timestamp::as_second),
    })
}

/// The document of a difference.
pub(crate) fn difference_json(found: &Difference, language: Language) -> Value {
    let repair = found.repair.word().map(|outcome| {
        json!({
            "outcome": outcome,
            "state": found.learnt.as_ref().map(|charge| charge.state().as_str()),
            "message": found.repair.describe(language),
        })
    });
    json!({
        "code": found.kind.code(),
        "kind": found.kind.as_str(),
        "merchant_uid": found.merchant_uid,
        "imp_uids": found.imp_uids().iter().map(|uid| uid.as_str()).collect::<Vec<_>>(),
        "state": found.here.as_ref().map(|charge| charge.state().as_str()),
        "here": side(found.amount_here(), found.cancelled_here()),
        "there": side(found.amount_there(), found.cancelled_there()),
        "payments": found.there.iter().map(payment).collect::<Vec<_>>(),
        "message": found.describe(language),
        "next": found.next_step(language),
        "repair": repair,
    })
}

/// A moment as it can be typed again.
fn moment(at: Timestamp) -> String {
    at.display_with_offset(korea().to_offset(at)).to_string()
}

/// The document of the sum.
pub(crate) fn reconciliation_json(sum: &Reconciliation) -> Value {
    let mut summary = Map::new();
    let mut put = |name: &str, value: Value| summary.insert(name.to_owned(), value);
    put("from", json!(moment(sum.period.from())));
    put("to", json!(moment(sum.period.to())));
    put("compared", json!(sum.compared));
    put("differences", json!(sum.total()));
    for kind in DifferenceKind::ALL {
        put(kind.as_str(), json!(sum.count(kind)));
    }
    put("repaired", json!(sum.repaired));
    put("put_to_review", json!(sum.put_to_review));
    put("open", json!(sum.open()));
    put("in_review", json!(sum.in_review));
    put("unsettled", json!(sum.unsettled));
    json!({ "summary": summary })
}

/// The sum for people.
pub(crate) fn reconciliation_text(sum: &Reconciliation, language: Language) -> String {
    let (from, to) = (in_korea(sum.period.from()), in_korea(sum.period.to()));
    let Reconciliation { compared, repaired, put_to_review, in_review, unsettled, .. } = sum;
    let kinds = DifferenceKind::ALL.iter().filter(|kind| sum.count(**kind) > 0);
    let kinds: Vec<String> = kinds.map(|kind| format!("{} {}", kind.as_str(), sum.count(*kind))).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    let (total, open) = (sum.total(), sum.open());
    let (mut lines, more) = match language {
        Language::English => (
            vec![format!("{from} – {to} KST: compared {compared}, differences {total}{kinds}")],
            [
                (
                    repaired + put_to_review,
                    format!("{repaired} repaired, {put_to_review} put to review, {open} left"),
                ),
                (*in_review, format!("{in_review} in review already: keyin pay list --state review")),
                (*unsettled, format!("{unsettled} still being settled, not judged: run it again later")),
            ],
        ),
        Language::Korean => (
            vec![format!("{from} – {to} 한국 시간: 결제 {compared}건 대조, 차이 {total}건{kinds}")],
            [
                (
                    repaired + put_to_review,
                    format!("복구 {repaired}건, 확인 대상 전환 {put_to_review}건, 남은 차이 {open}건"),
                ),
                (
                    *in_review,
                    format!("이미 확인 대상(review)인 결제 {in_review}건: keyin pay list --state review"),
                ),
                (
                    *unsettled,
                    format!("아직 확정 중이라 판단하지 않은 결제 {unsettled}건: 나중에 다시 실행하세요"),
                ),
            ],
        ),
    };
    lines.extend(more.into_iter().filter(|(count, _)| *count > 0).map(|(_, line)| line));
    lines.join("\n")
}
