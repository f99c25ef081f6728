//! Chance from a seed: the same seed, the same walk.

/// The generator known as SplitMix64.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to `sides - 1`; 0 if there are no sides.
    pub(super) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        mixed.checked_rem(sides as u64).unwrap_or(0) as usize
    }

    pub(super) fn one_of<'a>(&mut self, names: &[&'a str; 5]) -> &'a str {
        names[self.below(names.len())]
    }
}
