//! A card in a request: the only place outside the domain where card data is read.

use keyin_domain::Card;
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

/// The card parameters of `onetime` and of the issue of a billing key. It has no `Debug`.
#[derive(Serialize)]
pub(super) struct CardFields<'a> {
    card_number: &'a str,
    #[serde(serialize_with = "written")]
    expiry: Zeroizing<String>,
    birth: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pwd_2digit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cvc: Option<&'a str>,
}

impl<'a> CardFields<'a> {
    pub(super) fn of(card: &'a Card) -> Self {
        Self {
            card_number: card.number().expose(),
            expiry: card.expiry().expose(),
            birth: card.holder_id().expose(),
            pwd_2digit: card.password().map(|digits| digits.expose()),
            cvc: card.cvc().map(|cvc| cvc.expose()),
        }
    }
}

fn written<S: Serializer>(text: &Zeroizing<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}
