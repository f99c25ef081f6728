//! `keyin pay card`

use keyin_app::{CardPayment, ChargeProblem, Charging, Registration, TakeCardPayment};
use keyin_domain::{ChargeMethod, CustomerUid, Pg};

use super::Context;
use crate::args::CardPay;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{outcome_json, outcome_text, registration_json};
use crate::stop_signal::ask_on_signal;
use crate::{card_input, input, wiring};

/// Takes a key-in payment. Everything that was typed is checked before the card is asked for.
pub(super) async fn run(args: CardPay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let invalid = |error| Problem::invalid(&error, language);
    let method = match &args.customer_uid {
        Some(text) => ChargeMethod::CardRegistering(CustomerUid::parse(text).map_err(invalid)?),
        None => ChargeMethod::Card,
    };
    let intent = input::intent(&args.order, method, settings.pg.as_ref()).map_err(invalid)?;
    let wait = input::wait(&args.order.wait, language)?;
    let card = card_input::read(args.card.card_stdin, *output)?;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    warn_of_small_amounts(context, intent.pg(), intent.amount().total().minor());
    let order = CardPayment {
        intent,
        card,
        allow_unverified_card: args.card.allow_unverified_card,
        replace_billing_key: args.replace_billing_key,
        wait,
    };
    let stop = ask_on_signal(*output);
    let charging = Charging { stop, ..wiring::charging(settings, &gateway, &store) };
    let taken = TakeCardPayment::new(charging, gateway.keys).run(order).await;
    let outcome = taken.map_err(|problem: ChargeProblem| Problem::of(&problem, language))?;

    let charge = &outcome.charge.charge;
    let mut document = outcome_json(&outcome.charge, language);
    let mut text = outcome_text(&outcome.charge, language);
    if let Some(registration) = registration_json(&outcome.registration)
        && let Some(document) = document.as_object_mut()
    {
        document.insert("billing_key".into(), registration);
        text.push_str(registration_text(&outcome.registration, context));
    }
    output.result(&document, &text);
    Ok(Exit::of(charge))
}

fn registration_text<'a>(registration: &Registration, context: &'a Context) -> &'a str {
    match registration {
        Registration::NotAsked => "",
        Registration::Registered(_) => {
            context.output.pick("\n  billing key registered", "\n  빌링키가 등록되었습니다")
        }
        Registration::NotRegistered => {
            context.output.pick("\n  no billing key is registered", "\n  빌링키가 등록되지 않았습니다")
        }
        Registration::Unknown => context.output.pick(
            "\n  whether the billing key is registered is not known yet",
            "\n  빌링키 등록 여부를 아직 알 수 없습니다",
        ),
    }
}

/// The PG's card side is known to refuse very small amounts; the gateway decides.
pub(super) fn warn_of_small_amounts(context: &Context, pg: Option<&Pg>, amount: u64) {
    let least = pg.and_then(|pg| pg.code().profile().minimum_amount);
    if least.is_some_and(|least| amount < least) {
        context.output.remark(context.output.pick(
            "keyin: the amount is below the least that this PG is known to take",
            "keyin: 이 PG사가 받는 최소 금액보다 적습니다",
        ));
    }
}
