use super::*;

/// Where each range of first digits begins and ends, and what stands just outside of it.
const RANGES: [(CardBrand, &str, u32, u32); 19] = [
    (CardBrand::Visa, "Visa", 4000, 4999),
    (CardBrand::Mastercard, "Mastercard", 5100, 5599),
    (CardBrand::Mastercard, "Mastercard", 2221, 2720),
    (CardBrand::Amex, "American Express", 3400, 3499),
    (CardBrand::Amex, "American Express", 3700, 3799),
    (CardBrand::Jcb, "JCB", 3528, 3589),
    (CardBrand::UnionPay, "UnionPay", 6200, 6299),
    (CardBrand::Diners, "Diners Club", 3000, 3059),
    (CardBrand::Diners, "Diners Club", 3600, 3699),
    (CardBrand::Diners, "Diners Club", 3800, 3999),
    (CardBrand::Discover, "Discover", 6011, 6011),
    (CardBrand::Discover, "Discover", 6440, 6599),
    (CardBrand::Maestro, "Maestro", 5000, 5099),
    (CardBrand::Maestro, "Maestro", 5600, 5899),
    (CardBrand::Maestro, "Maestro", 6304, 6304),
    (CardBrand::Maestro, "Maestro", 6759, 6759),
    (CardBrand::Maestro, "Maestro", 6761, 6763),
    (CardBrand::KoreanLocal, "국내전용", 9000, 9499),
    (CardBrand::KoreanLocal, "국내전용", 9500, 9999),
];

fn brand(prefix: u32) -> Option<CardBrand> {
    CardNumber::parse(&format!("{prefix:04}000000000")).unwrap().brand()
}

#[test]
fn every_range_of_first_digits_is_its_brands_from_end_to_end() {
    for (expected, name, first, last) in RANGES {
        assert_eq!((brand(first), brand(last)), (Some(expected), Some(expected)), "{first}–{last}");
        assert_eq!((expected.as_str(), expected.to_string().as_str()), (name, name));
    }
}

#[test]
fn first_digits_are_of_a_brand_only_inside_a_range() {
    for prefix in 0..=9_999 {
        let expected = RANGES.iter().find(|range| (range.2..=range.3).contains(&prefix)).map(|range| range.0);
        assert_eq!(brand(prefix), expected, "{prefix:04}");
    }
}
