//! What goes wrong in life: a decline, a lost reply, money given back.

use keyin_app::{CancelOrder, CancelPayment, CardPayment, ChargeBillingKey, TakeCardPayment};
use keyin_domain::{CancelReason, ChargeMethod, ChargeState, DeclineKind, Money, PaymentRef, Standing};
use keyin_sandbox::{Fault, FaultKind, Operation};
use serde_json::json;

use super::Step;
use super::stage::{Stage, WAIT};
use crate::problem::Problem;
use crate::render::{charge_json, payment_json, state_of};

const LOST: &str = "demo-lost-reply";
/// The sandbox's test card over its limit (`CA31`).
const OVER_LIMIT: &str = "4000-0000-0031-0005";

/// A card over its limit: declined, and the payer can be told why.
pub(super) async fn decline_explained(stage: &Stage) -> Result<Step, Problem> {
    let uid = "demo-declined";
    let order = CardPayment {
        intent: stage.intent(uid, 3_000, ChargeMethod::Card)?,
        card: stage.card(OVER_LIMIT)?,
        allow_unverified_card: true,
        replace_billing_key: false,
        wait: WAIT,
    };
    let take = TakeCardPayment::new(stage.charging.clone(), stage.gateway.keys.clone());
    let charge = stage.went(take.run(order).await)?.charge.charge;
    let soft = charge.decline().is_some_and(|decline| decline.kind() == DeclineKind::Soft);
    let told =
        charge.decline().map(|decline| decline.customer_message(stage.output.language)).unwrap_or_default();
    Ok(Step {
        name: "decline_explained",
        ok: charge.state() == ChargeState::Declined && soft && stage.captures(uid) == 0,
        outcome: charge_json(&charge, stage.output.language),
        text: format!("{} {told}", stage.output.pick("a decline, explained:", "거절과 안내:")),
    })
}

/// The gateway charges, its reply is lost; looking the payment up settles it without charging again.
pub(super) async fn lost_reply_settled(stage: &Stage) -> Result<Step, Problem> {
    let lost = vec![Fault::new(Operation::Again, FaultKind::DropAfter).times(1)];
    let set = stage.sandbox.set_faults(lost);
    set.map_err(|error| Problem::unavailable("demo.fault", error.to_string()))?;
    let intent = stage.intent(LOST, 7_000, ChargeMethod::BillingKey(stage.customer()?))?;
    let charged = ChargeBillingKey::new(stage.charging.clone()).run(intent, WAIT).await;
    stage.sandbox.clear_faults();
    let charge = stage.went(charged)?.charge;
    Ok(Step {
        name: "lost_reply_settled",
        ok: charge.state() == ChargeState::Succeeded && stage.captures(LOST) == 1,
        outcome: charge_json(&charge, stage.output.language),
        text: stage
            .output
            .pick(
                "a reply lost after the charge: settled by look-up, charged once",
                "승인 후 응답 유실: 조회로 확정, 한 번만 결제됨",
            )
            .into(),
    })
}

/// A part of the money is given back.
pub(super) async fn partial_cancel(stage: &Stage) -> Result<Step, Problem> {
    let amount = stage.valid(Money::won(2_000))?;
    let text = stage.output.pick("partial cancel: 2,000 won given back", "부분 취소: 2,000원 환불");
    cancel(stage, "partial_cancel", Some(amount), Standing::PartlyCancelled, text).await
}

/// The rest is given back.
pub(super) async fn full_cancel(stage: &Stage) -> Result<Step, Problem> {
    let text = stage.output.pick("full cancel: the rest given back", "전액 취소: 나머지 환불");
    cancel(stage, "full_cancel", None, Standing::FullyCancelled, text).await
}

async fn cancel(
    stage: &Stage,
    name: &'static str,
    amount: Option<Money>,
    expected: Standing,
    text: &str,
) -> Result<Step, Problem> {
    let order = CancelOrder {
        reference: stage.valid(PaymentRef::parse(LOST))?,
        amount,
        tax_free: None,
        vat: None,
        balance: None,
        reason: stage.valid(CancelReason::parse(stage.output.pick("changed my mind", "고객 변심")))?,
        wait: WAIT,
    };
    let cancelled = CancelPayment::new(stage.charging.clone()).run(&order).await;
    let payment = stage.went(cancelled)?.payment;
    let given_back: i64 = stage
        .sandbox
        .ledger()
        .iter()
        .filter(|entry| entry.merchant_uid == LOST && entry.kind == keyin_sandbox::LedgerKind::Cancel)
        .map(|entry| entry.amount)
        .sum();
    let document = payment_json(&payment, state_of(&payment), stage.output.language);
    Ok(Step {
        name,
        ok: payment.standing() == expected
            && Some(given_back) == i64::try_from(payment.cancelled().minor()).ok(),
        outcome: json!(document),
        text: text.into(),
    })
}
