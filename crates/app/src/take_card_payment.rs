//! Take a card payment, with or without registering the billing key.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::{BillingKey, Card, ChargeIntent, ChargeMethod, ChargeState, CustomerUid};
use keyin_ports::{BillingKeys, ReadError};

use crate::capability::{Operation, require};
use crate::card_doubt::doubt;
use crate::{BillingKeyTaken, ChargeOutcome, ChargeProblem, Charging};

/// A key-in payment as somebody orders it.
#[derive(Debug)]
pub struct CardPayment {
    /// What is to be charged; its method is [`ChargeMethod::Card`] or [`ChargeMethod::CardRegistering`].
    pub intent: ChargeIntent,
    /// The card.
    pub card: Card,
    /// Send it although the number fails Luhn or the expiry has passed.
    pub allow_unverified_card: bool,
    /// Replace a billing key that stands under the customer_uid. The old key is not revoked at the PG.
    pub replace_billing_key: bool,
    /// How long to look for an outcome that is not known.
    pub wait: Duration,
}

/// Whether the billing key that was to be registered stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// None was asked for.
    NotAsked,
    /// It stands.
    Registered(Box<BillingKey>),
    /// It does not.
    NotRegistered,
    /// It could not be read.
    Unknown,
}

/// How a card payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardPaymentOutcome {
    /// The charge.
    pub charge: ChargeOutcome,
    /// The billing key.
    pub registration: Registration,
}

/// Takes a card payment.
#[derive(Clone)]
pub struct TakeCardPayment {
    charging: Charging,
    keys: Arc<dyn BillingKeys>,
}

impl TakeCardPayment {
    /// Over these ports.
    pub fn new(charging: Charging, keys: Arc<dyn BillingKeys>) -> Self {
        Self { charging, keys }
    }

    /// Charges the card at most once. The same order again returns the first outcome.
    ///
    /// # Errors
    /// [`ChargeProblem`]: everything but [`ChargeProblem::StoreAfterSend`] means that nothing was sent.
    pub async fn run(&self, order: CardPayment) -> Result<CardPaymentOutcome, ChargeProblem> {
        let CardPayment { intent, card, allow_unverified_card, replace_billing_key, wait } = order;
        let customer = match intent.method() {
            ChargeMethod::CardRegistering(customer) => Some(customer.clone()),
            ChargeMethod::Card | ChargeMethod::BillingKey(_) | ChargeMethod::Scheduled { .. } => None,
        };
        let operation =
            if customer.is_some() { Operation::CardPaymentRegistering } else { Operation::CardPayment };
        require(operation, intent.pg(), true)?;
        if !allow_unverified_card && let Some(doubt) = doubt(&card, self.charging.clock.now()) {
            return Err(ChargeProblem::CardDoubt(doubt));
        }
        if let Some(customer) = customer.as_ref().filter(|_| !replace_billing_key) {
            self.guard(&intent, customer).await?;
        }
        let charge = self.charging.charge_once(intent, Some(card), wait).await?;
        let registration = match customer {
            Some(customer) => self.registration(&charge, &customer).await,
            None => Registration::NotAsked,
        };
        Ok(CardPaymentOutcome { charge, registration })
    }

    /// Refuses a customer_uid that is in use. An order that is under way, unknown or decided is let through:
    /// the key may be its own, and nothing will be sent for it unless it turns out not to have been charged.
    async fn guard(&self, intent: &ChargeIntent, customer: &CustomerUid) -> Result<(), ChargeProblem> {
        if self.may_own_a_key(intent).await? {
            return Ok(());
        }
        match self.keys.find(customer).await {
            Err(ReadError::NotFound) => Ok(()),
            Ok(_) if self.may_own_a_key(intent).await? => Ok(()),
            Ok(_) => Err(BillingKeyTaken.into()),
            Err(error) => Err(ChargeProblem::Gateway(error)),
        }
    }

    async fn may_own_a_key(&self, intent: &ChargeIntent) -> Result<bool, ChargeProblem> {
        let known = self.charging.journal.find(intent.merchant_uid()).await?;
        Ok(known.is_some_and(|charge| !charge.state().may_claim()))
    }

    /// The gateway keeps the key only if payment and issue both succeed, so only reading it tells.
    async fn registration(&self, outcome: &ChargeOutcome, customer: &CustomerUid) -> Registration {
        match outcome.charge.state() {
            ChargeState::Succeeded | ChargeState::LatePaid | ChargeState::Declined => {}
            ChargeState::NotSent | ChargeState::Abandoned | ChargeState::Intent | ChargeState::Refused => {
                return Registration::NotRegistered;
            }
            ChargeState::InFlight
            | ChargeState::Scheduled
            | ChargeState::Unknown
            | ChargeState::NotCharged
            | ChargeState::NeedsCard
            | ChargeState::Review => return Registration::Unknown,
        }
        match self.keys.find(customer).await {
            Ok(key) => Registration::Registered(Box::new(key)),
            Err(ReadError::NotFound) => Registration::NotRegistered,
            Err(_) => Registration::Unknown,
        }
    }
}
