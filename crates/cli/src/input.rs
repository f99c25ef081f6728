//! From typed texts to checked values.

pub(crate) mod date;
pub(crate) mod order;
pub(crate) mod period;

use std::time::Duration;

use keyin_domain::{
    Buyer, ChargeIntent, ChargeMethod, Currency, Field, InvalidValue, Language, Money, Pg, Rule,
};

use order::{BuyerTexts, OrderTexts};

use crate::args;
use crate::problem::Problem;
use crate::settings::parse_duration;

/// What is to be charged.
pub(crate) fn intent(
    typed: &args::OrderFields,
    method: ChargeMethod,
    default_pg: Option<&Pg>,
) -> Result<ChargeIntent, InvalidValue> {
    let texts = OrderTexts {
        merchant_uid: &typed.merchant_uid,
        amount: &typed.amount,
        name: &typed.name,
        currency: &typed.currency,
        tax_free: typed.tax_free.as_deref(),
        vat_amount: typed.vat_amount.as_deref(),
        installments: typed.installments.as_deref(),
        pg: typed.pg.as_deref(),
        custom_data: typed.custom_data.as_deref(),
        buyer: buyer_texts(&typed.buyer),
    };
    order::intent(&texts, method, default_pg)
}

/// An amount of money in that field.
pub(crate) fn money(field: Field, text: &str, currency: Currency) -> Result<Money, InvalidValue> {
    let sum = Money::parse(text, currency).map_err(|invalid| invalid.of(field))?;
    // To many this point is between thousands, and no currency here has three decimals.
    let is_ambiguous = text.split_once('.').is_some_and(|(_, decimals)| decimals == "000");
    if is_ambiguous { Err(InvalidValue::new(field, Rule::NotANumber)) } else { Ok(sum) }
}

/// The PG that was typed, else the one that is set.
pub(crate) fn pg(typed: Option<&str>, default: Option<&Pg>) -> Result<Option<Pg>, InvalidValue> {
    match typed {
        Some(text) => Pg::parse(text).map(Some),
        None => Ok(default.cloned()),
    }
}

/// Who buys.
pub(crate) fn buyer(typed: &args::Buyer) -> Result<Buyer, InvalidValue> {
    order::buyer(&buyer_texts(typed))
}

fn buyer_texts(typed: &args::Buyer) -> BuyerTexts<'_> {
    BuyerTexts {
        name: typed.buyer_name.as_deref(),
        email: typed.buyer_email.as_deref(),
        tel: typed.buyer_tel.as_deref(),
        addr: typed.buyer_addr.as_deref(),
        postcode: typed.buyer_postcode.as_deref(),
    }
}

/// How long to look for an outcome.
pub(crate) fn wait(text: &str, language: Language) -> Result<Duration, Problem> {
    parse_duration(text).ok_or_else(|| {
        let message = match language {
            Language::English => "--wait: must be a time such as 20s or 5m, at most a day",
            Language::Korean => "--wait: 20s, 5m 같은 시간이어야 합니다(최대 하루)",
        };
        Problem::usage("invalid.wait.format", message.into(), Some("wait".into()))
    })
}

/// A number of things, from 1.
pub(crate) fn count(flag: &str, text: &str, most: u64, language: Language) -> Result<u64, Problem> {
    let plain = text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
    let number = plain.then(|| text.parse::<u64>().ok()).flatten();
    number.filter(|number| (1..=most).contains(number)).ok_or_else(|| {
        let message = match (language, most == u64::MAX) {
            (Language::English, true) => format!("--{flag}: must be a whole number from 1"),
            (Language::English, false) => format!("--{flag}: must be a whole number from 1 to {most}"),
            (Language::Korean, true) => format!("--{flag}: 1 이상의 정수여야 합니다"),
            (Language::Korean, false) => format!("--{flag}: 1 이상 {most} 이하의 정수여야 합니다"),
        };
        Problem::usage(&format!("invalid.{flag}"), message, Some(flag.to_owned()))
    })
}
