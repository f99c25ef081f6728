//! `keyin pay show`

use std::sync::Arc;

use keyin_app::{FindPayment, Found, ShowHistory};
use keyin_domain::PaymentRef;
use keyin_ports::{ChargeEvent, Journal};
use serde_json::{Value, json};

use super::Context;
use crate::args::ShowPay;
use crate::exit::Exit;
use crate::output::Output;
use crate::problem::Problem;
use crate::render::{
    charge_json, charge_text, history_json, history_text, payment_json, payment_text, state_of,
};
use crate::wiring;

/// Shows what the journal and the gateway know of a payment.
pub(super) async fn run(args: ShowPay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let reference =
        PaymentRef::parse(&args.reference).map_err(|error| Problem::invalid(&error, output.language))?;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let charging = wiring::charging(settings, &gateway, &store);
    let found = FindPayment::new(charging).run(&reference).await;
    let found = found.map_err(|problem| Problem::of(&problem, output.language))?;
    let (mut document, mut text) = (document(&found, *output), text(&found, *output));
    if args.history {
        let history = history(&found, store.journal, *output).await?;
        if let Some(document) = document.as_object_mut() {
            document.insert("history".into(), history_json(&history));
        }
        text = format!("{text}\n{}", history_text(&history, output.language));
    }
    output.result(&document, &text);
    Ok(Exit::Done)
}

/// What happened to it; nothing that the journal knows of if it was made elsewhere.
async fn history(
    found: &Found,
    journal: Arc<dyn Journal>,
    output: Output,
) -> Result<Vec<ChargeEvent>, Problem> {
    let Some(charge) = &found.charge else { return Ok(Vec::new()) };
    let history = ShowHistory::new(journal).run(charge.intent().merchant_uid()).await;
    history.map_err(|error| Problem::of(&error, output.language))
}

/// The journal's row if there is one, else the newest record; with every record of the gateway below it.
fn document(found: &Found, output: Output) -> Value {
    let record = |payment| payment_json(payment, state_of(payment), output.language);
    let records: Vec<Value> = found.payments.iter().map(record).collect();
    let mut document = match (&found.charge, records.first()) {
        (Some(charge), _) => charge_json(charge, output.language),
        (None, Some(newest)) => newest.clone(),
        (None, None) => json!({}),
    };
    if let Some(document) = document.as_object_mut() {
        document.insert("in_journal".into(), json!(found.charge.is_some()));
        document.insert("records".into(), json!(records));
    }
    document
}

fn text(found: &Found, output: Output) -> String {
    let mut lines = Vec::new();
    match &found.charge {
        Some(charge) => lines.push(charge_text(charge, output.language)),
        None => lines.push(output.pick("not in the journal", "저널에 없는 결제입니다").to_owned()),
    }
    let shown =
        found.charge.as_ref().and_then(|charge| charge.payment()).map(|payment| payment.imp_uid().clone());
    let others = found.payments.iter().filter(|payment| Some(payment.imp_uid()) != shown.as_ref());
    lines.extend(others.map(|payment| payment_text(payment, output.language)));
    lines.join("\n")
}
