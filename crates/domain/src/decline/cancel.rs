use super::classify::refine;
use super::codes::{OnCancel, OnPayment, Row};
use super::reading::{self, Reading};
use super::words::{self, Word};
use super::wrapper::{self, Wrapper, squeeze};
use super::{Decline, DeclineReason};

/// What a text proves about a cancel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelVerdict {
    /// The payment was cancelled before; read it again to see how much of it.
    AlreadyCancelled,
    /// Refused, nothing was given back.
    Declined(Decline),
    /// Nothing is proven: read the payment again.
    Ambiguous,
}

/// Phrases of cancels, without spaces. The first that fits counts.
static PHRASES: &[(&str, OnCancel)] = &[
    ("기취소", OnCancel::AlreadyCancelled),
    ("이미취소", OnCancel::AlreadyCancelled),
    ("이미전액취소", OnCancel::AlreadyCancelled),
    ("미정산금액", OnCancel::Declined(DeclineReason::CancelLimit)),
];

/// Reads what a PG said to a cancel.
///
/// In this order: the phrase for a fault at the PG, the last known code, the words, and then the phrase
/// for a refused cancel. A code that only belongs to paying calls keeps its meaning where it refuses and
/// proves nothing where it does not. Total: any text gets a verdict.
#[must_use]
pub fn classify_cancel(text: &str) -> CancelVerdict {
    let (wrapper, said) = wrapper::split(text);
    if wrapper == Wrapper::PgFault {
        return CancelVerdict::Ambiguous;
    }
    let Reading { row, code } = reading::read(said);
    let squeezed = squeeze(said);
    let meaning = match row {
        Some(row) => of_row(row, &squeezed),
        None => of_words(&squeezed, wrapper),
    };
    match meaning {
        OnCancel::AlreadyCancelled => CancelVerdict::AlreadyCancelled,
        OnCancel::Declined(reason) => CancelVerdict::Declined(Decline::new(reason, code, text)),
        OnCancel::Ambiguous => CancelVerdict::Ambiguous,
    }
}

fn of_row(row: &Row, squeezed: &str) -> OnCancel {
    row.on_cancel.unwrap_or(match row.on_payment {
        OnPayment::Declined(reason) => OnCancel::Declined(reason),
        OnPayment::Refined(reason, by) => OnCancel::Declined(refine(reason, by, words::read(squeezed))),
        OnPayment::Duplicate | OnPayment::Ambiguous | OnPayment::NotFound => OnCancel::Ambiguous,
    })
}

fn of_words(squeezed: &str, wrapper: Wrapper) -> OnCancel {
    let phrase = PHRASES.iter().find(|(phrase, _)| squeezed.contains(phrase)).map(|(_, meaning)| *meaning);
    match (phrase, words::read(squeezed)) {
        (Some(meaning), _) => meaning,
        (None, Some(Word::Ambiguous | Word::Duplicate)) => OnCancel::Ambiguous,
        (None, Some(Word::Declined(_)) | None) => match wrapper {
            Wrapper::CancelRefused => OnCancel::Declined(DeclineReason::CancelRefused),
            Wrapper::PgFault | Wrapper::CardRefused | Wrapper::PaymentRefused | Wrapper::None => {
                OnCancel::Ambiguous
            }
        },
    }
}
