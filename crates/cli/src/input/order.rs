//! What is to be charged, from texts.

use keyin_domain::{
    Buyer, ChargeAmount, ChargeIntent, ChargeMethod, Currency, CustomData, Field, Installments, InvalidValue,
    MerchantUid, Money, OrderName, Pg, Rule,
};

use super::{money, pg};

/// What somebody wrote of an order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderTexts<'a> {
    pub(crate) merchant_uid: &'a str,
    pub(crate) amount: &'a str,
    pub(crate) name: &'a str,
    pub(crate) currency: &'a str,
    pub(crate) tax_free: Option<&'a str>,
    pub(crate) vat_amount: Option<&'a str>,
    pub(crate) installments: Option<&'a str>,
    pub(crate) pg: Option<&'a str>,
    pub(crate) custom_data: Option<&'a str>,
    pub(crate) buyer: BuyerTexts<'a>,
}

/// What somebody wrote of who buys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BuyerTexts<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) email: Option<&'a str>,
    pub(crate) tel: Option<&'a str>,
    pub(crate) addr: Option<&'a str>,
    pub(crate) postcode: Option<&'a str>,
}

/// What is to be charged by that method.
///
/// # Errors
/// The first value that is not right.
pub(crate) fn intent(
    texts: &OrderTexts<'_>,
    method: ChargeMethod,
    default_pg: Option<&Pg>,
) -> Result<ChargeIntent, InvalidValue> {
    let merchant_uid = MerchantUid::parse(texts.merchant_uid)?;
    let amount = amount(texts)?;
    let name = OrderName::parse(texts.name)?;
    let mut intent = ChargeIntent::new(merchant_uid, method, amount, name).with_buyer(buyer(&texts.buyer)?);
    if let Some(months) = texts.installments {
        intent = intent.with_installments(installments(months, Some(amount.total()))?);
    }
    if let Some(pg) = pg(texts.pg, default_pg)? {
        intent = intent.with_pg(pg);
    }
    if let Some(data) = texts.custom_data {
        intent = intent.with_custom_data(CustomData::parse(data)?);
    }
    Ok(intent)
}

/// Every value that is not right: none if [`intent`] takes them.
pub(crate) fn all_wrong(texts: &OrderTexts<'_>) -> Vec<InvalidValue> {
    let amount = amount(texts);
    // Without an amount only the form of the months can be checked.
    let total = amount.as_ref().ok().map(ChargeAmount::total);
    let buyer = buyer_parts(&texts.buyer).map(|(text, with)| part_of(Buyer::default(), text, with).map(drop));
    let checks = [
        MerchantUid::parse(texts.merchant_uid).map(drop),
        amount.map(drop),
        OrderName::parse(texts.name).map(drop),
        texts.installments.map_or(Ok(()), |months| installments(months, total).map(drop)),
        pg(texts.pg, None).map(drop),
        texts.custom_data.map_or(Ok(()), |data| CustomData::parse(data).map(drop)),
    ];
    checks.into_iter().chain(buyer).filter_map(Result::err).collect()
}

fn amount(texts: &OrderTexts<'_>) -> Result<ChargeAmount, InvalidValue> {
    let currency = Currency::parse(texts.currency)?;
    let mut amount = ChargeAmount::new(money(Field::Amount, texts.amount, currency)?)?;
    if let Some(text) = texts.tax_free {
        amount = amount.with_tax_free(money(Field::TaxFree, text, currency)?)?;
    }
    if let Some(text) = texts.vat_amount {
        amount = amount.with_vat(money(Field::VatAmount, text, currency)?)?;
    }
    Ok(amount)
}

fn installments(text: &str, total: Option<Money>) -> Result<Installments, InvalidValue> {
    let rule = if text.is_empty() {
        Rule::Empty
    } else if !text.bytes().all(|b| b.is_ascii_digit()) {
        Rule::NotANumber
    } else {
        match (text.parse::<u8>(), total) {
            (Ok(months), Some(total)) => return Installments::new(months, total),
            (Ok(months), None) => return Installments::try_from(months),
            (Err(_), _) => Rule::OutOfRange { min: 2, max: 60 },
        }
    };
    Err(InvalidValue::new(Field::CardQuota, rule))
}

type With = fn(Buyer, &str) -> Result<Buyer, InvalidValue>;

/// Who buys.
///
/// # Errors
/// The first value that is not right.
pub(crate) fn buyer(texts: &BuyerTexts<'_>) -> Result<Buyer, InvalidValue> {
    let mut parts = buyer_parts(texts).into_iter();
    parts.try_fold(Buyer::default(), |buyer, (text, with)| part_of(buyer, text, with))
}

fn buyer_parts<'a>(texts: &BuyerTexts<'a>) -> [(Option<&'a str>, With); 5] {
    [
        (texts.name, Buyer::with_name),
        (texts.email, Buyer::with_email),
        (texts.tel, Buyer::with_tel),
        (texts.addr, Buyer::with_addr),
        (texts.postcode, Buyer::with_postcode),
    ]
}

fn part_of(buyer: Buyer, text: Option<&str>, with: With) -> Result<Buyer, InvalidValue> {
    match text {
        Some(text) => with(buyer, text),
        None => Ok(buyer),
    }
}
