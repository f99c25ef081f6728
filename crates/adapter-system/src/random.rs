//! Chance for jitter.

use std::sync::{Mutex, PoisonError};

use keyin_ports::Random;

/// A fast generator seeded by the operating system. Good for jitter and ids, not for secrets.
#[derive(Debug)]
pub struct SystemRandom(Mutex<fastrand::Rng>);

impl SystemRandom {
    /// Seeded by the operating system.
    pub fn new() -> Self {
        Self(Mutex::new(fastrand::Rng::new()))
    }

    /// The same numbers for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(fastrand::Rng::with_seed(seed)))
    }
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandom {
    fn next_u64(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).u64(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let random = SystemRandom::seeded(seed);
            [random.next_u64(), random.next_u64(), random.next_u64()]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn without_a_seed_two_generators_go_their_own_ways() {
        let draw = |random: SystemRandom| [random.next_u64(), random.next_u64(), random.next_u64()];
        assert_ne!(draw(SystemRandom::new()), draw(SystemRandom::default()));
    }
}
