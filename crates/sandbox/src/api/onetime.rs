//! `POST /subscribe/payments/onetime`: a card is charged, and kept as a billing key when a customer_uid is given.

use super::Call;
use super::charge::{self, Charge, Means};
use super::order;
use crate::card::{PresentedCard, is_expiry, is_holder, is_password_half};
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::messages;
use crate::params::Params;
use crate::settings::{Auth, Channel, Rules, Settings};
use crate::store::Order;
use crate::test_cards::{CardBehaviour, Decline, EXPIRY, HOLDER, NO_SUCH_BIN, NOT_IN_TESTS, PASSWORD};
use crate::world::World;

pub(super) fn handle(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    match read(world, &settings, &call.params) {
        Ok(charge) => charge::carry_out(world, &settings, call, charge),
        Err(answer) => answer,
    }
}

pub(super) fn announce(world: &World, call: &Call) -> Option<ImpUid> {
    let settings = world.settings();
    let charge = read(world, &settings, &call.params).ok()?;
    charge::announce(world, &settings, call, charge)
}

fn read(world: &World, settings: &Settings, params: &Params) -> Result<Charge, Answer> {
    let missing = params.missing(&["merchant_uid", "amount", "card_number", "expiry"]);
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    let order = Order::read(params, settings)?;
    let register = match params.text("customer_uid") {
        Some(uid) => Some(order::customer_uid(&uid, settings)?),
        None => None,
    };
    let channel = settings
        .api_channel(params.text("pg").as_deref())
        .ok_or_else(|| Answer::refused(messages::NO_API_CHANNEL))?;
    let rules = settings.rules(&channel.pg_provider, &channel.pg_id);
    missing_holder_data(params, rules.auth)?;
    order::check_needed(params, rules.pg.needs.onetime)?;
    if register.is_some() && !rules.key_with_payment {
        return Err(Answer::refused(messages::UNSUPPORTED_PG));
    }
    let account = world.store.lock().account(channel);
    let order = charge::for_pg(order, params, &rules)?;
    let (card, wrong_data) = check_card(params, channel, &rules);
    Ok(Charge {
        order,
        account,
        rules,
        behaviour: card.as_ref().map_or(CardBehaviour::Approve, PresentedCard::behaviour),
        wrong_data,
        means: Means::Card { face: card.map(|card| card.face()), register },
    })
}

/// Refuses a call without what the contract verifies.
pub(super) fn missing_holder_data(params: &Params, auth: Auth) -> Result<(), Answer> {
    let needed: &[&str] = match auth {
        Auth::CardExpiry => &[],
        Auth::CardExpiryBirthPwd => &["birth", "pwd_2digit"],
    };
    order::check_needed(params, needed)
}

/// The card, and what is wrong with its data as written. Whether the number adds up and whether the month is past
/// is not asked: the guide's own card would fail.
pub(super) fn check_card(
    params: &Params,
    channel: &Channel,
    rules: &Rules,
) -> (Option<PresentedCard>, Option<Decline>) {
    let written =
        |name: &str, is_right: fn(&str) -> bool| params.text(name).is_some_and(|text| is_right(&text));
    let verifies_all = rules.auth == Auth::CardExpiryBirthPwd;
    let refused = rules.pg.refused_in_tests.filter(|_| channel.sandbox);
    let Some(card) = params.text("card_number").and_then(|number| PresentedCard::read(&number)) else {
        return (None, Some(NO_SUCH_BIN));
    };
    let wrong = if !written("expiry", is_expiry) {
        Some(EXPIRY)
    } else if verifies_all && !written("birth", is_holder) {
        Some(HOLDER)
    } else if verifies_all && !written("pwd_2digit", is_password_half) {
        Some(PASSWORD)
    } else if refused.is_some_and(|company| company == card.face().issuer.code) {
        Some(NOT_IN_TESTS)
    } else {
        None
    };
    (Some(card), wrong)
}
