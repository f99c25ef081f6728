//! A short run of secret digits, kept in place and wiped when dropped.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Field, InvalidValue, Rule};

/// Up to `N` ASCII digits without an allocation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct SecretDigits<const N: usize> {
    digits: [u8; N],
    len: u8,
}

impl<const N: usize> SecretDigits<N> {
    pub(super) fn empty() -> Self {
        Self { digits: [b'0'; N], len: 0 }
    }

    /// All of `text`, if it is nothing but digits and they fit.
    #[inline]
    pub(super) fn of_digits(text: &[u8]) -> Option<Self> {
        let mut digits = [b'0'; N];
        digits.get_mut(..text.len())?.copy_from_slice(text);
        let len = u8::try_from(text.len()).ok()?;
        // Judged whole, without stopping at the first that is none, so that the check is done in one go.
        digits.iter().fold(true, |all, byte| all & byte.is_ascii_digit()).then_some(Self { digits, len })
    }

    /// At least `least` digits and nothing else, of that field.
    pub(super) fn parse(field: Field, text: &str, least: usize) -> Result<Self, InvalidValue> {
        let wrong_length = || InvalidValue::new(field, Rule::Length { min: least, max: N });
        if text.is_empty() {
            return Err(InvalidValue::new(field, Rule::Empty));
        }
        let mut digits = Self::empty();
        for (position, c) in text.chars().enumerate() {
            if !c.is_ascii_digit() {
                return Err(InvalidValue::new(field, Rule::Character { position, allowed: "0-9" }));
            }
            if !digits.push(c as u8) {
                return Err(wrong_length());
            }
        }
        if digits.len() < least { Err(wrong_length()) } else { Ok(digits) }
    }

    /// Adds a digit; false if there is no room.
    #[inline]
    pub(super) fn push(&mut self, digit: u8) -> bool {
        match self.digits.get_mut(usize::from(self.len)) {
            Some(place) => {
                *place = digit;
                self.len += 1;
                true
            }
            None => false,
        }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        self.digits.get(..self.len()).unwrap_or_default()
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}
