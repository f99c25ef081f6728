//! What befalls the processes and the database.

use std::process::Command;
use std::time::Duration;

use keyin_test_postgres::TestPostgres;

use crate::REST;
use crate::member::Member;

/// Longer than a lease, so that what the stopped process had in flight is taken over; shorter than the window, which
/// is what is assumed of processes.
const STOP: Duration = Duration::from_secs(5);

pub(crate) struct Trouble {
    dice: fastrand::Rng,
    stops: usize,
    kills: usize,
    cuts: usize,
    restarts: usize,
}

impl Trouble {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self { dice: fastrand::Rng::with_seed(seed), stops: 0, kills: 0, cuts: 0, restarts: 0 }
    }

    /// How often it has struck.
    pub(crate) fn strikes(&self) -> usize {
        self.stops + self.kills + self.cuts + self.restarts
    }

    /// Rests, then strikes once.
    pub(crate) async fn strike(&mut self, members: &[Member], postgres: &TestPostgres) {
        tokio::time::sleep(REST).await;
        let victim = &members[self.dice.usize(0..members.len())];
        match (self.dice.u8(0..5), victim.process()) {
            (0, _) => {
                self.restarts += 1;
                tokio::task::block_in_place(|| postgres.restart_immediately());
            }
            (1, Some(process)) => {
                self.kills += 1;
                signal(process, "KILL");
            }
            (2, Some(_)) => {
                self.cuts += 1;
                victim.wires[self.dice.usize(0..2)].cut_for(STOP).await;
            }
            (_, Some(process)) => {
                self.stops += 1;
                signal(process, "STOP");
                tokio::time::sleep(STOP).await;
                signal(process, "CONT");
            }
            (_, None) => {}
        }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} stops, {} kills, {} cuts, {} restarts of the database",
            self.stops, self.kills, self.cuts, self.restarts
        )
    }
}

/// The shell's own `kill`; a process that has ended meanwhile is none.
fn signal(process: u32, name: &str) {
    let _ = Command::new("sh").args(["-c", &format!("kill -{name} {process} 2>/dev/null")]).status();
}
