//! The parts of a payment.

use jiff::Timestamp;

use super::PaymentStatus;
use crate::{CustomerUid, ImpUid, MaskedCardNumber, MerchantUid, Money, Pg};

/// One cancel of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cancellation {
    /// What was given back.
    pub amount: Money,
    /// When.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancelled_at: Option<Timestamp>,
    /// The reason given by whoever cancelled.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reason: Option<String>,
    /// The gateway's id of the cancel; older records have none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancellation_id: Option<String>,
}

/// What the gateway tells of the card behind a payment. All of it is optional: a PG may withhold any part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CardSummary {
    /// First six and last four digits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub number: Option<MaskedCardNumber>,
    /// Three-digit KFTC code of the card company.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub code: Option<String>,
    /// The card company's Korean name.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
}

/// The parts of a [`Payment`](super::Payment), as an adapter read them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PaymentDetails {
    /// The gateway's number of the payment.
    pub imp_uid: ImpUid,
    /// The merchant's number of the attempt.
    pub merchant_uid: MerchantUid,
    /// The billing key that was used or registered.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer_uid: Option<CustomerUid>,
    /// The gateway's word.
    pub status: PaymentStatus,
    /// What was asked for.
    pub amount: Money,
    /// The running total that was given back.
    pub cancelled: Money,
    /// Every cancel, oldest first.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub cancels: Vec<Cancellation>,
    /// The order's name.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// When the payment began.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub started_at: Option<Timestamp>,
    /// When it was approved.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub paid_at: Option<Timestamp>,
    /// When it was refused.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub failed_at: Option<Timestamp>,
    /// When it was last cancelled.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancelled_at: Option<Timestamp>,
    /// Why it was refused, in the PG's words.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub fail_reason: Option<String>,
    /// The PG and merchant id that carried it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub pg: Option<Pg>,
    /// The PG's transaction number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub pg_tid: Option<String>,
    /// The card company's approval number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub approval_number: Option<String>,
    /// The card.
    pub card: CardSummary,
    /// Instalment months, 0 for a single payment.
    pub installment_months: u8,
    /// Where the payer's receipt can be read.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub receipt_url: Option<String>,
    /// Made through a test channel.
    pub sandbox: bool,
}

impl PaymentDetails {
    /// What every record tells and nothing else: nothing given back, no time, no card, not through a test channel. The
    /// rest is said beside it.
    ///
    /// ```
    /// use keyin_domain::{Money, Payment, PaymentDetails, PaymentStatus};
    ///
    /// let (imp_uid, order) = ("imp_448280090638".parse()?, "order-1".parse()?);
    /// let paid_at = Some("2026-11-26T03:04:05Z".parse()?);
    /// let payment = Payment::new(PaymentDetails {
    ///     paid_at,
    ///     ..PaymentDetails::new(imp_uid, order, PaymentStatus::Paid, Money::won(11_000)?)
    /// })?;
    /// assert!(payment.was_captured());
    /// assert_eq!(payment.balance(), Money::won(11_000)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(imp_uid: ImpUid, merchant_uid: MerchantUid, status: PaymentStatus, amount: Money) -> Self {
        Self {
            imp_uid,
            merchant_uid,
            customer_uid: None,
            status,
            amount,
            cancelled: Money::zero(amount.currency()),
            cancels: Vec::new(),
            name: None,
            started_at: None,
            paid_at: None,
            failed_at: None,
            cancelled_at: None,
            fail_reason: None,
            pg: None,
            pg_tid: None,
            approval_number: None,
            card: CardSummary::default(),
            installment_months: 0,
            receipt_url: None,
            sandbox: false,
        }
    }
}
