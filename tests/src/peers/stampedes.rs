//! Two moments at which all callers want a token at once, and how keyin stands in them.

use super::{Comparison, Peer, Turn, Verdict};
use crate::Spread;

/// What both moments came to in one process of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stampedes {
    /// How often it asked for a token when its first [`CALLERS`](super::CALLERS) calls began at once.
    pub first: u32,
    /// How often it asked for one when, later, as many calls began at once and the gateway no longer took the token that
    /// it had handed out, although that one's time was not over.
    pub ended: u32,
    /// How many of these later calls failed, 0 to [`CALLERS`](super::CALLERS).
    pub failed: u32,
}

impl Stampedes {
    /// The best that there can be: whoever pays both times needs a token both times.
    const BEST: Self = Self { first: 1, ended: 1, failed: 0 };

    fn asked(&self) -> u32 {
        self.first + self.ended
    }
}

/// Several processes of a client, each figure over all of them.
pub(super) struct StampedeSpreads {
    pub(super) first: Spread,
    pub(super) ended: Spread,
    pub(super) failed: Spread,
    /// Token requests of both moments.
    pub(super) asked: Spread,
}

impl StampedeSpreads {
    pub(super) fn of<'a>(turns: impl Iterator<Item = &'a Turn>) -> Self {
        let all: Vec<Stampedes> = turns.map(|turn| turn.stampedes).collect();
        let spread = |of: fn(&Stampedes) -> u32| Spread::of(all.iter().map(of).map(f64::from).collect());
        Self {
            first: spread(|both| both.first),
            ended: spread(|both| both.ended),
            failed: spread(|both| both.failed),
            asked: spread(Stampedes::asked),
        }
    }

    /// Whether no call failed in any of them.
    pub(super) fn passed(&self) -> bool {
        self.failed.most == 0.0
    }
}

impl Comparison {
    /// What both moments came to in all turns of keyin.
    pub(super) fn stampedes_of_keyin(&self) -> StampedeSpreads {
        StampedeSpreads::of(self.peers.iter().flat_map(Peer::ours))
    }
}

impl Peer {
    /// What both moments came to in all of its turns.
    pub(super) fn stampedes(&self) -> StampedeSpreads {
        StampedeSpreads::of(self.theirs())
    }

    /// How many times as many tokens as keyin it asked for, from the pairs that were measured in turn. Above 1 keyin is
    /// better. It says nothing of a client whose calls fail: one that never asks for a new token asks for few.
    pub(super) fn token_ratio(&self) -> Spread {
        let asked = |turn: &Turn| f64::from(turn.stampedes.asked());
        Spread::of(self.rounds.iter().map(|(ours, theirs)| asked(theirs) / asked(ours)).collect())
    }

    /// How keyin stands: by whose calls fail in any round, and where nobody's do, by the median of the ratios.
    pub(super) fn stampede_verdict(&self) -> Verdict {
        let ours = StampedeSpreads::of(self.ours());
        let best = |turn: &Turn| turn.stampedes == Stampedes::BEST;
        if ours.passed() && (!self.stampedes().passed() || self.token_ratio().median > 1.0) {
            Verdict::Ahead
        } else if self.ours().all(best) && self.theirs().all(best) {
            Verdict::Level
        } else {
            Verdict::Missed
        }
    }
}
