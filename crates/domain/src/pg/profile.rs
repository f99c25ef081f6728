//! The questions the matrix of PGs answers.

/// Whether a PG offers an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// It does.
    Yes,
    /// Under a contract of its own, or the sources disagree: the merchant has to say.
    ByContract,
    /// It does not.
    No,
}

/// Request fields a PG wants beyond the ones every PG wants, by their names on the wire.
///
/// Everybody wants: one-time `merchant_uid, amount, card_number, expiry`; again `customer_uid,
/// merchant_uid, amount, name`; a schedule's item `merchant_uid, schedule_at, amount, name`. What a
/// contract alone decides (often `birth` and `pwd_2digit`) is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredFields {
    /// A one-time payment.
    pub onetime: &'static [&'static str],
    /// A billing key without a payment.
    pub standalone: &'static [&'static str],
    /// A payment with a billing key.
    pub again: &'static [&'static str],
    /// An item of a schedule.
    pub schedule: &'static [&'static str],
}

/// What a PG offers for cards in API mode.
///
/// Sources: the PortOne V1 API's own definitions and notes for each PG, and its guides for each PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PgProfile {
    /// One-time payment with card data.
    pub onetime: Capability,
    /// One-time payment that also registers a billing key.
    pub onetime_registering: Capability,
    /// A billing key without a payment.
    pub standalone_billing_key: Capability,
    /// Payment with a billing key.
    pub again: Capability,
    /// The gateway's own scheduler, with a billing key.
    pub schedule: Capability,
    /// The same with card data, which issues the billing key on the way.
    pub schedule_with_card: Capability,
    /// Fields wanted beyond the common ones.
    pub required: RequiredFields,
    /// `vat_amount` is heeded at payment.
    pub vat_at_payment: bool,
    /// `vat_amount` is heeded at cancel.
    pub vat_at_cancel: bool,
    /// A cancel of a payment with a tax-free part must name its own tax-free part; elsewhere none means 0.
    pub tax_free_at_cancel_required: bool,
    /// `interest_free_by_merchant` is heeded.
    pub interest_free_by_merchant: bool,
    /// `use_card_point` is heeded.
    pub use_card_point: bool,
    /// Answers carry the codes of the issuer and the publisher of the card.
    pub issuer_codes: bool,
    /// The least amount of a payment in won, where one is published.
    pub minimum_amount: Option<u64>,
    /// The largest amount of a payment in won, where one is published.
    pub maximum_amount: Option<u64>,
}
