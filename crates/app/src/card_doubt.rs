//! Doubts about a card that was typed in.

use keyin_domain::Card;
use keyin_domain::jiff::Timestamp;
use keyin_domain::jiff::tz::Offset;

/// Korea has no daylight saving time: nine hours ahead.
const KOREA: Offset = Offset::constant(9);

/// A doubt about a card that was typed in. The gateway may still take the card, so it can be overruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardDoubt {
    /// The number fails the Luhn check: most likely a slip of the hand.
    Luhn,
    /// The expiry has passed (Korean time).
    Expired,
}

/// What speaks against the card, as of `now`.
pub(crate) fn doubt(card: &Card, now: Timestamp) -> Option<CardDoubt> {
    if !card.number().passes_luhn() {
        return Some(CardDoubt::Luhn);
    }
    let today = KOREA.to_datetime(now).date();
    card.expiry().is_past_on(today).then_some(CardDoubt::Expired)
}
