//! Values and rules of key-in card payments (키인 결제) and billing-key payments (빌링키 결제) in Korea.
//!
//! Everything here is valid by construction: one fallible door in, no setters, and errors that name the
//! field and the rule but never the text that was refused. There is no I/O, no clock (`now` is an
//! argument) and no async.
//!
//! Use it alone where a program checks cards, amounts and identifiers before it hands them on, or has to know what a PG's
//! refusal means; and wherever any other crate of keyin is used, since all of them speak in its values:
//!
//! ```
//! use keyin_domain::jiff::civil::date;
//! use keyin_domain::{CardNumber, ChargeAmount, Expiry, Field, Installments, Money, Pg};
//!
//! // The format is always checked; "looks genuine" and "has expired" are verdicts one asks for.
//! let number = CardNumber::parse("1234-1234-1234-1234")?;
//! assert!(!number.passes_luhn());
//! assert_eq!(number.masked().to_string(), "123412******1234");
//! assert!(Expiry::parse("2019-01")?.is_past_on(date(2026, 11, 23)));
//!
//! // Money is whole won; the parts of the tax always add up.
//! let amount = ChargeAmount::new(Money::won(11_000)?)?.with_tax_free(Money::won(5_500)?)?;
//! assert_eq!(amount.breakdown().vat, Money::won(500)?);
//!
//! // Instalments begin at 50,000 won.
//! let error = Installments::new(3, Money::won(49_999)?).unwrap_err();
//! assert_eq!(error.field(), Field::CardQuota);
//!
//! // What a PG offers is data.
//! let pg: Pg = "settle.my_mid".parse()?;
//! assert_eq!(pg.code().profile().minimum_amount, Some(1_000));
//! # Ok::<(), keyin_domain::InvalidValue>(())
//! ```
//!
//! Card data (number, expiry, birth or business number, password digits, CVC) has no `Display`, no
//! `Serialize`, no `Clone` and a masked `Debug`, and is wiped when dropped. Feature `serde` gives the other
//! values `Serialize` and a validating `Deserialize`.

#![forbid(unsafe_code)]

pub mod decline;

mod billing_key;
mod buyer;
mod cancel_reason;
mod card;
mod channel;
mod charge;
mod custom_data;
mod identity;
mod installments;
mod invalid;
mod language;
mod money;
mod order_name;
mod payment;
mod pg;
mod schedule;
mod text;

pub use jiff;

pub use billing_key::BillingKey;
pub use buyer::Buyer;
pub use cancel_reason::CancelReason;
pub use card::{
    Card, CardBrand, CardNumber, Cvc, Expiry, HolderId, HolderIdKind, MaskedCardNumber, PasswordDigits,
};
pub use channel::{Channel, ChannelKind};
pub use charge::{
    AbsenceWindow, Attempts, Charge, ChargeIntent, ChargeMethod, ChargeState, Deadlines, Decision, Epoch,
    Evidence, Executor, Mismatch, NotClaimable, NotObserved, NotSentCause, Refusal, RefusalKind,
    ReviewReason, UnknownCause, next_look_up,
};
pub use custom_data::CustomData;
pub use decline::{Decline, DeclineKind, DeclineReason};
pub use identity::{CustomerUid, ImpUid, MerchantUid, PaymentRef};
pub use installments::Installments;
pub use invalid::{Field, InvalidValue, Rule};
pub use language::{Language, UnknownLanguage};
pub use money::{ChargeAmount, Currency, Money, TaxBreakdown};
pub use order_name::OrderName;
pub use payment::{
    Cancellation, CardSummary, InvalidPayment, Payment, PaymentDetails, PaymentStatus, Standing,
};
pub use pg::{Capability, Mid, OtherPg, Pg, PgCode, PgProfile, RequiredFields};
pub use schedule::{EarliestRun, InvalidSchedule, Schedule, ScheduleDetails, ScheduleStatus, ScheduleTime};
