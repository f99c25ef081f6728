//! The guide's sections: settings, one-time payment, billing key with the first payment, payment with it,
//! standalone key.

use keyin_app::{
    CardPayment, ChargeBillingKey, IssueBillingKey, IssueOrder, IssueProblem, Registration, TakeCardPayment,
};
use keyin_domain::{Buyer, ChannelKind, ChargeMethod, ChargeState};
use keyin_ports::BillingKeyRequest;
use serde_json::json;

use super::Step;
use super::stage::{Stage, WAIT};
use crate::problem::Problem;
use crate::render::{channels_json, outcome_json, registration_json};

/// Section 1: the PG is set up by one press on "development account".
pub(super) async fn pg_settings(stage: &Stage) -> Result<Step, Problem> {
    stage.sandbox.add_development_account();
    let channels = stage.went(stage.gateway.channels.list().await)?;
    let ok = matches!(channels.as_slice(), [only] if only.kind == ChannelKind::ApiPayment && only.sandbox);
    let pg = channels.first().map(|channel| channel.pg.to_string()).unwrap_or_default();
    Ok(Step {
        name: "pg_settings",
        ok,
        outcome: channels_json(&channels),
        text: format!(
            "{} {pg}",
            stage.output.pick("PG set up with the development account:", "개발자 계정으로 PG 설정:")
        ),
    })
}

async fn pay_card(
    stage: &Stage,
    uid: &str,
    method: ChargeMethod,
) -> Result<(keyin_app::CardPaymentOutcome, serde_json::Value), Problem> {
    let order = CardPayment {
        intent: stage.intent(uid, 3_000, method)?,
        card: stage.guide_card()?,
        allow_unverified_card: true,
        replace_billing_key: false,
        wait: WAIT,
    };
    let take = TakeCardPayment::new(stage.charging.clone(), stage.gateway.keys.clone());
    let outcome = stage.went(take.run(order).await)?;
    let mut document = outcome_json(&outcome.charge, stage.output.language);
    if let (Some(document), Some(key)) = (document.as_object_mut(), registration_json(&outcome.registration))
    {
        document.insert("billing_key".into(), key);
    }
    Ok((outcome, document))
}

/// Section 2: a key-in payment; the card is not kept.
pub(super) async fn one_time(stage: &Stage) -> Result<Step, Problem> {
    let uid = "demo-one-time";
    let (outcome, document) = pay_card(stage, uid, ChargeMethod::Card).await?;
    Ok(Step {
        name: "one_time",
        ok: outcome.charge.charge.state() == ChargeState::Succeeded && stage.captures(uid) == 1,
        outcome: document,
        text: stage
            .output
            .pick("one-time key-in payment: paid, card not kept", "키인 1회 결제: 승인, 카드 저장 안 함")
            .into(),
    })
}

/// Section 3: the billing key is issued together with the first payment.
pub(super) async fn billing_key_with_first_payment(stage: &Stage) -> Result<Step, Problem> {
    let uid = "demo-first-payment";
    let (outcome, document) = pay_card(stage, uid, ChargeMethod::CardRegistering(stage.customer()?)).await?;
    let registered = matches!(outcome.registration, Registration::Registered(_));
    Ok(Step {
        name: "billing_key_with_first_payment",
        ok: outcome.charge.charge.state() == ChargeState::Succeeded && registered && stage.captures(uid) == 1,
        outcome: document,
        text: stage
            .output
            .pick(
                "billing key with the first payment: paid and registered",
                "빌링키 발급과 최초 결제: 승인, 등록됨",
            )
            .into(),
    })
}

/// Section 4: a payment with the billing key.
pub(super) async fn billing_key_payment(stage: &Stage) -> Result<Step, Problem> {
    let uid = "demo-billing-key";
    let intent = stage.intent(uid, 5_000, ChargeMethod::BillingKey(stage.customer()?))?;
    let outcome = stage.went(ChargeBillingKey::new(stage.charging.clone()).run(intent, WAIT).await)?;
    Ok(Step {
        name: "billing_key_payment",
        ok: outcome.charge.state() == ChargeState::Succeeded && stage.captures(uid) == 1,
        outcome: outcome_json(&outcome, stage.output.language),
        text: stage.output.pick("payment with the billing key: paid", "빌링키 결제: 승인").into(),
    })
}

/// A billing key without a payment: Settlebank does not offer it, so nothing is even sent.
pub(super) async fn standalone_billing_key_refused(stage: &Stage) -> Result<Step, Problem> {
    let requests = stage.sandbox.requests().len();
    let order = IssueOrder {
        request: BillingKeyRequest {
            customer_uid: stage.customer()?,
            card: stage.guide_card()?,
            pg: Some(stage.pg()?),
            customer: Buyer::default(),
        },
        contracted: false,
        replace: true,
        allow_unverified_card: true,
    };
    let issue = IssueBillingKey::new(stage.gateway.keys.clone(), stage.charging.clock.clone());
    let (refused, outcome) = match issue.run(order).await {
        Ok(_) => (false, json!({ "issued": true })),
        Err(problem) => {
            let refused = matches!(problem, IssueProblem::Unsupported(_));
            (refused, Problem::of(&problem, stage.output.language).to_json())
        }
    };
    Ok(Step {
        name: "standalone_billing_key_refused",
        ok: refused && stage.sandbox.requests().len() == requests,
        outcome,
        text: stage
            .output
            .pick(
                "billing key without a payment: refused for Settlebank, nothing sent",
                "결제 없는 빌링키 발급: 세틀뱅크 미지원으로 거절, 요청을 보내지 않음",
            )
            .into(),
    })
}
