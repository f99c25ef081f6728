//! The phrases the PortOne V1 API puts before a PG's text.

/// What stands before the PG's own text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapper {
    /// The PG is at fault: nothing is proven, whatever follows.
    PgFault,
    /// The card was refused before any payment was made.
    CardRefused,
    /// A payment was refused; only a code says whether it is final.
    PaymentRefused,
    /// A cancel was refused.
    CancelRefused,
    /// No known phrase.
    None,
}

/// In any place of the text; without spaces, as all phrases here.
const PG_FAULT: &str = "pg사결제장애";

const CARD_REFUSED: [&str; 3] = [
    "카드정보인증에실패하였습니다",
    "카드정보확인에실패하였습니다",
    "카드정보인증및빌키발급에실패하였습니다",
];
const PAYMENT_REFUSED: &str = "결제에실패하였습니다";
const CANCEL_REFUSED: &str = "결제취소에실패하였습니다";
const ERROR_LABEL: &str = "오류:";

/// Splits a text into the phrase it begins with and what the PG itself said.
pub(super) fn split(text: &str) -> (Wrapper, &str) {
    if squeeze(text).contains(PG_FAULT) {
        return (Wrapper::PgFault, text);
    }
    let labelled = strip(text, ERROR_LABEL).unwrap_or(text);
    if let Some(rest) = CARD_REFUSED.iter().find_map(|phrase| strip(labelled, phrase)) {
        return (Wrapper::CardRefused, rest);
    }
    if let Some(rest) = strip(labelled, CANCEL_REFUSED) {
        return (Wrapper::CancelRefused, rest);
    }
    match strip(labelled, PAYMENT_REFUSED) {
        Some(rest) => (Wrapper::PaymentRefused, rest),
        None => (Wrapper::None, text),
    }
}

/// The text without spaces, its ASCII letters small, so that spacing decides nothing.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// What follows the phrase, if the text begins with it; spaces in the text do not count.
fn strip<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = text;
    for wanted in phrase.chars() {
        rest = rest.trim_start().strip_prefix(wanted)?;
    }
    Some(rest.trim_start().trim_start_matches('.').trim_start())
}
