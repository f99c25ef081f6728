use proptest::prelude::*;

use crate::{ChargeAmount, Currency, Field, Installments, Money, Rule};

fn won(amount: u64) -> Money {
    Money::won(amount).unwrap()
}

#[test]
fn decimals_are_exact() {
    assert_eq!(Money::parse("3000", Currency::KRW).unwrap(), won(3_000));
    assert_eq!(Money::parse("3000.00", Currency::KRW).unwrap(), won(3_000));
    assert_eq!(Money::parse("10.5", Currency::USD).unwrap().minor(), 1_050);
    assert_eq!(Money::parse("0.07", Currency::USD).unwrap().to_decimal_string(), "0.07");
    assert_eq!(won(0).to_decimal_string(), "0");
}

#[test]
fn every_bad_amount_names_its_rule() {
    let rule = |text: &str, currency| Money::parse(text, currency).unwrap_err().rule().clone();
    assert_eq!(rule("", Currency::KRW), Rule::Empty);
    for text in ["-1", "+1", "1e3", "1,000", " 1", "1.", ".5", "０", "1\u{0}", "NaN"] {
        assert_eq!(rule(text, Currency::KRW), Rule::NotANumber, "{text}");
    }
    assert_eq!(rule("1.5", Currency::KRW), Rule::Decimals { allowed: 0 });
    assert_eq!(rule("1.505", Currency::USD), Rule::Decimals { allowed: 2 });
    for text in ["1000000000000", "18446744073709551616", &"9".repeat(1_000_000)] {
        assert!(matches!(rule(text, Currency::KRW), Rule::OutOfRange { .. }));
    }
}

#[test]
fn the_largest_amount_is_taken_and_one_more_is_not() {
    let most = Money::MAX_MINOR;
    assert_eq!(Money::from_minor(most, Currency::USD).unwrap().minor(), most);
    let refused = Money::from_minor(most + 1, Currency::USD).unwrap_err();
    assert_eq!((refused.field(), refused.rule()), (Field::Amount, &Rule::OutOfRange { min: 0, max: most }));
    assert_eq!(Money::parse("999999999999", Currency::KRW).unwrap(), won(most));
    assert_eq!(Money::parse("9999999999.99", Currency::USD).unwrap().minor(), most);
}

#[test]
fn amounts_are_shown_with_their_decimals_and_currency() {
    let shown = |minor, currency| Money::from_minor(minor, currency).unwrap().to_string();
    assert_eq!(shown(3_000, Currency::KRW), "3000 KRW");
    assert_eq!(shown(1_050, Currency::USD), "10.50 USD");
    assert_eq!(shown(7, Currency::EUR), "0.07 EUR");
    assert_eq!(shown(1_500, Currency::parse("KWD").unwrap()), "1.500 KWD");
    assert_eq!(format!("{:?}", won(3_000)), "3000 KRW");
}

#[test]
fn amounts_of_two_currencies_are_neither_added_nor_taken_away() {
    let cents = Money::from_minor(100, Currency::USD).unwrap();
    assert_eq!((won(100).checked_add(cents), won(100).checked_sub(cents)), (None, None));
    assert_eq!(cents.checked_add(cents).map(Money::minor), Some(200));
    assert_eq!(cents.checked_sub(cents), Some(Money::zero(Currency::USD)));
    assert!(Money::zero(Currency::USD).is_zero() && !cents.is_zero() && !won(1).is_zero());
    assert_eq!(cents.currency(), Currency::USD);
}

#[test]
fn a_currency_is_three_capital_letters() {
    for text in ["KRW", "USD", "XYZ"] {
        let currency: Currency = text.parse().unwrap();
        assert_eq!((currency.as_str(), currency.to_string().as_str()), (text, text));
        assert_eq!(format!("{currency:?}"), text);
        assert_eq!(Currency::try_from(String::from(currency)), Ok(currency));
    }
    for text in ["", "KR", "KRWW", "krw", "KR1", "원"] {
        let refused = Currency::try_from(text.to_owned()).unwrap_err();
        assert_eq!((refused.field(), text.parse::<Currency>()), (Field::Currency, Err(refused)), "{text}");
    }
}

#[test]
fn a_currency_knows_its_decimals() {
    let digits = |text| Currency::parse(text).unwrap().minor_digits();
    assert_eq!(["KRW", "JPY", "VND", "CLP", "ISK"].map(digits), [0; 5]);
    assert_eq!(["USD", "EUR", "CNY"].map(digits), [2; 3]);
    assert_eq!(["KWD", "BHD", "OMR", "JOD"].map(digits), [3; 4]);
}

#[test]
fn the_parts_of_an_amount_are_kept_as_they_were_stated() {
    let amount = ChargeAmount::new(won(12_000)).unwrap();
    assert_eq!((amount.total(), amount.tax_free(), amount.vat_amount()), (won(12_000), won(0), None));
    let stated = amount.with_vat(won(900)).and_then(|amount| amount.with_tax_free(won(1_000))).unwrap();
    assert_eq!((stated.total(), stated.tax_free()), (won(12_000), won(1_000)));
    assert_eq!(stated.vat_amount(), Some(won(900)));
    let parts = stated.breakdown();
    assert_eq!((parts.supply, parts.vat, parts.tax_free), (won(10_100), won(900), won(1_000)));
    let parts = amount.with_tax_free(won(1_000)).unwrap().breakdown();
    assert_eq!((parts.supply, parts.vat), (won(10_000), won(1_000)), "a part in eleven of what is taxed");
    assert!(amount.with_vat(won(12_000)).is_ok() && amount.with_tax_free(won(12_000)).is_ok());
    assert!(amount.with_vat(won(600)).unwrap().with_tax_free(won(11_400)).is_ok());
}

