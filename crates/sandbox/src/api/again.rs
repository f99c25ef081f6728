//! `POST /subscribe/payments/again`: a billing key is charged. The key decides the channel; there is no `pg`.

use std::sync::Arc;

use super::Call;
use super::charge::{self, Charge, Means};
use super::order;
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::messages;
use crate::params::Params;
use crate::settings::Settings;
use crate::store::{Order, Usage};
use crate::world::World;

pub(super) fn handle(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    match read(world, &settings, &call.params) {
        Ok(charge) => {
            if charge.order.name.is_none() {
                // The official definitions require it, the guide's own call leaves it out.
                tracing::warn!("again without name");
            }
            charge::carry_out(world, &settings, call, charge)
        }
        Err(answer) => answer,
    }
}

pub(super) fn announce(world: &World, call: &Call) -> Option<ImpUid> {
    let settings = world.settings();
    let charge = read(world, &settings, &call.params).ok()?;
    charge::announce(world, &settings, call, charge)
}

fn read(world: &World, settings: &Settings, params: &Params) -> Result<Charge, Answer> {
    let missing = params.missing(&["customer_uid", "merchant_uid", "amount"]);
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    let order = Order::read(params, settings)?;
    let customer_uid = order::customer_uid(&params.text("customer_uid").unwrap_or_default(), settings)?;
    let key = world.store.lock().key(&customer_uid).map(Arc::clone);
    let key = key.ok_or_else(|| Answer::business(messages::UNKNOWN_BUYER))?;
    let account = Arc::clone(&key.account);
    let rules = settings.rules(&account.pg_provider, &account.pg_id);
    order::check_needed(params, rules.pg.needs.again)?;
    let order = charge::for_pg(order, params, &rules)?;
    let said = order.buyer.as_ref().and_then(|buyer| buyer.email.as_deref());
    if rules.pg.holds_to_email && said != key.customer.email.as_deref() {
        return Err(Answer::refused(messages::ANOTHER_EMAIL));
    }
    let (behaviour, means) = (key.behaviour, Means::Key { key, usage: Usage::Payment });
    Ok(Charge { order, account, rules, behaviour, wrong_data: None, means })
}
