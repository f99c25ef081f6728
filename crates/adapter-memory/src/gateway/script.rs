//! What becomes of a card.

/// How charges of a card go. The texts are the PG's words; what they prove is judged as with a real
/// gateway, so a text that proves nothing makes the outcome unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CardScript {
    /// Approved.
    #[default]
    Approve,
    /// A failed record is kept, with this text as its reason.
    FailInRecord(String),
    /// Refused with this text and no record; so is the issue of a billing key.
    FailInWords(String),
}
