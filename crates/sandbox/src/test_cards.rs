//! The cards that do something other than pay, as data.
//!
//! Every other card of 13 to 19 digits is approved, the guide's `1234-1234-1234-1234` among them: neither the check
//! digit nor the expiry date is looked at, because the guide's own card would fail both.
//!
//! The numbers can be read: `4000-000F-CCCC-000x`, where `F` is the form the refusal takes, `CCCC` the digits of the
//! PG's code (`0031` for `CA31`, `0113` for `F113`) and `x` a check digit, so that all pass the Luhn check.
//!
//! | `F` | what happens |
//! |---|---|
//! | 0 | a failed payment is recorded: HTTP 200, code 0, `status: "failed"`, `fail_reason` |
//! | 1 | only a message: HTTP 200, code −1, no record |
//! | 2 | only a message that the PG is in trouble, and **the card was charged**: a look-up finds the payment |
//! | 3 | the same message, and the card was not charged |
//! | 4 | the card pays and its billing key is kept, but each payment with the key fails with a record |
//! | 5 | the same, but the key's payments are refused with only a message |
//! | 6 | the card pays, and the PG refuses to cancel the payment |
//!
//! Code `0000` is approved. `VTIM` is written `0001` in families 2 and 3, and a code that begins with `ST` with a 7 in
//! front: `7070` for `ST70`.

mod declines;
mod table;

use serde::Serialize;

pub(crate) use declines::{
    AMOUNT_LIMITS, EXPIRY, HOLDER, INSTALMENTS, NO_PARTIAL_CANCEL, NO_SUCH_BIN, NOT_IN_TESTS, PASSWORD,
    TIMED_OUT,
};
use table::TABLE;

/// What a merchant can do about a refusal (the classes of keyin's error catalogue).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineKind {
    /// This card will not work.
    Hard,
    /// The same card may work later.
    Soft,
    /// The request asked for something the card cannot do.
    Invalid,
    /// The merchant is not set up for this card.
    Configuration,
    /// The issuer is down; nothing was carried out.
    GatewayDown,
    /// The PG took it for a repetition: look the payment up.
    Duplicate,
    /// Too many calls at once; nothing was carried out.
    RateLimited,
    /// Nobody knows: look the payment up.
    Ambiguous,
    /// What a cancel asks for has been done before.
    AlreadyDone,
}

/// A refusal by the PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Decline {
    /// The PG's code, four characters (Hecto's result codes, or NICE's `F…`).
    pub code: &'static str,
    /// The PG's text.
    pub text: &'static str,
    /// What it means for the merchant.
    pub kind: DeclineKind,
    /// Whether the card data themselves are wrong, which a key issue without payment finds too.
    pub card_data: bool,
}

impl Decline {
    /// `[CA31]한도초과`: how the refusal stands in `fail_reason`, and after a prefix in `message`.
    #[must_use]
    pub fn reason(&self) -> String {
        format!("[{}]{}", self.code, self.text)
    }
}

/// What a card does when it is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "behaviour", content = "decline")]
pub enum CardBehaviour {
    /// Pays.
    Approve,
    /// A failed payment is recorded.
    Record(Decline),
    /// A message and no record.
    Message(Decline),
    /// A message and no answer with the payment, yet the card is charged and the payment can be looked up.
    TroubleCharged(Decline),
    /// The same message, and nothing is charged.
    TroubleNotCharged(Decline),
    /// Pays when the card itself is presented; with its billing key a failed payment is recorded.
    KeyRecord(Decline),
    /// Pays when the card itself is presented; with its billing key there is only a message.
    KeyMessage(Decline),
    /// Pays, but the PG refuses to cancel the payment; `CA88` only in part.
    CancelRefused(Decline),
}

impl CardBehaviour {
    /// Why the PG does not cancel the payments of the card.
    pub(crate) fn cancel_refusal(self) -> Option<Decline> {
        if let Self::CancelRefused(decline) = self { Some(decline) } else { None }
    }
}

/// A card number with a behaviour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TestCard {
    /// Sixteen digits without separators; made up, belongs to nobody.
    pub number: &'static str,
    /// What it does.
    #[serde(flatten)]
    pub behaviour: CardBehaviour,
}

impl TestCard {
    /// `4000-0000-0031-0005`: the number as people and the API's documentation write it.
    #[must_use]
    pub fn number_with_hyphens(&self) -> String {
        let mut written = String::with_capacity(19);
        for (position, digit) in self.number.chars().enumerate() {
            if position > 0 && position % 4 == 0 {
                written.push('-');
            }
            written.push(digit);
        }
        written
    }
}

/// Every card with a behaviour of its own, and one that is approved.
#[must_use]
pub fn test_cards() -> &'static [TestCard] {
    TABLE
}

/// What the card with these digits does; a card that is not in the table is approved.
pub(crate) fn behaviour_of(digits: &str) -> CardBehaviour {
    if !digits.starts_with("40000") {
        return CardBehaviour::Approve;
    }
    TABLE.iter().find(|card| card.number == digits).map_or(CardBehaviour::Approve, |card| card.behaviour)
}

#[cfg(test)]
mod tests;
