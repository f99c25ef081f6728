//! A charge as the journal tells it.

use keyin_app::{ChargeOutcome, Explain, Registration};
use keyin_domain::{Charge, ChargeState, Language, PaymentStatus};
use serde_json::{Value, json};

use super::payment::{decline_json, payment_json, payment_text};
use super::{billing_key_json, money_json};

/// The document of a command that charges: says also whether it is the answer to an earlier request.
pub(crate) fn outcome_json(outcome: &ChargeOutcome, language: Language) -> Value {
    let mut document = charge_json(&outcome.charge, language);
    if let Some(document) = document.as_object_mut() {
        document.insert("replayed".into(), json!(outcome.replayed));
    }
    document
}

/// The same in a few lines.
pub(crate) fn outcome_text(outcome: &ChargeOutcome, language: Language) -> String {
    let text = charge_text(&outcome.charge, language);
    if outcome.replayed { format!("{text}\n{}", replay(outcome.charge.state(), language)) } else { text }
}

/// The document of a charge: the payment's keys, and what explains its state.
pub(crate) fn charge_json(charge: &Charge, language: Language) -> Value {
    let intent = charge.intent();
    let mut document = match charge.payment() {
        Some(payment) => payment_json(payment, charge.state(), language),
        None => json!({
            "merchant_uid": intent.merchant_uid().as_str(),
            "imp_uid": charge.imp_uid().map(|uid| uid.as_str()),
            "amount": money_json(intent.amount().total()),
            "cancel_amount": 0,
            "currency": intent.amount().total().currency().as_str(),
            "status": charge.gateway_status().map(PaymentStatus::as_str),
            "state": charge.state().as_str(),
            "name": intent.name().as_str(),
        }),
    };
    if let Some(document) = document.as_object_mut() {
        document.insert("customer_uid".into(), json!(intent.method().customer_uid().map(|uid| uid.as_str())));
        document
            .insert("decline".into(), json!(charge.decline().map(|decline| decline_json(decline, language))));
        if let Some(due) = charge.due() {
            document.insert("schedule_at".into(), json!(due.as_second()));
        }
        document.insert(
            "problem".into(),
            json!(
                problem(charge, language)
                    .map(|problem| { json!({ "code": problem.0, "message": problem.1 }) })
            ),
        );
    }
    document
}

/// Why the charge stands where it stands, beyond a decline.
pub(super) fn problem(charge: &Charge, language: Language) -> Option<(String, String)> {
    let told = |problem: &dyn Explain| (problem.code(), problem.message(language));
    if let Some(refusal) = charge.refusal() {
        Some(told(refusal))
    } else if let Some(cause) = charge.not_sent_cause() {
        Some(told(&cause))
    } else if let Some(cause) = charge.unknown_cause() {
        Some(told(&cause))
    } else {
        charge.review_reason().map(|reason| (reason.code().to_owned(), reason.describe(language).to_owned()))
    }
}

/// A charge in a few lines: what is known of the money, and what to do next.
pub(crate) fn charge_text(charge: &Charge, language: Language) -> String {
    let mut lines =
        vec![format!("{}  {}", charge.intent().merchant_uid(), headline(charge.state(), language))];
    if let Some(payment) = charge.payment() {
        lines.push(payment_text(payment, language));
    }
    if let Some(decline) = charge.decline() {
        lines.push(format!("  {} ({})", decline.customer_message(language), decline.code()));
        if !decline.pg_text().is_empty() {
            lines.push(format!("  PG: {}", decline.pg_text()));
        }
    }
    if let Some((code, message)) = problem(charge, language) {
        lines.push(format!("  {message} ({code})"));
    }
    lines.join("\n")
}

fn replay(state: ChargeState, language: Language) -> &'static str {
    match (state, language) {
        (ChargeState::Declined, Language::English) => {
            "  This is the answer to an earlier request; nothing was sent now. Use a new merchant_uid to try again."
        }
        (ChargeState::Declined, Language::Korean) => {
            "  이전 요청의 결과이며 이번에는 아무것도 보내지 않았습니다. 다시 시도하려면 새 merchant_uid를 쓰세요."
        }
        (_, Language::English) => "  This is the answer to an earlier request; nothing was sent now.",
        (_, Language::Korean) => "  이전 요청의 결과이며 이번에는 아무것도 보내지 않았습니다.",
    }
}