#[cfg(feature = "serde")]
#[test]
fn stored_amounts_are_checked_on_the_way_in() {
    let amount = ChargeAmount::new(won(3_000)).unwrap().with_vat(won(200)).unwrap();
    let json = serde_json::to_value(amount).unwrap();
    assert_eq!(json["total"], serde_json::json!({ "minor": 3_000, "currency": "KRW" }));
    assert_eq!(serde_json::from_value::<ChargeAmount>(json.clone()).unwrap(), amount);
    let mut nothing = json.clone();
    nothing["total"]["minor"] = 0.into();
    let mut too_much = json;
    too_much["vat"]["minor"] = 3_001.into();
    for broken in [nothing, too_much] {
        assert!(serde_json::from_value::<ChargeAmount>(broken).is_err());
    }
    let beyond = format!(r#"{{"minor":{},"currency":"KRW"}}"#, Money::MAX_MINOR + 1);
    assert!(serde_json::from_str::<Money>(&beyond).is_err());
    let months = Installments::new(60, won(50_000)).unwrap();
    assert_eq!(serde_json::to_string(&months).unwrap(), "60");
    assert_eq!(serde_json::from_str::<Installments>("60").unwrap(), months);
    assert!(serde_json::from_str::<Installments>("1").is_err());
}

#[test]
fn a_charge_is_more_than_nothing() {
    assert_eq!(ChargeAmount::new(won(0)).unwrap_err().field(), Field::Amount);
    let amount = ChargeAmount::new(won(1_000)).unwrap();
    assert_eq!(amount.with_tax_free(won(1_001)).unwrap_err().field(), Field::TaxFree);
    assert_eq!(amount.with_vat(won(1_001)).unwrap_err().field(), Field::VatAmount);
    let dollars = Money::from_minor(1, Currency::USD).unwrap();
    assert_eq!(*amount.with_tax_free(dollars).unwrap_err().rule(), Rule::OtherCurrency);
    assert!(amount.with_vat(won(600)).unwrap().with_tax_free(won(500)).is_err());
}

#[test]
fn instalments_begin_at_fifty_thousand_won() {
    assert!(Installments::new(0, won(1)).unwrap().is_single());
    assert_eq!(Installments::new(2, won(50_000)).unwrap().months(), 2);
    assert_eq!(
        *Installments::new(2, won(49_999)).unwrap_err().rule(),
        Rule::InstallmentsNeed { won: 50_000 }
    );
    assert!(Installments::new(1, won(50_000)).is_err());
    assert!(Installments::new(61, won(50_000)).is_err());
    assert_eq!(Installments::new(60, won(50_000)).map(u8::from), Ok(60));
    assert_eq!((Installments::single().months(), Installments::single().is_single()), (0, true));
    assert!(!Installments::new(2, won(50_000)).unwrap().is_single());
    assert!(Installments::new(3, Money::from_minor(9_999_999, Currency::USD).unwrap()).is_err());
}

fn currencies() -> impl Strategy<Value = Currency> {
    prop_oneof![Just("KRW"), Just("USD"), Just("KWD"), "[A-Z]{3}".prop_map(|_| "EUR")]
        .prop_map(|code| Currency::parse(code).unwrap())
}

proptest! {
    #[test]
    fn parse_and_format_are_inverse(minor in 0..=Money::MAX_MINOR, currency in currencies()) {
        let money = Money::from_minor(minor, currency).unwrap();
        prop_assert_eq!(Money::parse(&money.to_decimal_string(), currency).unwrap(), money);
    }

    #[test]
    fn sums_are_exact(a in 0..=Money::MAX_MINOR, b in 0..=Money::MAX_MINOR) {
        let sum = won(a).checked_add(won(b)).map(|money| i128::from(money.minor()));
        let exact = i128::from(a) + i128::from(b);
        prop_assert_eq!(sum, (exact <= i128::from(Money::MAX_MINOR)).then_some(exact));
        let difference = won(a).checked_sub(won(b)).map(|money| i128::from(money.minor()));
        let exact = i128::from(a) - i128::from(b);
        prop_assert_eq!(difference, (exact >= 0).then_some(exact));
    }

    #[test]
    fn tax_parts_always_add_up(total in 1..=Money::MAX_MINOR, free in 0..=Money::MAX_MINOR, vat in proptest::option::of(0..=Money::MAX_MINOR)) {
        let Ok(mut amount) = ChargeAmount::new(won(total)).unwrap().with_tax_free(won(free % (total + 1))) else {
            return Err(TestCaseError::fail("a part of the total was refused"));
        };
        if let Some(vat) = vat
            && let Ok(stated) = amount.with_vat(won(vat))
        {
            amount = stated;
        }
        let parts = amount.breakdown();
        prop_assert_eq!(parts.supply.minor() + parts.vat.minor() + parts.tax_free.minor(), total);
        if amount.vat_amount().is_none() {
            let taxable = total - amount.tax_free().minor();
            prop_assert_eq!(parts.vat.minor(), taxable / 11);
        }
    }

    #[test]
    fn no_text_makes_money_panic(text in ".{0,40}|[0-9.]{0,40}", code in ".{0,5}") {
        let currency = Currency::parse(&code).unwrap_or(Currency::USD);
        if let Err(error) = Money::parse(&text, currency) {
            prop_assert!(text.chars().count() < 6 || !error.to_string().contains(&text));
        }
    }
}
