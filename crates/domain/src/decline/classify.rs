use super::codes::OnPayment;
use super::reading::{self, Reading};
use super::words::{self, Word};
use super::wrapper::{self, Wrapper, squeeze};
use super::{Decline, DeclineReason};

/// Where the text of a decline was found, which decides what an unknown text proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeclineForm {
    /// `fail_reason` of a payment record whose status is `failed`: the record itself says declined.
    Record,
    /// The message of an answer without a record: only a known text proves anything.
    Message,
}

/// What a text proves about a paying call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Refused, nothing was charged.
    Declined(Decline),
    /// A payment under this merchant_uid is already known: look it up.
    Duplicate,
    /// Nothing is proven: look the payment up.
    Ambiguous,
    /// The transaction or the billing key that was asked about is not known.
    NotFound,
}

/// Reads what a PG said to a paying call.
///
/// In this order: the phrase for a fault at the PG, the last known code, the words, and then the form.
/// The gateway's own messages (an unknown customer, a used merchant_uid) are not among the texts known
/// here: its adapter knows them. Total: any text gets a verdict.
#[must_use]
pub fn classify(text: &str, form: DeclineForm) -> Verdict {
    let (wrapper, said) = wrapper::split(text);
    match wrapper {
        // That a cancel failed says of a paying call that there was something to cancel.
        Wrapper::PgFault | Wrapper::CancelRefused => return Verdict::Ambiguous,
        Wrapper::CardRefused | Wrapper::PaymentRefused | Wrapper::None => {}
    }
    let Reading { row, code } = reading::read(said);
    let word = words::read(&squeeze(said));
    let declined = |reason| Verdict::Declined(Decline::new(reason, code, text));
    match (row.map(|row| row.on_payment), word) {
        (Some(OnPayment::Declined(reason)), _) => declined(reason),
        (Some(OnPayment::Refined(reason, by)), word) => declined(refine(reason, by, word)),
        (Some(OnPayment::Duplicate), _) | (None, Some(Word::Duplicate)) => Verdict::Duplicate,
        (Some(OnPayment::Ambiguous), _) | (None, Some(Word::Ambiguous)) => Verdict::Ambiguous,
        (Some(OnPayment::NotFound), _) => Verdict::NotFound,
        (None, Some(Word::Declined(reason))) => declined(reason),
        (None, None) if form == DeclineForm::Record || wrapper == Wrapper::CardRefused => {
            declined(DeclineReason::Unspecified)
        }
        (None, None) => Verdict::Ambiguous,
    }
}

/// The reason that the words name, if the code leaves room for it.
pub(super) fn refine(reason: DeclineReason, by: &[DeclineReason], word: Option<Word>) -> DeclineReason {
    match word {
        Some(Word::Declined(named)) if by.contains(&named) => named,
        Some(Word::Declined(_) | Word::Duplicate | Word::Ambiguous) | None => reason,
    }
}
