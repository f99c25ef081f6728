//! From typed texts to checked values.

pub(crate) mod date;
pub(crate) mod period;

use std::time::Duration;

use keyin_domain::{
    Buyer, ChargeAmount, ChargeIntent, ChargeMethod, Currency, CustomData, Field, Installments, InvalidValue,
    Language, MerchantUid, Money, OrderName, Pg, Rule,
};

use crate::args;
use crate::problem::Problem;
use crate::settings::parse_duration;

/// What is to be charged.
pub(crate) fn intent(
    order: &args::OrderFields,
    method: ChargeMethod,
    default_pg: Option<&Pg>,
) -> Result<ChargeIntent, InvalidValue> {
    let merchant_uid = MerchantUid::parse(&order.merchant_uid)?;
    let amount = amount(order)?;
    let name = OrderName::parse(&order.name)?;
    let mut intent = ChargeIntent::new(merchant_uid, method, amount, name).with_buyer(buyer(&order.buyer)?);
    if let Some(months) = &order.installments {
        intent = intent.with_installments(Installments::new(whole_number(months)?, amount.total())?);
    }
    if let Some(pg) = pg(order.pg.as_deref(), default_pg)? {
        intent = intent.with_pg(pg);
    }
    if let Some(data) = &order.custom_data {
        intent = intent.with_custom_data(CustomData::parse(data)?);
    }
    Ok(intent)
}

fn amount(order: &args::OrderFields) -> Result<ChargeAmount, InvalidValue> {
    let currency = Currency::parse(&order.currency)?;
    let mut amount = ChargeAmount::new(Money::parse(&order.amount, currency)?)?;
    if let Some(text) = &order.tax_free {
        amount = amount.with_tax_free(money(Field::TaxFree, text, currency)?)?;
    }
    if let Some(text) = &order.vat_amount {
        amount = amount.with_vat(money(Field::VatAmount, text, currency)?)?;
    }
    Ok(amount)
}

/// An amount of money in that field.
pub(crate) fn money(field: Field, text: &str, currency: Currency) -> Result<Money, InvalidValue> {
    Money::parse(text, currency).map_err(|invalid| invalid.of(field))
}

fn whole_number(text: &str) -> Result<u8, InvalidValue> {
    let rule = if text.is_empty() {
        Rule::Empty
    } else if !text.bytes().all(|b| b.is_ascii_digit()) {
        Rule::NotANumber
    } else {
        match text.parse() {
            Ok(number) => return Ok(number),
            Err(_) => Rule::OutOfRange { min: 2, max: 60 },
        }
    };
    Err(InvalidValue::new(Field::CardQuota, rule))
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
    type With = fn(Buyer, &str) -> Result<Buyer, InvalidValue>;
    let given: [(&Option<String>, With); 5] = [
        (&typed.buyer_name, Buyer::with_name),
        (&typed.buyer_email, Buyer::with_email),
        (&typed.buyer_tel, Buyer::with_tel),
        (&typed.buyer_addr, Buyer::with_addr),
        (&typed.buyer_postcode, Buyer::with_postcode),
    ];
    given.into_iter().try_fold(Buyer::default(), |buyer, (text, with)| match text {
        Some(text) => with(buyer, text),
        None => Ok(buyer),
    })
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
