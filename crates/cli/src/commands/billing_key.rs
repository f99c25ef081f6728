//! `keyin billing-key show|list|issue|revoke`

use keyin_app::{
    Charging, IssueBillingKey, IssueOrder, KnownKey, ListBillingKeys, OpenSchedules, RevokeBillingKey,
    Scheduling, ShowBillingKey,
};
use keyin_domain::{CancelReason, CustomerUid};
use keyin_ports::{BillingKeyRequest, ReadError};
use serde_json::json;

use super::Context;
use crate::args::Issue;
use crate::exit::Exit;
use crate::output::Lines;
use crate::problem::Problem;
use crate::render::{billing_key_json, billing_key_text, known_key_json, known_key_text};
use crate::stop_signal::ask_on_signal;
use crate::{card_input, input, wiring};

fn customer_uid(text: &str, context: &Context) -> Result<CustomerUid, Problem> {
    CustomerUid::parse(text).map_err(|error| Problem::invalid(&error, context.output.language))
}

/// Shows a key.
pub(super) async fn show(customer: &str, context: &Context) -> Result<Exit, Problem> {
    let language = context.output.language;
    let customer = customer_uid(customer, context)?;
    let gateway = wiring::gateway(&context.settings, context.decorators)?;
    let found = ShowBillingKey::new(gateway.keys).run(&customer).await;
    let key = found.map_err(|error| Problem::of(&error, language))?;
    context.output.result(&billing_key_json(&key), &billing_key_text(&key, language));
    Ok(Exit::Done)
}

/// Lists the keys that the journal has seen, each with what the gateway says of it.
pub(super) async fn list(context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let mut lines = Lines::new(std::io::stdout());
    let mut exit = Exit::Done;
    let told = |known: &KnownKey| {
        if !matches!(known.key, Ok(_) | Err(ReadError::NotFound)) {
            exit = Exit::NotFound;
        }
        if output.json {
            lines.line(&known_key_json(known, language).to_string())
        } else {
            lines.line(&known_key_text(known, language))
        }
    };
    let listed = ListBillingKeys::new(gateway.keys, store.journal).run(told).await;
    lines.flush();
    listed.map_err(|error| Problem::of(&error, language))?;
    Ok(exit)
}

/// Issues a key without a payment. Whether the PG offers it is asked before the card is.
pub(super) async fn issue(args: Issue, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let customer_uid = customer_uid(&args.customer_uid, context)?;
    let invalid = |error| Problem::invalid(&error, language);
    let pg = input::pg(args.pg.as_deref(), settings.pg.as_ref()).map_err(invalid)?;
    let customer = input::buyer(&args.buyer).map_err(invalid)?;
    let contracted = settings.standalone_billing_key;
    IssueBillingKey::offered(pg.as_ref(), contracted).map_err(|problem| Problem::of(&problem, language))?;
    let card = card_input::read(args.card.card_stdin, *output)?;
    let gateway = wiring::gateway(settings, *decorators)?;
    // Nothing is to be stopped here: the one call is awaited, whatever it takes.
    let _stop = ask_on_signal(*output);
    let order = IssueOrder {
        request: BillingKeyRequest { customer_uid, card, pg, customer },
        contracted,
        replace: args.replace,
        allow_unverified_card: args.card.allow_unverified_card,
    };
    let issued = IssueBillingKey::new(gateway.keys, gateway.clock).run(order).await;
    let key = issued.map_err(|problem| Problem::of(&problem, language))?;
    output.result(&billing_key_json(&key), &billing_key_text(&key, language));
    Ok(Exit::Done)
}

/// Revokes a key for good.
pub(super) async fn revoke(
    customer: &str,
    reason: Option<String>,
    unschedule: bool,
    context: &Context,
) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let customer = customer_uid(customer, context)?;
    let reason = reason.as_deref().unwrap_or(output.pick("revoked by the merchant", "가맹점 해지"));
    let reason = CancelReason::parse(reason).map_err(|error| Problem::invalid(&error, language))?;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let open = if unschedule { OpenSchedules::TakeBack } else { OpenSchedules::Refuse };
    let charging = Charging { stop: ask_on_signal(*output), ..wiring::charging(settings, &gateway, &store) };
    let scheduling = Scheduling::new(charging, gateway.schedules);
    let revoked = RevokeBillingKey::new(gateway.keys, scheduling).run(&customer, &reason, open).await;
    let key = revoked.map_err(|problem| Problem::of(&problem, language))?;
    let document = json!({
        "customer_uid": customer.as_str(),
        "revoked": true,
        "key": key.as_ref().map(billing_key_json),
    });
    output.result(&document, &format!("{customer}  {}", output.pick("revoked", "해지됨")));
    Ok(Exit::Done)
}
