//! The process's own time, chance and pace: the real [`Clock`], [`Random`] and [`Pace`] of keyin.
//!
//! Use it in the program that puts the parts together, and nowhere else: everything else takes time and chance as ports.
//! Tests take `keyin-adapter-memory`, whose clock is set by hand.
//!
//! ```
//! use keyin_adapter_system::{SystemClock, SystemRandom};
//! use keyin_ports::{Clock, Random};
//!
//! let clock = SystemClock::new();
//! assert!(clock.monotonic() <= clock.monotonic());
//! let _ = SystemRandom::new().next_u64();
//! ```
//!
//! [`Clock`]: keyin_ports::Clock
//! [`Random`]: keyin_ports::Random
//! [`Pace`]: keyin_ports::Pace

#![forbid(unsafe_code)]

mod clock;
mod pace;
mod random;

pub use clock::SystemClock;
pub use pace::{SteadyPace, Unpaced};
pub use random::SystemRandom;
