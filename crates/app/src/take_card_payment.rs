//! Take a card payment, with or without registering the billing key.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::{
    BillingKey, Card, Charge, ChargeIntent, ChargeMethod, ChargeState, CustomerUid, MaskedCardNumber,
};
use keyin_ports::{BillingKeys, ChargeFilter, ReadError};

use crate::capability::{Operation, require};
use crate::card_doubt::doubt;
use crate::{BillingKeyTaken, ChargeOutcome, ChargeProblem, Charging};

/// Open charges of one customer that are read at once; more than anybody has.
const PAGE: u32 = 100;

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
        let end = self.charging.clock.monotonic().after(wait);
        if let Some(customer) = customer.as_ref().filter(|_| !replace_billing_key) {
            self.guard(&intent, customer, wait).await?;
        }
        let number = card.number().masked();
        let wait = end.since(self.charging.clock.monotonic());
        let charge = self.charging.charge_once(intent, Some(card), wait).await?;
        let registration = match customer {
            Some(customer) => self.registration(&charge, &customer, &number).await,
            None => Registration::NotAsked,
        };
        Ok(CardPaymentOutcome { charge, registration })
    }

    /// Refuses a customer_uid that is in use, or will be when another payment has come to its end. An order that was
    /// sent before is settled first: the key may be its own, unless it turns out not to have been charged and is then
    /// sent again.
    async fn guard(
        &self,
        intent: &ChargeIntent,
        customer: &CustomerUid,
        wait: Duration,
    ) -> Result<(), ChargeProblem> {
        if self.may_own_a_key(intent, Some(wait)).await? {
            return Ok(());
        }
        let taken = match self.keys.find(customer).await {
            Err(ReadError::NotFound) => self.is_being_registered(intent, customer).await?,
            Ok(_) => true,
            Err(error) => return Err(ChargeProblem::Gateway(error)),
        };
        // The same order may have come to its end meanwhile, by somebody else's hand.
        if !taken || self.may_own_a_key(intent, None).await? { Ok(()) } else { Err(BillingKeyTaken.into()) }
    }

    /// Whether the order was sent and may have been charged; what is under way is waited for, if at all. Another order
    /// under its merchant_uid is told of as a conflict.
    async fn may_own_a_key(
        &self,
        intent: &ChargeIntent,
        wait: Option<Duration>,
    ) -> Result<bool, ChargeProblem> {
        let Some(known) = self.charging.journal.find(intent.merchant_uid()).await? else { return Ok(false) };
        let settled = match wait {
            Some(wait) if known.intent().differences(intent).is_empty() => {
                self.charging.catch_up(Box::new(known), wait.into()).await?
            }
            _ => Box::new(known),
        };
        Ok(!settled.state().may_claim())
    }

    /// Whether another payment that is to register a key under the customer_uid has been sent and not settled.
    async fn is_being_registered(
        &self,
        intent: &ChargeIntent,
        customer: &CustomerUid,
    ) -> Result<bool, ChargeProblem> {
        let open = ChargeFilter {
            states: vec![ChargeState::InFlight, ChargeState::Unknown],
            customer_uid: Some(customer.clone()),
            ..ChargeFilter::default()
        };
        let registers = |charge: &Charge| {
            matches!(charge.intent().method(), ChargeMethod::CardRegistering(_))
                && charge.intent().merchant_uid() != intent.merchant_uid()
        };
        let mut after = None;
        loop {
            let page = self.charging.journal.list(&open, after, PAGE).await?;
            if page.iter().any(registers) {
                return Ok(true);
            }
            after = page.last().and_then(|charge| open.by.position_of(charge));
            if after.is_none() || page.len() < PAGE as usize {
                return Ok(false);
            }
        }
    }

    /// The gateway keeps the key only if payment and issue both succeed, so only reading it tells. After a decline a key
    /// of another card is the one that was there before.
    async fn registration(
        &self,
        outcome: &ChargeOutcome,
        customer: &CustomerUid,
        number: &MaskedCardNumber,
    ) -> Registration {
        let is_declined = outcome.charge.state() == ChargeState::Declined;
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
            Ok(key) if is_declined && key.card.number.as_ref() != Some(number) => Registration::NotRegistered,
            Ok(key) => Registration::Registered(Box::new(key)),
            Err(ReadError::NotFound) => Registration::NotRegistered,
            Err(_) => Registration::Unknown,
        }
    }
}
