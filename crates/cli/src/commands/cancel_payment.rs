//! `keyin pay cancel`

use keyin_app::{CancelOrder, CancelPayment, Charging};
use keyin_domain::{CancelReason, Currency, Field, InvalidValue, Money, Payment, PaymentRef};
use serde_json::json;

use super::Context;
use crate::args::CancelPay;
use crate::exit::Exit;
use crate::output::Output;
use crate::problem::Problem;
use crate::render::{payment_json, payment_text, state_of};
use crate::stop_signal::ask_on_signal;
use crate::{input, wiring};

/// Cancels a payment, in full or in part.
pub(super) async fn run(args: CancelPay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let order = order(&args, context)?;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let stop = ask_on_signal(*output);
    let charging = Charging { stop, ..wiring::charging(settings, &gateway, &store) };
    let cancel = CancelPayment::new(charging);
    let cancelled = cancel.run(&order).await.map_err(|problem| Problem::of(&problem, language))?;
    let mut document = payment_json(&cancelled.payment, state_of(&cancelled.payment), language);
    if let Some(document) = document.as_object_mut() {
        document.insert("already".into(), json!(cancelled.already));
    }
    let mut text = payment_text(&cancelled.payment, language);
    if cancelled.already {
        text.push_str("\n  ");
        text.push_str(nothing_changed(&cancelled.payment, *output));
    }
    output.result(&document, &text);
    Ok(Exit::Done)
}

/// What is said where nothing was left to give back. A test payment is taken back by the PG alone: its record shows a
/// balance all the same.
fn nothing_changed(payment: &Payment, output: Output) -> &'static str {
    if payment.balance().is_zero() {
        output.pick(
            "it was cancelled in full before; nothing changed",
            "이미 전액 취소된 결제입니다. 변경된 것이 없습니다",
        )
    } else {
        output.pick(
            "the PG says that this test payment was cancelled before, which the gateway's record does not show; \
             nothing changed",
            "PG사가 이미 취소된 테스트 결제라고 응답했지만 게이트웨이 기록에는 남아 있지 않습니다. 변경된 것이 없습니다",
        )
    }
}

fn order(args: &CancelPay, context: &Context) -> Result<CancelOrder, Problem> {
    let language = context.output.language;
    let invalid = |error: InvalidValue| Problem::invalid(&error, language);
    let currency = Currency::parse(&args.currency).map_err(invalid)?;
    let money = |field: Field, text: &Option<String>| -> Result<Option<Money>, Problem> {
        text.as_deref().map(|text| input::money(field, text, currency)).transpose().map_err(invalid)
    };
    let amount = money(Field::Amount, &args.amount)?;
    if amount.is_some_and(Money::is_zero) {
        // The gateway would take a zero for "everything".
        let rule = keyin_domain::Rule::OutOfRange { min: 1, max: Money::MAX_MINOR };
        return Err(invalid(InvalidValue::new(Field::Amount, rule)));
    }
    let reason =
        args.reason.as_deref().unwrap_or(context.output.pick("cancelled by the merchant", "가맹점 취소"));
    Ok(CancelOrder {
        reference: PaymentRef::parse(&args.reference).map_err(invalid)?,
        amount,
        tax_free: money(Field::TaxFree, &args.tax_free)?,
        vat: money(Field::VatAmount, &args.vat_amount)?,
        balance: money(Field::Checksum, &args.checksum)?,
        reason: CancelReason::parse(reason).map_err(invalid)?,
        wait: input::wait(&args.wait, language)?,
    })
}
