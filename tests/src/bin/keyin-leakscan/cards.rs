//! Cards of digits that nothing else is made of.

use keyin_tests::TypedCard;

/// Made up, good by Luhn, and taken by the sandbox.
pub(crate) const CARDS: [TypedCard; 6] = [
    TypedCard { number: "5412-7534-9821-6006", expiry: "2087-09", birth: "870605", pwd_2digit: "94" },
    TypedCard { number: "9374 1625 8903 7149", expiry: "2086-08", birth: "1298765432", pwd_2digit: "73" },
    TypedCard { number: "3587291460375181", expiry: "2085-07", birth: "651124", pwd_2digit: "58" },
    TypedCard { number: "6011-9385-2740-1637", expiry: "2084-06", birth: "4219873065", pwd_2digit: "61" },
    TypedCard { number: "371846295037417", expiry: "2083-05", birth: "790318", pwd_2digit: "37" },
    TypedCard { number: "4539 6182 7405 9311", expiry: "2082-11", birth: "8351946207", pwd_2digit: "82" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_good_by_luhn() {
        for card in CARDS {
            let digits: Vec<u32> = card.number.chars().filter_map(|c| c.to_digit(10)).collect();
            let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
            let sum: u32 = digits
                .iter()
                .rev()
                .enumerate()
                .map(|(place, &digit)| if place % 2 == 1 { doubled(digit) } else { digit })
                .sum();
            assert_eq!(sum % 10, 0, "{}", card.number);
        }
    }
}
