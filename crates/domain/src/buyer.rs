//! Who buys.

use crate::text::{checked, readable};
use crate::{Field, InvalidValue, Rule};

/// What is known of the buyer; every part may be missing. The gateway copies it to a billing key that is
/// registered with the payment. Its `Debug` shows which parts there are, not what they say.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Unchecked"))]
pub struct Buyer {
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    name: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    email: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    tel: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    addr: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    postcode: Option<String>,
}

impl Buyer {
    /// With a name of 1–16 characters.
    ///
    /// # Errors
    /// When it is empty, too long, or has a control character.
    pub fn with_name(mut self, text: &str) -> Result<Self, InvalidValue> {
        self.name = Some(readable(Field::BuyerName, text, 16)?);
        Ok(self)
    }

    /// With an e-mail address of at most 64 characters.
    ///
    /// # Errors
    /// When it is too long, has a space or a character outside ASCII, or not exactly one `@` inside.
    pub fn with_email(mut self, text: &str) -> Result<Self, InvalidValue> {
        let email =
            checked(Field::BuyerEmail, text, 64, "visible ASCII characters", |c| c.is_ascii_graphic())?;
        let well_formed = email
            .split_once('@')
            .is_some_and(|(local, host)| !local.is_empty() && !host.is_empty() && !host.contains('@'));
        if !well_formed {
            return Err(InvalidValue::new(Field::BuyerEmail, Rule::Format { expected: "name@example.com" }));
        }
        self.email = Some(email);
        Ok(self)
    }

    /// With a telephone number of at most 16 characters.
    ///
    /// # Errors
    /// When it is too long or has a character other than digits, `+ - ( )` and space.
    pub fn with_tel(mut self, text: &str) -> Result<Self, InvalidValue> {
        self.tel = Some(checked(Field::BuyerTel, text, 16, "0-9 + - ( ) space", |c| {
            c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ')
        })?);
        Ok(self)
    }

    /// With an address of 1–128 characters.
    ///
    /// # Errors
    /// When it is empty, too long, or has a control character.
    pub fn with_addr(mut self, text: &str) -> Result<Self, InvalidValue> {
        self.addr = Some(readable(Field::BuyerAddr, text, 128)?);
        Ok(self)
    }

    /// With a postcode of at most 8 characters.
    ///
    /// # Errors
    /// When it is too long or has a character other than letters, digits, `-` and space.
    pub fn with_postcode(mut self, text: &str) -> Result<Self, InvalidValue> {
        self.postcode = Some(checked(Field::BuyerPostcode, text, 8, "A-Z a-z 0-9 - space", |c| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | ' ')
        })?);
        Ok(self)
    }

    /// The name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The e-mail address.
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// The telephone number.
    pub fn tel(&self) -> Option<&str> {
        self.tel.as_deref()
    }

    /// The address.
    pub fn addr(&self) -> Option<&str> {
        self.addr.as_deref()
    }

    /// The postcode.
    pub fn postcode(&self) -> Option<&str> {
        self.postcode.as_deref()
    }
}

impl std::fmt::Debug for Buyer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            ("name", self.name.is_some()),
            ("email", self.email.is_some()),
            ("tel", self.tel.is_some()),
            ("addr", self.addr.is_some()),
            ("postcode", self.postcode.is_some()),
        ];
        f.write_str("Buyer")?;
        f.debug_list().entries(parts.iter().filter(|part| part.1).map(|part| part.0)).finish()
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Unchecked {
    name: Option<String>,
    email: Option<String>,
    tel: Option<String>,
    addr: Option<String>,
    postcode: Option<String>,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for Buyer {
    type Error = InvalidValue;

    fn try_from(parts: Unchecked) -> Result<Self, Self::Error> {
        type With = fn(Buyer, &str) -> Result<Buyer, InvalidValue>;
        let given: [(Option<String>, With); 5] = [
            (parts.name, Buyer::with_name),
            (parts.email, Buyer::with_email),
            (parts.tel, Buyer::with_tel),
            (parts.addr, Buyer::with_addr),
            (parts.postcode, Buyer::with_postcode),
        ];
        given.into_iter().try_fold(Buyer::default(), |buyer, (text, with)| match text {
            Some(text) => with(buyer, &text),
            None => Ok(buyer),
        })
    }
}

#[cfg(test)]
mod tests;
