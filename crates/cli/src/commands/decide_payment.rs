//! `keyin pay decide`

use keyin_app::{Charging, DecideCharge, Ruling};
use keyin_domain::{ImpUid, PaymentRef};

use super::Context;
use crate::args::DecidePay;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{charge_json, charge_text};
use crate::stop_signal::ask_on_signal;
use crate::wiring;

/// Takes a person's word on a payment in review or found late.
pub(super) async fn run(args: DecidePay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let invalid = |error| Problem::invalid(&error, language);
    let reference = PaymentRef::parse(&args.reference).map_err(invalid)?;
    let ruling = match &args.ruling.adopt {
        Some(text) => Ruling::Adopt(ImpUid::parse(text).map_err(invalid)?),
        None => Ruling::NoPayment,
    };
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let charging = Charging { stop: ask_on_signal(*output), ..wiring::charging(settings, &gateway, &store) };
    let decide = DecideCharge::new(charging);
    let decided = decide.run(&reference, &ruling).await;
    let charge = decided.map_err(|problem| Problem::of(&problem, language))?;
    output.result(&charge_json(&charge, language), &charge_text(&charge, language));
    Ok(Exit::Done)
}
