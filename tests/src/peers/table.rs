//! The comparison in Markdown.

use super::number;
use super::{Comparison, ROWS, Verdict};

/// What was measured where, the medians with the least and the most, and how keyin stands.
pub fn table(run: &Comparison) -> String {
    let rounds = run.peers.iter().map(|peer| peer.rounds.len()).min().unwrap_or(0);
    format!(
        "Measured by `cargo xtask bench --peers` on {}, {rounds} rounds; the server used at most {:.2} of its core.\n\n{}\n\
         How many times as well keyin does as each of them, from the pairs that were measured in turn:\n\n{}\n{}\n",
        run.machine,
        run.server_load,
        figures(run),
        ratios(run),
        verdict(run)
    )
}

fn heading(first: &str) -> String {
    let titles: Vec<&str> = ROWS.iter().map(|row| row.title).collect();
    format!("| {first} | {} |\n|---|{}\n", titles.join(" | "), "---|".repeat(ROWS.len()))
}

fn line(first: &str, cells: &[String]) -> String {
    format!("| {first} | {} |\n", cells.join(" | "))
}

fn figures(run: &Comparison) -> String {
    let mut table = heading("client");
    let ours = ROWS.each_ref().map(|row| number::spread(&run.of_keyin(row)));
    table += &line(&format!("`keyin-adapter-iamport` {}", run.version), &ours);
    for peer in &run.peers {
        let theirs = ROWS.each_ref().map(|row| number::spread(&peer.spread(row)));
        table += &line(&format!("`{}` {}", peer.name, peer.version), &theirs);
    }
    table
}

fn ratios(run: &Comparison) -> String {
    let mut table = heading("keyin against");
    for peer in &run.peers {
        let cells = ROWS.each_ref().map(|row| {
            let told = number::spread(&peer.ratio(row));
            match peer.verdict(row) {
                Verdict::Ahead => told,
                Verdict::Level => format!("{told}, level"),
                Verdict::Missed => format!("{told}, **missed**"),
            }
        });
        table += &line(&format!("`{}`", peer.name), &cells);
    }
    table
}

fn verdict(run: &Comparison) -> String {
    let count = |verdict| run.count(verdict);
    let (ahead, level, missed) = (count(Verdict::Ahead), count(Verdict::Level), count(Verdict::Missed));
    let mut told =
        format!("Goal: ahead of every client in every row. Ahead in {ahead} of {}", ahead + level + missed);
    if level > 0 {
        told += &format!(", level in {level}, where both have the least that there can be");
    }
    if missed > 0 {
        told += &format!(", **missed** in {missed}");
    }
    told + "."
}
