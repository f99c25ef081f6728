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
