//! The comparison in Markdown.

use super::number;
use super::stampedes::StampedeSpreads;
use super::words::Words;
use super::{Comparison, Peer, ROWS, Verdict};

/// What was measured where, the medians with the least and the most, and how keyin stands.
pub fn table(run: &Comparison, words: &Words) -> String {
    let rounds = run.peers.iter().map(|peer| peer.rounds.len()).min().unwrap_or(0);
    let measured = words.measured.replace("{machine}", &run.machine).replace("{rounds}", &rounds.to_string());
    let measured = measured.replace("{load}", &format!("{:.2}", run.server_load));
    let (figures, ratios, verdict) = (figures(run, words), ratios(run, words), verdict(run, words));
    format!("{measured}\n\n{figures}\n{}\n\n{ratios}\n{verdict}\n", words.ratios)
}

fn heading(first: &str, words: &Words) -> String {
    format!("| {first} | {} |\n|---|{}\n", words.titles.join(" | "), "---|".repeat(words.titles.len()))
}

fn line(first: &str, cells: &[String]) -> String {
    format!("| {first} | {} |\n", cells.join(" | "))
}

fn figures(run: &Comparison, words: &Words) -> String {
    let mut table = heading(words.client, words);
    let mut ours = ROWS.each_ref().map(|row| number::spread(&run.of_keyin(row))).to_vec();
    ours.push(stampedes(&run.stampedes_of_keyin(), words));
    table += &line(&format!("`keyin-adapter-iamport` {}", run.version), &ours);
    for peer in &run.peers {
        let mut theirs = ROWS.each_ref().map(|row| number::spread(&peer.spread(row))).to_vec();
        theirs.push(stampedes(&peer.stampedes(), words));
        table += &line(&format!("`{}` {}", peer.name, peer.version), &theirs);
    }
    table
}

fn stampedes(both: &StampedeSpreads, words: &Words) -> String {
    let asked = format!("{} + {}", number::spread(&both.first), number::spread(&both.ended));
    if both.passed() {
        return asked;
    }
    asked + &words.fail.replace("{failed}", &number::spread(&both.failed))
}

fn ratios(run: &Comparison, words: &Words) -> String {
    let mut table = heading(words.against, words);
    for peer in &run.peers {
        let mut told = ROWS.each_ref().map(|row| number::spread(&peer.ratio(row))).to_vec();
        told.push(token_ratio(peer, words));
        let cells: Vec<String> = std::iter::zip(told, peer.verdicts())
            .map(|(told, verdict)| match verdict {
                Verdict::Ahead => told,
                Verdict::Level => format!("{told}, {}", words.level),
                Verdict::Missed => format!("{told}, {}", words.missed),
            })
            .collect();
        table += &line(&format!("`{}`", peer.name), &cells);
    }
    table
}

fn token_ratio(peer: &Peer, words: &Words) -> String {
    if peer.stampedes().passed() { number::spread(&peer.token_ratio()) } else { words.not_passed.to_owned() }
}

fn verdict(run: &Comparison, words: &Words) -> String {
    let count = |verdict| run.count(verdict);
    let (ahead, level, missed) = (count(Verdict::Ahead), count(Verdict::Level), count(Verdict::Missed));
    let rows = ahead + level + missed;
    let mut told = words.verdict.replace("{ahead}", &ahead.to_string()).replace("{rows}", &rows.to_string());
    if level > 0 {
        told += &words.verdict_level.replace("{level}", &level.to_string());
    }
    if missed > 0 {
        told += &words.verdict_missed.replace("{missed}", &missed.to_string());
    }
    told + "."
}
