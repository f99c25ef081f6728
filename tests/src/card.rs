//! Cards as somebody types them, and every way in which one could be found again.

use serde_json::json;

/// A card with all its data. Those here are made up or the sandbox's own; they belong to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedCard {
    /// The number as typed.
    pub number: &'static str,
    /// The expiry, `YYYY-MM`.
    pub expiry: &'static str,
    /// Birth date or business number.
    pub birth: &'static str,
    /// The password's first two digits.
    pub pwd_2digit: &'static str,
}

impl TypedCard {
    /// A card that pays and passes every check.
    pub const GOOD: Self = Self::number("4000-0000-0000-0002");
    /// The guide's: it fails Luhn and its expiry has passed.
    pub const GUIDE: Self =
        Self { number: "1234-1234-1234-1234", expiry: "2019-01", birth: "123456", pwd_2digit: "00" };
    /// Declined for its limit, with a failed record.
    pub const OVER_LIMIT: Self = Self::number("4000-0000-0031-0005");
    /// Declined for its limit, in words alone.
    pub const OVER_LIMIT_IN_WORDS: Self = Self::number("4000-0001-0031-0004");
    /// Reported lost: declined for good, with a failed record.
    pub const LOST: Self = Self::number("4000-0000-0050-0001");
    /// Charged, while the answer speaks of a time-out.
    pub const CHARGED_UNSAID: Self = Self::number("4000-0002-0001-0009");
    /// Not charged, while the answer speaks of a time-out.
    pub const NOT_CHARGED_UNSAID: Self = Self::number("4000-0003-0001-0008");

    /// A card of that number whose other data are in order.
    pub const fn number(number: &'static str) -> Self {
        Self { number, expiry: "2089-11", birth: "870605", pwd_2digit: "94" }
    }

    /// The card as `--card-stdin` takes it.
    pub fn to_json(self) -> Vec<u8> {
        let Self { number, expiry, birth, pwd_2digit } = self;
        let card = json!({"card_number": number, "expiry": expiry, "birth": birth, "pwd_2digit": pwd_2digit});
        card.to_string().into_bytes()
    }
}
