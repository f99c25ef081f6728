//! keyin beside the public clients of the API: the figures, and the page and the plot that are made of them.
//!
//! `cargo xtask bench --peers` measures and writes both. Here nothing is measured, so that the same figures always give
//! the same bytes.

mod figures;
mod number;
mod page;
mod plot;
mod stampedes;
mod table;
mod words;

pub use figures::{CALLERS, Comparison, Peer, ROWS, Row, Turn, Verdict};
pub use page::{NoMarkers, with_part};
pub use plot::plot;
pub use stampedes::Stampedes;
pub use table::table;
pub use words::{ENGLISH, KOREAN, Words};

#[cfg(test)]
mod tests;
