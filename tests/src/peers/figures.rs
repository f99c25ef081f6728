//! What is measured of a client, and what it comes to.

use crate::Spread;

/// What one process of a client came to.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Calls a second, one after another.
    pub one_by_one: f64,
    /// Calls a second with 64 under way.
    pub at_once: f64,
    /// CPU time of the client for each of these, its own and the kernel's for it, in microseconds.
    pub cpu: f64,
    /// How often it asked for a token when its first 64 calls began at once.
    pub tokens: f64,
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

/// One of the figures of a turn.
#[derive(Debug)]
pub struct Row {
    /// What it is.
    pub title: &'static str,
    /// Whether more is better.
    pub more_is_better: bool,
    /// The best that there can be, if there is such a thing.
    pub best: Option<f64>,
    /// Picks it.
    pub of: fn(&Turn) -> f64,
}

/// Everything that is compared.
pub const ROWS: [Row; 4] = [
    Row {
        title: "calls a second, one at a time",
        more_is_better: true,
        best: None,
        of: |turn| turn.one_by_one,
    },
    Row { title: "calls a second, 64 in flight", more_is_better: true, best: None, of: |turn| turn.at_once },
    Row {
        title: "CPU time of the client for each of these, µs",
        more_is_better: false,
        best: None,
        of: |turn| turn.cpu,
    },
    Row {
        title: "token requests of 64 first calls at once",
        more_is_better: false,
        best: Some(1.0),
        of: |turn| turn.tokens,
    },
];

/// How keyin stands against a client in one row.
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
        let rounds = self.peers.iter().flat_map(|peer| &peer.rounds);
        Spread::of(rounds.map(|(ours, _)| (row.of)(ours)).collect())
    }

    /// How many pairs of row and client have that verdict.
    pub fn count(&self, wanted: Verdict) -> usize {
        let all = self.peers.iter().flat_map(|peer| ROWS.iter().map(|row| peer.verdict(row)));
        all.filter(|verdict| *verdict == wanted).count()
    }
}

impl Peer {
    /// What it came to.
    pub fn spread(&self, row: &Row) -> Spread {
        Spread::of(self.rounds.iter().map(|(_, theirs)| (row.of)(theirs)).collect())
    }

    /// How many times as well as it keyin does, from the pairs that were measured in turn. Above 1 keyin is better.
    pub fn ratio(&self, row: &Row) -> Spread {
        let ratio = |(ours, theirs): &(Turn, Turn)| match row.more_is_better {
            true => (row.of)(ours) / (row.of)(theirs),
            false => (row.of)(theirs) / (row.of)(ours),
        };
        Spread::of(self.rounds.iter().map(ratio).collect())
    }

    /// How keyin stands, by the median of the ratios.
    pub fn verdict(&self, row: &Row) -> Verdict {
        let best = |pick: fn(&(Turn, Turn)) -> &Turn| {
            self.rounds.iter().all(|round| Some((row.of)(pick(round))) == row.best)
        };
        if self.ratio(row).median > 1.0 {
            Verdict::Ahead
        } else if best(|round| &round.0) && best(|round| &round.1) {
            Verdict::Level
        } else {
            Verdict::Missed
        }
    }
}
