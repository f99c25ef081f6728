//! Chance as a port.

/// Where ids and jitter come from; seeded in simulations.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Random: Send + Sync {
    /// The next 64 bits, evenly spread.
    fn next_u64(&self) -> u64;
}

const _: fn(&dyn Random) = |_| ();