pub(super) fn headline(state: ChargeState, language: Language) -> &'static str {
    match (state, language) {
        (ChargeState::Succeeded, Language::English) => "paid",
        (ChargeState::Succeeded, Language::Korean) => "결제 완료",
        (ChargeState::LatePaid, Language::English) => "paid, found late",
        (ChargeState::LatePaid, Language::Korean) => "결제 완료(뒤늦게 확인)",
        (ChargeState::Declined, Language::English) => "declined: nothing was charged",
        (ChargeState::Declined, Language::Korean) => "승인 거절: 결제되지 않았습니다",
        (ChargeState::Refused, Language::English) => {
            "refused by the gateway: nothing was charged; mend it and ask again"
        }
        (ChargeState::Refused, Language::Korean) => {
            "게이트웨이 거절: 결제되지 않았습니다. 고친 뒤 다시 요청하세요"
        }
        (ChargeState::NotSent, Language::English) => {
            "not sent: nothing was charged; the same command may be run again"
        }
        (ChargeState::NotSent, Language::Korean) => {
            "전송되지 않음: 결제되지 않았습니다. 같은 명령을 다시 실행해도 됩니다"
        }
        (ChargeState::NotCharged, Language::English) => {
            "not charged: proven by look-up; the same command may be run again"
        }
        (ChargeState::NotCharged, Language::Korean) => {
            "결제되지 않음(조회로 확인). 같은 명령을 다시 실행해도 됩니다"
        }
        (ChargeState::NeedsCard, Language::English) => {
            "not charged: proven by look-up; run the same command again with the card"
        }
        (ChargeState::NeedsCard, Language::Korean) => {
            "결제되지 않음(조회로 확인). 카드를 다시 입력해 같은 명령을 실행하세요"
        }
        (ChargeState::Abandoned, Language::English) => {
            "never sent: the card was lost; run the same command again with the card"
        }
        (ChargeState::Abandoned, Language::Korean) => {
            "전송 전 카드 정보가 사라졌습니다. 카드를 다시 입력해 같은 명령을 실행하세요"
        }
        (ChargeState::Scheduled, Language::English) => "scheduled: the gateway charges at its time",
        (ChargeState::Scheduled, Language::Korean) => "예약됨: 예약 시각에 게이트웨이가 결제합니다",
        (ChargeState::Intent, Language::English) => "written down, not sent",
        (ChargeState::Intent, Language::Korean) => "기록됨, 아직 전송되지 않음",
        (ChargeState::InFlight, Language::English) => {
            "being processed by another run; keyin resolve settles it"
        }
        (ChargeState::InFlight, Language::Korean) => {
            "다른 실행에서 처리 중입니다. keyin resolve가 확정합니다"
        }
        (ChargeState::Unknown, Language::English) => {
            "unknown: do not charge again under another merchant_uid; keyin resolve settles it"
        }
        (ChargeState::Unknown, Language::Korean) => {
            "결과 미확인: 다른 merchant_uid로 다시 결제하지 마세요. keyin resolve가 확정합니다"
        }
        (ChargeState::Review, Language::English) => {
            "contradictory answers: a person has to look at the gateway's records"
        }
        (ChargeState::Review, Language::Korean) => {
            "응답이 서로 모순됩니다: 담당자가 게이트웨이 기록을 확인해야 합니다"
        }
    }
}

/// What became of the billing key that was to be registered.
pub(crate) fn registration_json(registration: &Registration) -> Option<Value> {
    match registration {
        Registration::NotAsked => None,
        Registration::Registered(key) => Some(json!({ "registered": true, "key": billing_key_json(key) })),
        Registration::NotRegistered => Some(json!({ "registered": false })),
        Registration::Unknown => Some(json!({ "registered": null })),
    }
}
