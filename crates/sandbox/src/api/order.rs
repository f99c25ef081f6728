//! What onetime and again have in common: the order to be paid, read and checked before any card is looked at.

use crate::http::answer::Answer;
use crate::messages;
use crate::params::{Params, Whole};
use crate::settings::{OverLength, Pg, Settings};
use crate::store::{Buyer, Order, TaxParts};

/// Longest customer_uid, in characters.
pub(super) const CUSTOMER_UID: usize = 80;

impl Order {
    /// Reads an order whose required parameters are there.
    pub(super) fn read(params: &Params, settings: &Settings) -> Result<Self, Answer> {
        let text = |name, max| limited(params, name, max, settings);
        let merchant_uid = text("merchant_uid", 40)?.unwrap_or_default();
        let amount = match params.whole("amount") {
            Whole::Is(amount) if amount > 0 => amount,
            _ => return Err(Answer::refused(&messages::not_an_amount("amount"))),
        };
        if params.text("currency").is_some_and(|currency| !currency.eq_ignore_ascii_case("KRW")) {
            return Err(Answer::refused(messages::CURRENCY_UNSUPPORTED));
        }
        let tax_free = not_negative(params, "tax_free")?;
        if tax_free > amount {
            return Err(Answer::refused(messages::TAX_FREE_TOO_MUCH));
        }
        let buyer = Buyer {
            name: text("buyer_name", 16)?,
            email: text("buyer_email", 64)?,
            tel: text("buyer_tel", 16)?,
            addr: text("buyer_addr", 128)?,
            postcode: text("buyer_postcode", 8)?,
        };
        Ok(Self {
            merchant_uid: merchant_uid.into(),
            amount,
            tax: TaxParts { tax_free, vat: None },
            card_quota: card_quota(params)?,
            name: text("name", 40)?,
            buyer: (buyer != Buyer::default()).then(|| Box::new(buyer)),
            custom_data: params.free_text("custom_data").map(String::into_boxed_str),
            notice_url: params.text("notice_url").as_deref().map(Into::into),
        })
    }

    /// What an order must be for a PG. Settlebank's order number takes no Korean.
    pub(super) fn check_for(&self, pg: &Pg) -> Result<(), Answer> {
        let plain = |text: &str| match pg.is_hecto {
            true => text.bytes().all(|b| (b' '..=b'~').contains(&b)),
            false => !text.chars().any(char::is_control),
        };
        if plain(&self.merchant_uid) {
            Ok(())
        } else {
            Err(Answer::refused(messages::MERCHANT_UID_CHARACTERS))
        }
    }
}

/// Refuses parameters without those that a PG insists on.
pub(super) fn check_needed(params: &Params, needed: &[&str]) -> Result<(), Answer> {
    let missing = params.missing(needed);
    if missing.is_empty() { Ok(()) } else { Err(Answer::refused(&messages::missing(&missing))) }
}

/// A text within its length, which is counted in characters.
pub(super) fn limited(
    params: &Params,
    name: &str,
    max: usize,
    settings: &Settings,
) -> Result<Option<Box<str>>, Answer> {
    params.text(name).map(|text| within(name, &text, max, settings)).transpose()
}

/// The text itself, what is left of it, or the refusal.
pub(super) fn within(name: &str, text: &str, max: usize, settings: &Settings) -> Result<Box<str>, Answer> {
    match text.char_indices().nth(max) {
        None => Ok(text.into()),
        Some((end, _)) => match settings.over_length {
            OverLength::Refuse => Err(Answer::refused(&messages::too_long(name, max))),
            OverLength::Cut => Ok(text[..end].into()),
        },
    }
}

/// The name of a billing key: any characters that can be shown.
pub(super) fn customer_uid(text: &str, settings: &Settings) -> Result<Box<str>, Answer> {
    if text.chars().any(char::is_control) {
        return Err(Answer::refused(messages::CUSTOMER_UID_CHARACTERS));
    }
    within("customer_uid", text, CUSTOMER_UID, settings)
}

/// A sum that may be left out and is then nothing.
pub(super) fn not_negative(params: &Params, name: &str) -> Result<i64, Answer> {
    match params.whole(name) {
        Whole::Absent => Ok(0),
        Whole::Is(number) if number >= 0 => Ok(number),
        Whole::Is(_) | Whole::Unreadable => Err(Answer::refused(&messages::not_a_whole_number(name))),
    }
}

/// The VAT as the merchant reckons it, under its name or its older one, where the PG takes that.
pub(super) fn vat(params: &Params, amount: i64, pg: &Pg) -> Result<Option<i64>, Answer> {
    if !pg.takes_vat {
        return Ok(None);
    }
    let given = ["vat_amount", "vat"].into_iter().find(|name| params.whole(name) != Whole::Absent);
    let Some(name) = given else { return Ok(None) };
    let vat = not_negative(params, name)?;
    let most = if pg.limits_vat { amount / 10 } else { amount };
    if vat > most { Err(Answer::refused(messages::VAT_TOO_MUCH)) } else { Ok(Some(vat)) }
}

fn card_quota(params: &Params) -> Result<u32, Answer> {
    let months = match params.whole("card_quota") {
        Whole::Absent => Some(0),
        Whole::Is(months) => u32::try_from(months).ok().filter(|months| *months != 1 && *months <= 99),
        Whole::Unreadable => None,
    };
    months.ok_or_else(|| Answer::refused(messages::CARD_QUOTA_INVALID))
}
