//! `POST /subscribe/payments/onetime` and `…/again`.

use bytes::Bytes;
use keyin_domain::{ChargeIntent, ChargeMethod, Currency};
use keyin_ports::ChargeRequest;
use serde::Serialize;

use super::amount::Amount;
use super::card::CardFields;
use super::secret_body::secret_body;

/// What both calls take, and an order to the scheduler. `name` is always sent: the one call demands it and the other is the better for it.
#[derive(Serialize)]
pub(super) struct Order<'a> {
    merchant_uid: &'a str,
    amount: Amount,
    currency: Written,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_uid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_free: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_quota: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer_email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer_tel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer_addr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer_postcode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_data: Option<&'a str>,
}

/// A currency by its code.
struct Written(Currency);

impl Serialize for Written {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

#[derive(Serialize)]
struct Onetime<'a> {
    #[serde(flatten)]
    order: Order<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pg: Option<String>,
    #[serde(flatten)]
    card: CardFields<'a>,
}

/// Which of the two calls a charge is, with its body.
pub(crate) enum ChargeBody {
    /// The card is keyed in.
    Onetime(Bytes),
    /// The card is known by its billing key, which decides the PG.
    Again(Bytes),
}

impl ChargeBody {
    /// None if the request cannot be written.
    pub(crate) fn of(request: &ChargeRequest) -> Option<Self> {
        let intent = request.intent();
        let order = Order::of(intent);
        match (intent.method(), request.card()) {
            (ChargeMethod::Card | ChargeMethod::CardRegistering(_), Some(card)) => {
                let pg = intent.pg().map(ToString::to_string);
                secret_body(&Onetime { order, pg, card: CardFields::of(card) }).map(Self::Onetime)
            }
            // Nothing secret in it: the card stays with the PG.
            (ChargeMethod::BillingKey(_), None) => {
                serde_json::to_vec(&order).ok().map(Bytes::from).map(Self::Again)
            }
            (ChargeMethod::Card | ChargeMethod::CardRegistering(_), None)
            | (ChargeMethod::BillingKey(_), Some(_))
            | (ChargeMethod::Scheduled { .. }, _) => None,
        }
    }
}

impl<'a> Order<'a> {
    /// The same without its billing key, where that is named beside it.
    pub(super) fn without_key(intent: &'a ChargeIntent) -> Self {
        Self { customer_uid: None, ..Self::of(intent) }
    }

    fn of(intent: &'a ChargeIntent) -> Self {
        let (amount, buyer) = (intent.amount(), intent.buyer());
        let installments = intent.installments();
        Self {
            merchant_uid: intent.merchant_uid().as_str(),
            amount: Amount(amount.total()),
            currency: Written(amount.total().currency()),
            name: intent.name().as_str(),
            customer_uid: intent.method().customer_uid().map(|uid| uid.as_str()),
            tax_free: Amount::unless_zero(amount.tax_free()),
            vat_amount: amount.vat_amount().map(Amount),
            card_quota: (!installments.is_single()).then(|| installments.months()),
            buyer_name: buyer.name(),
            buyer_email: buyer.email(),
            buyer_tel: buyer.tel(),
            buyer_addr: buyer.addr(),
            buyer_postcode: buyer.postcode(),
            custom_data: intent.custom_data().map(|data| data.as_str()),
        }
    }
}
