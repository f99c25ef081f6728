//! What is to be charged.

use super::Executor;
use crate::{
    Buyer, ChargeAmount, CustomData, CustomerUid, Field, Installments, MerchantUid, OrderName, Pg,
    ScheduleTime,
};

/// How the card is known to the gateway, and who charges it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ChargeMethod {
    /// Keyed in, not kept.
    Card,
    /// Keyed in, and kept as a billing key under this `customer_uid` if the payment succeeds.
    CardRegistering(CustomerUid),
    /// Kept earlier under this `customer_uid`.
    BillingKey(CustomerUid),
    /// Kept earlier under this `customer_uid`, and charged by the gateway's own scheduler. keyin never sends such a
    /// charge, it only gives the scheduler its orders.
    Scheduled {
        /// The billing key.
        customer_uid: CustomerUid,
        /// The time that was first asked for. Moving the schedule does not make it another charge.
        at: ScheduleTime,
    },
}

impl ChargeMethod {
    /// The billing key that is used or made.
    pub fn customer_uid(&self) -> Option<&CustomerUid> {
        match self {
            Self::Card => None,
            Self::CardRegistering(uid) | Self::BillingKey(uid) => Some(uid),
            Self::Scheduled { customer_uid, .. } => Some(customer_uid),
        }
    }

    /// Whether the card has to be keyed in to send this.
    pub fn needs_card(&self) -> bool {
        match self {
            Self::Card | Self::CardRegistering(_) => true,
            Self::BillingKey(_) | Self::Scheduled { .. } => false,
        }
    }

    /// Whether the card is kept as a billing key by this charge.
    pub fn registers(&self) -> bool {
        matches!(self, Self::CardRegistering(_))
    }

    /// Who charges.
    pub fn executor(&self) -> Executor {
        match self {
            Self::Card | Self::CardRegistering(_) | Self::BillingKey(_) => Executor::Keyin,
            Self::Scheduled { .. } => Executor::Scheduler,
        }
    }

    /// Whether it is the same card as far as the gateway knows it, whoever charges.
    fn has_key_of(&self, other: &Self) -> bool {
        (self.customer_uid(), self.needs_card(), self.registers())
            == (other.customer_uid(), other.needs_card(), other.registers())
    }

    /// The time that the gateway's scheduler was first asked to charge at.
    pub fn scheduled_at(&self) -> Option<ScheduleTime> {
        match self {
            Self::Card | Self::CardRegistering(_) | Self::BillingKey(_) => None,
            Self::Scheduled { at, .. } => Some(*at),
        }
    }
}

/// Everything a charge asks for, without card data: what the journal keeps, and what makes two requests
/// the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ChargeIntent {
    merchant_uid: MerchantUid,
    method: ChargeMethod,
    amount: ChargeAmount,
    name: OrderName,
    installments: Installments,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pg: Option<Pg>,
    buyer: Buyer,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    custom_data: Option<CustomData>,
}

impl ChargeIntent {
    /// A single payment through the merchant's default channel.
    pub fn new(
        merchant_uid: MerchantUid,
        method: ChargeMethod,
        amount: ChargeAmount,
        name: OrderName,
    ) -> Self {
        Self {
            merchant_uid,
            method,
            amount,
            name,
            installments: Installments::single(),
            pg: None,
            buyer: Buyer::default(),
            custom_data: None,
        }
    }

    /// In instalments.
    #[must_use]
    pub fn with_installments(mut self, installments: Installments) -> Self {
        self.installments = installments;
        self
    }

    /// Through this PG. A billing key decides its own PG, so there it only serves as a check.
    #[must_use]
    pub fn with_pg(mut self, pg: Pg) -> Self {
        self.pg = Some(pg);
        self
    }

    /// Who buys.
    #[must_use]
    pub fn with_buyer(mut self, buyer: Buyer) -> Self {
        self.buyer = buyer;
        self
    }

    /// The merchant's own text, kept with the payment.
    #[must_use]
    pub fn with_custom_data(mut self, data: CustomData) -> Self {
        self.custom_data = Some(data);
        self
    }

    /// The merchant's number of the attempt.
    pub fn merchant_uid(&self) -> &MerchantUid {
        &self.merchant_uid
    }

    /// How the card is known.
    pub fn method(&self) -> &ChargeMethod {
        &self.method
    }

    /// How much.
    pub fn amount(&self) -> &ChargeAmount {
        &self.amount
    }

    /// The order's name.
    pub fn name(&self) -> &OrderName {
        &self.name
    }

    /// Months.
    pub fn installments(&self) -> Installments {
        self.installments
    }

    /// The PG asked for.
    pub fn pg(&self) -> Option<&Pg> {
        self.pg.as_ref()
    }

    /// Who buys.
    pub fn buyer(&self) -> &Buyer {
        &self.buyer
    }

    /// The merchant's own text.
    pub fn custom_data(&self) -> Option<&CustomData> {
        self.custom_data.as_ref()
    }

    /// The fields in which another request under the same merchant_uid differs: none means that it is the
    /// same request again.
    pub fn differences(&self, other: &Self) -> Vec<Field> {
        let pairs = [
            (Field::MerchantUid, self.merchant_uid != other.merchant_uid),
            (Field::CustomerUid, !self.method.has_key_of(&other.method)),
            (Field::ScheduleAt, self.method.scheduled_at() != other.method.scheduled_at()),
            (Field::Amount, self.amount.total() != other.amount.total()),
            (Field::TaxFree, self.amount.tax_free() != other.amount.tax_free()),
            (Field::VatAmount, self.amount.vat_amount() != other.amount.vat_amount()),
            (Field::Name, self.name != other.name),
            (Field::CardQuota, self.installments != other.installments),
            (Field::Pg, self.pg != other.pg),
            (Field::BuyerName, self.buyer.name() != other.buyer.name()),
            (Field::BuyerEmail, self.buyer.email() != other.buyer.email()),
            (Field::BuyerTel, self.buyer.tel() != other.buyer.tel()),
            (Field::BuyerAddr, self.buyer.addr() != other.buyer.addr()),
            (Field::BuyerPostcode, self.buyer.postcode() != other.buyer.postcode()),
            (Field::CustomData, self.custom_data != other.custom_data),
        ];
        pairs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
    }
}
