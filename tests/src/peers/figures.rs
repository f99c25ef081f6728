//! What is measured of a client, and what it comes to.

use super::Stampedes;
use crate::Spread;

/// How many calls are under way where they are not made one after another.
pub const CALLERS: u32 = 64;

/// What one process of a client came to.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Calls a second, one after another.
    pub one_by_one: f64,
    /// Calls a second with [`CALLERS`] under way.
    pub at_once: f64,
    /// CPU time of the client for each of these, its own and the kernel's for it, in microseconds.
    pub cpu: f64,
    /// What it does when all callers want a token at once.
    pub stampedes: Stampedes,
}

/// A public client, and keyin measured in turn with it.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The name of its package.
    pub name: String,
    /// Its version, and the language's.
    pub version: String,
    /// For each round what keyin came to, and then the client.
    pub rounds: Vec<(Turn, Turn)>,
}

/// A whole run.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Processor, cores, memory.
    pub machine: String,
    /// The version of keyin, and the language's.
    pub version: String,
    /// The most that the server used of its core, 0 to 1.
    pub server_load: f64,
    /// The clients, in the order in which they are shown.
    pub peers: Vec<Peer>,
}

/// One of the figures of a turn of which the ratio decides.
#[derive(Debug)]
pub struct Row {
    /// What it is.
    pub title: &'static str,
    /// Whether more is better.
    pub more_is_better: bool,
    /// Picks it.
    pub of: fn(&Turn) -> f64,
}

/// All of these. [`Stampedes`] are compared beside them.
pub const ROWS: [Row; 3] = [
    Row { title: "calls a second, one at a time", more_is_better: true, of: |turn| turn.one_by_one },
    Row { title: "calls a second, 64 in flight", more_is_better: true, of: |turn| turn.at_once },
    Row {
        title: "CPU time of the client for each of these, µs", more_is_better: false, of: |turn| turn.cpu
    },
];

/// How keyin stands against a client in one thing that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better.
    Ahead,
    /// Both have the best that there can be.
    Level,
    /// Worse, or the same where better is possible.
    Missed,
}

impl Comparison {
    /// What keyin came to, in all turns with all clients.
    pub fn of_keyin(&self, row: &Row) -> Spread {
        Spread::of(self.peers.iter().flat_map(Peer::ours).map(row.of).collect())
    }

    /// How many times that is the verdict, of all clients and all that is compared.
    pub fn count(&self, wanted: Verdict) -> usize {
        self.peers.iter().flat_map(Peer::verdicts).filter(|verdict| *verdict == wanted).count()
    }
}

impl Peer {
    /// The turns of keyin that were measured with it.
    pub(super) fn ours(&self) -> impl Iterator<Item = &Turn> {
        self.rounds.iter().map(|(ours, _)| ours)
    }

    /// Its own turns.
    pub(super) fn theirs(&self) -> impl Iterator<Item = &Turn> {
        self.rounds.iter().map(|(_, theirs)| theirs)
    }

    /// What it came to.
    pub fn spread(&self, row: &Row) -> Spread {
        Spread::of(self.theirs().map(row.of).collect())
    }

    /// How many times as well as it keyin does, from the pairs that were measured in turn. Above 1 keyin is better.
    pub fn ratio(&self, row: &Row) -> Spread {
        let ratio = |(ours, theirs): &(Turn, Turn)| match row.more_is_better {
            true => (row.of)(ours) / (row.of)(theirs),
            false => (row.of)(theirs) / (row.of)(ours),
        };
        Spread::of(self.rounds.iter().map(ratio).collect())
    }

    /// How keyin stands in the row, by the median of the ratios. There is no best that both could have.
    pub fn verdict(&self, row: &Row) -> Verdict {
        if self.ratio(row).median > 1.0 { Verdict::Ahead } else { Verdict::Missed }
    }

    /// How keyin stands in each of [`ROWS`], and last in the [`Stampedes`].
    pub fn verdicts(&self) -> [Verdict; ROWS.len() + 1] {
        let [first, second, third] = ROWS.each_ref().map(|row| self.verdict(row));
        [first, second, third, self.stampede_verdict()]
    }
}
