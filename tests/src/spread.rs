//! What is told of a figure that was measured several times.

/// The middle of some values, and their ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The least of them.
    pub least: f64,
    /// The one in the middle; of an even number the upper of the two.
    pub median: f64,
    /// The most of them.
    pub most: f64,
}

impl Spread {
    /// Of no values it has no numbers either.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
        Self { least: at(0), median: at(values.len() / 2), most: at(values.len().saturating_sub(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_values_does_not_matter() {
        assert_eq!(Spread::of(vec![3.0, 1.0, 2.0]), Spread { least: 1.0, median: 2.0, most: 3.0 });
        assert_eq!(Spread::of(vec![7.0]), Spread { least: 7.0, median: 7.0, most: 7.0 });
        assert!(Spread::of(Vec::new()).median.is_nan());
    }
}
