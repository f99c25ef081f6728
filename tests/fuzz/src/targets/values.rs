//! The fields of a card and of an order: what is taken prints back equal or masked, and what is refused is not repeated.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use keyin_domain::{
    CancelReason, CardNumber, ChargeAmount, Currency, CustomData, CustomerUid, Cvc, Expiry, HolderId, ImpUid,
    InvalidValue, Language, MaskedCardNumber, MerchantUid, Money, OrderName, PasswordDigits, Pg,
};

use super::card_json::{EXAMPLE, check_masked, digits};

/// So many signs in a row do not stand in a message of ours by chance.
const TELLING: usize = 8;

/// Takes one text as everything.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    card(text);
    prints_back::<MerchantUid>(text);
    prints_back::<CustomerUid>(text);
    prints_back::<ImpUid>(text);
    prints_back::<OrderName>(text);
    prints_back::<CancelReason>(text);
    prints_back::<CustomData>(text);
    prints_back::<Pg>(text);
    money(text);
}

fn card(text: &str) {
    if let Some(number) = taken(text, CardNumber::parse(text)) {
        check_masked(&number, &digits(text));
        assert!(MaskedCardNumber::from_gateway(number.masked().as_str()).is_some());
    }
    if let Some(expiry) = taken(text, Expiry::parse(text)) {
        hidden(text, &expiry);
    }
    if let Some(holder) = taken(text, HolderId::parse(text)) {
        hidden(text, &holder);
        let _ = (holder.is_calendar_date(), holder.passes_checksum());
    }
    if let Some(password) = taken(text, PasswordDigits::parse(text)) {
        hidden(text, &password);
    }
    if let Some(cvc) = taken(text, Cvc::parse(text)) {
        hidden(text, &cvc);
    }
    if let Some(masked) = MaskedCardNumber::from_gateway(text) {
        let clear = masked.as_str().bytes().filter(u8::is_ascii_digit).count();
        assert!(clear <= 10, "more than ten digits of a card are shown");
    }
}

fn money(text: &str) {
    for currency in ["KRW", "USD"].map(|code| Currency::parse(code).unwrap()) {
        let Some(money) = taken(text, Money::parse(text, currency)) else { continue };
        assert_eq!(Money::parse(&money.to_decimal_string(), currency), Ok(money));
        if let Ok(amount) = ChargeAmount::new(money) {
            let parts = amount.breakdown();
            let sum = parts.supply.checked_add(parts.vat).and_then(|sum| sum.checked_add(parts.tax_free));
            assert_eq!(sum, Some(money), "the parts of the tax do not add up");
        }
    }
}

fn prints_back<T: FromStr<Err = InvalidValue> + Display + PartialEq + Debug>(text: &str) {
    if let Some(value) = taken(text, text.parse::<T>()) {
        assert_eq!(value.to_string().parse::<T>().as_ref(), Ok(&value));
    }
}

/// The value; a refusal does not repeat the text.
fn taken<T>(text: &str, parsed: Result<T, InvalidValue>) -> Option<T> {
    let refusal = match parsed {
        Ok(value) => return Some(value),
        Err(refusal) => refusal,
    };
    let told = [Language::English, Language::Korean].map(|language| refusal.message(language));
    let runs = text.split(|sign: char| !sign.is_ascii_digit()).filter(|run| run.len() >= TELLING);
    for run in runs.filter(|run| !EXAMPLE.contains(run)) {
        assert!(told.iter().all(|told| !told.contains(run)), "what was refused is repeated: {told:?}");
    }
    None
}

/// `Debug` shows none of the digits.
fn hidden(text: &str, value: &impl Debug) {
    let shown = format!("{value:?}");
    let digits = digits(text);
    assert!(digits.is_empty() || !shown.contains(&digits), "card data is shown: {shown}");
}
