//! Chance from a seed.

use std::sync::atomic::{AtomicU64, Ordering};

use keyin_ports::Random;

/// SplitMix64: the same seed gives the same numbers. It can be foretold, so it is for simulations only.
#[derive(Debug)]
pub struct SeededRandom(AtomicU64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl SeededRandom {
    /// Begins at that seed.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Random for SeededRandom {
    fn next_u64(&self) -> u64 {
        let mut mixed = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let numbers = |seed| {
            let random = SeededRandom::new(seed);
            [(); 8].map(|()| random.next_u64())
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
    }

    #[test]
    fn the_first_numbers_are_those_of_the_published_generator() {
        let random = SeededRandom::new(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([(); 3].map(|()| random.next_u64()), expected);
    }
}
