//! `keyin pay billing-key`

use keyin_app::{ChargeBillingKey, Charging};
use keyin_domain::{ChargeMethod, CustomerUid};

use super::Context;
use super::pay_card::warn_of_small_amounts;
use crate::args::BillingKeyPay;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{outcome_json, outcome_text};
use crate::stop_signal::ask_on_signal;
use crate::{input, wiring};

/// Charges a stored billing key.
pub(super) async fn run(args: BillingKeyPay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let invalid = |error| Problem::invalid(&error, language);
    let method = ChargeMethod::BillingKey(CustomerUid::parse(&args.customer_uid).map_err(invalid)?);
    let intent = input::intent(&args.order, method, settings.pg.as_ref()).map_err(invalid)?;
    let wait = input::wait(&args.order.wait, language)?;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    warn_of_small_amounts(context, intent.pg(), intent.amount().total().minor());
    let stop = ask_on_signal(*output);
    let charging = Charging { stop, ..wiring::charging(settings, &gateway, &store) };
    let charged = ChargeBillingKey::new(charging).run(intent, wait).await;
    let outcome = charged.map_err(|problem| Problem::of(&problem, language))?;
    output.result(&outcome_json(&outcome, language), &outcome_text(&outcome, language));
    Ok(Exit::of(&outcome.charge))
}
