//! When to look an unknown charge up next.

use std::time::Duration;

use jiff::Timestamp;

use super::deadlines::later;

/// After the outcome became unknown: 1, 2, 5, 15, 60 s, 5, 10, 20 min. The same again after the absence
/// window, because only an answer from after it is believed.
const OFFSETS: [u64; 8] = [1, 2, 5, 15, 60, 300, 600, 1200];

/// The next time after `now` at which a look-up is worth its call.
///
/// `unknown_since` is when the outcome became unknown, `settle_after` the end of the absence window. Past
/// the last offset it is every 20 minutes.
pub fn next_look_up(unknown_since: Timestamp, settle_after: Timestamp, now: Timestamp) -> Timestamp {
    let offsets = OFFSETS.map(Duration::from_secs);
    let early = offsets.iter().map(|&by| later(unknown_since, by)).filter(|&at| at < settle_after);
    let late = std::iter::once(settle_after).chain(offsets.iter().map(|&by| later(settle_after, by)));
    early.chain(late).filter(|&at| at > now).min().unwrap_or_else(|| later(now, Duration::from_secs(1200)))
}
