//! `/subscribe/customers/{customer_uid}`: a billing key is shown, issued without payment, or deleted.

use std::sync::Arc;

use axum::http::StatusCode;

use super::Call;
use super::onetime::{check_card, missing_holder_data};
use super::order::{customer_uid, limited};
use super::views::BillingKeyView;
use crate::answer::Answer;
use crate::lock::lock;
use crate::messages;
use crate::settings::{Channel, ChannelType, Settings, UnknownCustomer};
use crate::store::{Account, BillingKey, Customer};
use crate::test_cards::{CardBehaviour, Decline, NO_SUCH_BIN};
use crate::world::World;

/// `GET`
pub(super) fn show(world: &World, call: &Call) -> Answer {
    let key = lock(&world.store).key(call.in_path("customer_uid")).map(Arc::clone);
    answer(world, call, key)
}

/// `DELETE`: answers with what was deleted.
pub(super) fn delete(world: &World, call: &Call) -> Answer {
    let key = lock(&world.store).remove_key(call.in_path("customer_uid"));
    answer(world, call, key)
}

fn answer(world: &World, call: &Call, key: Option<Arc<BillingKey>>) -> Answer {
    let settings = world.settings();
    let Some(key) = key else {
        let message = messages::unknown_customer(call.in_path("customer_uid"));
        return match settings.unknown_customer {
            UnknownCustomer::Ok => Answer::business(&message),
            UnknownCustomer::NotFound => Answer::error(StatusCode::NOT_FOUND, 1, &message),
        };
    };
    Answer::ok(&BillingKeyView::of(&key, settings.answers))
}

/// `POST`: issues a key without charging, where the contract allows it.
pub(super) fn issue(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    match read(&settings, call, world.now()) {
        Ok(key) => {
            let key = lock(&world.store).put_key(key);
            Answer::ok(&BillingKeyView::of(&key, settings.answers))
        }
        Err(answer) => answer,
    }
}

fn read(settings: &Settings, call: &Call, now: i64) -> Result<BillingKey, Answer> {
    let params = &call.params;
    let customer_uid = customer_uid(call.in_path("customer_uid"), settings)?;
    let missing = params.missing(&["card_number", "expiry"]);
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    let channel = channel(settings, call).ok_or_else(|| Answer::refused(messages::NO_API_CHANNEL))?;
    let rules = settings.rules(&channel.pg_provider, &channel.pg_id);
    if !rules.standalone_billing_key {
        return Err(Answer::refused(messages::UNSUPPORTED_PG));
    }
    missing_holder_data(params, rules.auth)?;
    let text = |name, max| limited(params, name, max, settings);
    let customer = Customer {
        name: text("customer_name", 20)?,
        tel: text("customer_tel", 20)?,
        email: text("customer_email", 200)?,
        addr: text("customer_addr", 200)?,
        postcode: text("customer_postcode", 8)?,
    };
    let (card, wrong_data) = check_card(params, rules.auth);
    let card = card.ok_or_else(|| refused(NO_SUCH_BIN))?;
    let behaviour = card.behaviour();
    if let Some(decline) = wrong_data.or_else(|| found_at_issue(behaviour)) {
        return Err(refused(decline));
    }
    let account = Account::of(channel);
    Ok(BillingKey {
        customer_uid,
        account,
        card: card.face(),
        behaviour,
        customer,
        inserted: now,
        updated: now,
    })
}

fn channel<'s>(settings: &'s Settings, call: &Call) -> Option<&'s Channel> {
    match call.params.text("channel_key") {
        Some(wanted) => {
            settings.channels.iter().find(|c| c.kind == ChannelType::ApiPayment && c.channel_key == wanted)
        }
        None => settings.api_channel(call.params.text("pg").as_deref()),
    }
}

fn refused(decline: Decline) -> Answer {
    Answer::refused(&format!("{}{}", messages::KEY_ISSUE_FAILED, decline.reason()))
}

/// Wrong card data show when a key is issued; limits and lost cards only when money is asked for.
fn found_at_issue(behaviour: CardBehaviour) -> Option<Decline> {
    match behaviour {
        CardBehaviour::Record(decline) | CardBehaviour::Message(decline) => {
            decline.card_data.then_some(decline)
        }
        CardBehaviour::Approve
        | CardBehaviour::TroubleCharged(_)
        | CardBehaviour::TroubleNotCharged(_)
        | CardBehaviour::KeyRecord(_)
        | CardBehaviour::KeyMessage(_) => None,
    }
}
