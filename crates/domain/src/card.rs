//! Card data. Nothing here can be displayed, serialised or cloned, and all of it is wiped when dropped.
//!
//! ```compile_fail
//! fn show(number: keyin_domain::CardNumber) -> String { number.to_string() }
//! ```
//! ```compile_fail
//! fn show(expiry: keyin_domain::Expiry) -> String { expiry.to_string() }
//! ```
//! ```compile_fail
//! fn show(id: keyin_domain::HolderId) -> String { id.to_string() }
//! ```
//! ```compile_fail
//! fn show(digits: keyin_domain::PasswordDigits) -> String { digits.to_string() }
//! ```
//! ```compile_fail
//! fn show(cvc: keyin_domain::Cvc) -> String { cvc.to_string() }
//! ```
//! ```compile_fail
//! fn show(card: keyin_domain::Card) -> String { card.to_string() }
//! ```
//! ```compile_fail
//! fn copy(card: &keyin_domain::Card) -> keyin_domain::Card { card.clone() }
//! ```
//! ```compile_fail
//! fn copy(number: &keyin_domain::CardNumber) -> keyin_domain::CardNumber { number.clone() }
//! ```
//! ```compile_fail
//! fn write(card: &keyin_domain::Card) -> String { serde_json::to_string(card).unwrap() }
//! ```
//! ```compile_fail
//! fn write(number: &keyin_domain::CardNumber) -> String { serde_json::to_string(number).unwrap() }
//! ```

mod brand;
mod cvc;
mod digits;
mod expiry;
mod holder_id;
mod masked;
mod number;
mod password;

pub use brand::CardBrand;
pub use cvc::Cvc;
pub use expiry::Expiry;
pub use holder_id::{HolderId, HolderIdKind};
pub use masked::MaskedCardNumber;
pub use number::CardNumber;
pub use password::PasswordDigits;

#[cfg(test)]
mod tests;

/// A card as it was keyed in. Which parts beyond number and expiry matter is decided by the merchant's
/// contract with the PG.
///
/// Its data stand in one place from the beginning to the end: moving the card moves a pointer, so that no
/// stack frame and no future keeps a copy of the digits.
pub struct Card {
    parts: Box<Parts>,
}

struct Parts {
    number: CardNumber,
    expiry: Expiry,
    holder_id: HolderId,
    password: Option<PasswordDigits>,
    cvc: Option<Cvc>,
}

impl Card {
    /// Number and expiry alone; the holder id is the dummy for contracts that ask for none.
    pub fn new(number: CardNumber, expiry: Expiry) -> Self {
        let holder_id = HolderId::not_required();
        Self { parts: Box::new(Parts { number, expiry, holder_id, password: None, cvc: None }) }
    }

    /// With the holder's birth date or business number.
    #[must_use]
    pub fn with_holder_id(mut self, id: HolderId) -> Self {
        self.parts.holder_id = id;
        self
    }

    /// With the first two digits of the password.
    #[must_use]
    pub fn with_password(mut self, digits: PasswordDigits) -> Self {
        self.parts.password = Some(digits);
        self
    }

    /// With the verification code.
    #[must_use]
    pub fn with_cvc(mut self, cvc: Cvc) -> Self {
        self.parts.cvc = Some(cvc);
        self
    }

    /// The number.
    pub fn number(&self) -> &CardNumber {
        &self.parts.number
    }

    /// The expiry.
    pub fn expiry(&self) -> &Expiry {
        &self.parts.expiry
    }

    /// Birth date or business number.
    pub fn holder_id(&self) -> &HolderId {
        &self.parts.holder_id
    }

    /// The first two digits of the password.
    pub fn password(&self) -> Option<&PasswordDigits> {
        self.parts.password.as_ref()
    }

    /// The verification code.
    pub fn cvc(&self) -> Option<&Cvc> {
        self.parts.cvc.as_ref()
    }
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Parts { number, expiry, holder_id, password, cvc } = &*self.parts;
        f.debug_struct("Card")
            .field("number", number)
            .field("expiry", expiry)
            .field("holder_id", holder_id)
            .field("password", password)
            .field("cvc", cvc)
            .finish()
    }
}
