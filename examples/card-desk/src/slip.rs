//! What was typed, as checked values.

use std::io::{self, Write};

use keyin_domain::jiff::civil::Date;
use keyin_domain::{Card, CardBrand, ChargeAmount, Currency, InvalidValue, Money};

/// A card and an amount.
pub(crate) struct Slip {
    card: Card,
    amount: ChargeAmount,
}

impl Slip {
    /// From what was typed: number, expiry, whole won.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`] names the first field that is none, and the rule that it breaks.
    pub(crate) fn parse(number: &str, expiry: &str, won: &str) -> Result<Self, InvalidValue> {
        let card = Card::new(number.parse()?, expiry.parse()?);
        let amount = ChargeAmount::new(Money::parse(won, Currency::KRW)?)?;
        Ok(Self { card, amount })
    }

    /// Tells what it holds, the number masked. Whether the card looks genuine and is still valid are verdicts, not
    /// errors: it is the desk's to decide what to do about them.
    pub(crate) fn tell(&self, today: Date, told: &mut impl Write) -> io::Result<()> {
        let number = self.card.number();
        let brand = number.brand().map_or("unknown brand", CardBrand::as_str);
        writeln!(told, "card\t{} ({brand})", number.masked())?;
        let digits = if number.passes_luhn() { "are a card's" } else { "hold a mistyped one" };
        writeln!(told, "digits\t{digits}")?;
        let expiry = if self.card.expiry().is_past_on(today) { "is over" } else { "is to come" };
        writeln!(told, "expiry\t{expiry}")?;
        let parts = self.amount.breakdown();
        writeln!(told, "amount\t{} = {} + {} VAT", self.amount.total(), parts.supply, parts.vat)
    }
}
