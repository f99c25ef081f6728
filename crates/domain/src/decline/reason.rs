use std::fmt;

use super::DeclineKind;

/// Writes the reasons once: the enum, the list of all, the kind and the code cannot drift apart.
macro_rules! reasons {
    ($($(#[$doc:meta])+ $name:ident, $kind:ident, $code:literal;)+) => {
        /// Why a payment, a billing key or a cancel was declined.
        ///
        /// Sorted from the published result codes of Hecto (Settlebank) and the texts recorded from
        /// the NICE family.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum DeclineReason {
            $($(#[$doc])+ $name,)+
        }

        impl DeclineReason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// What the reason means for the next step.
            #[must_use]
            pub const fn kind(self) -> DeclineKind {
                match self { $(Self::$name => DeclineKind::$kind,)+ }
            }

            /// The stable dotted code, such as `declined.limit_exceeded`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => concat!("declined.", $code),)+ }
            }
        }
    };
}

reasons! {
    /// The card number is wrong, or no issuer is known for it.
    CardNumber, Hard, "card_number";
    /// The expiry is wrong or has passed.
    Expiry, Hard, "expiry";
    /// The birth date or business number is not the holder's.
    HolderId, Hard, "holder_id";
    /// The first two digits of the password are wrong.
    Password, Hard, "password";
    /// The password was wrong too often.
    PasswordTries, Hard, "password_tries";
    /// Some of the card's data is wrong; the PG does not say which.
    CardData, Hard, "card_data";
    /// A limit of the card is exceeded.
    LimitExceeded, Soft, "limit_exceeded";
    /// The balance behind the card is too small.
    InsufficientFunds, Soft, "insufficient_funds";
    /// The card was used too often in a period.
    TooManyUses, Soft, "too_many_uses";
    /// Too few points, or the limit on points is not reached.
    Points, Soft, "points";
    /// The card is reported lost or stolen.
    LostOrStolen, Hard, "lost_or_stolen";
    /// The card is suspended or ended.
    Stopped, Hard, "stopped";
    /// The issuer has no such card registered.
    UnregisteredCard, Hard, "unregistered_card";
    /// This merchant cannot take this sort of card; another card may do.
    CardNotAccepted, Hard, "card_not_accepted";
    /// The card cannot be used in the PG's test mode.
    TestModeCard, Hard, "test_mode_card";
    /// The issuer wants to be called.
    AskIssuer, Hard, "ask_issuer";
    /// The issuer wants the holder's identity checked first.
    IdentityCheck, Hard, "identity_check";
    /// A policy of the PG blocks the payment.
    Blocked, Hard, "blocked";
    /// The service is not available for this card.
    NotAvailable, Hard, "not_available";
    /// The instalments asked for are not possible; a single payment may be.
    Installments, Invalid, "installments";
    /// The amount is outside what the PG takes.
    AmountRange, Invalid, "amount_range";
    /// The amount, or a part of it, is wrong.
    Amount, Invalid, "amount";
    /// The merchant is not set up for this at the PG or the issuer.
    MerchantSetup, Configuration, "merchant_setup";
    /// A field of the request is missing or malformed.
    RequestInvalid, Invalid, "request_invalid";
    /// The issuer or the relay to it is down; the payment was not carried out.
    IssuerDown, Soft, "issuer_down";
    /// The PG is taking too many requests; the payment was not carried out.
    Traffic, Soft, "traffic";
    /// The time in which the payment could be cancelled is over.
    CancelDeadline, Hard, "cancel_deadline";
    /// The payment cannot be cancelled in part; a full cancel may work.
    PartialCancelImpossible, Hard, "partial_cancel_impossible";
    /// The cancel is larger than what the PG still holds for the merchant.
    CancelLimit, Soft, "cancel_limit";
    /// The amount or the round of the cancel does not fit the payment.
    CancelAmount, Invalid, "cancel_amount";
    /// The payment is in a state in which the PG does not cancel it.
    CancelRefused, Hard, "cancel_refused";
    /// Declined without a reason that we know.
    Unspecified, Hard, "unspecified";
}

impl DeclineReason {
    /// The reason with this code, as [`code`](Self::code) gives it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

impl fmt::Display for DeclineReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DeclineReason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DeclineReason {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom("not the code of a decline reason"))
    }
}
