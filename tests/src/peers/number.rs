//! Numbers as people read them.

use crate::Spread;

/// From 100 upwards whole, with a comma for each thousand; below with two digits that count or more.
pub(super) fn plain(value: f64) -> String {
    if value < 99.95 {
        let digits = if value.fract() == 0.0 {
            0
        } else if value < 9.995 {
            2
        } else {
            1
        };
        return format!("{value:.digits$}");
    }
    let whole = format!("{value:.0}");
    let mut told = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

/// The median, and the ends where they are others.
pub(super) fn spread(spread: &Spread) -> String {
    let (least, median, most) = (plain(spread.least), plain(spread.median), plain(spread.most));
    if least == most { median } else { format!("{median} ({least}–{most})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_whole_and_have_commas() {
        let told = [0.0, 1.0, 1.234, 9.999, 12.34, 99.96, 100.4, 1_000.0, 1_234_567.8].map(plain);
        assert_eq!(told, ["0", "1", "1.23", "10.0", "12.3", "100", "100", "1,000", "1,234,568"]);
    }

    #[test]
    fn ends_that_do_not_differ_are_left_out() {
        assert_eq!(spread(&Spread::of(vec![1.0, 1.0])), "1");
        assert_eq!(spread(&Spread::of(vec![900.0, 1_000.0, 1_100.0])), "1,000 (900–1,100)");
    }
}
