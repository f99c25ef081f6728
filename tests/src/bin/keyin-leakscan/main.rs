//! `keyin-leakscan`: looks for every card that was typed, in everything that `keyin` tells, keeps, leaves behind when
//! it falls, and holds in its memory a second after a charge; and in what the sandbox keeps, tells and holds, which is
//! sent them.
//!
//! Each search is first shown to find a card where there is one.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool of the developers: a step that cannot go on has failed, and it talks to people"
)]

mod cards;
mod cores;
mod falls;
mod memory;
mod sandbox;
mod words;

use std::process::ExitCode;

use keyin_tests::TypedCard;

/// Where a card could be: in what keyin tells and keeps, in what it leaves when it panics or is aborted, in its memory,
/// and in the sandbox's file and memory.
const PLACES: [&str; 5] = ["words", "falls", "cores", "memory", "sandbox"];

/// What was found where: nothing, if all is well.
#[derive(Debug, Default)]
struct Findings {
    searched: usize,
    hits: Vec<String>,
}

impl Findings {
    /// Looks for all data of the card among the bytes, which stand with names beside the values.
    fn look_for(&mut self, card: TypedCard, place: &str, bytes: &[u8]) {
        self.take(place, bytes.len(), keyin_tests::traces_of(card, bytes));
    }

    fn take(&mut self, place: &str, searched: usize, traces: Vec<String>) {
        self.searched += searched;
        self.hits.extend(traces.into_iter().map(|trace| format!("{place}: {trace}")));
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let places: Vec<String> = std::env::args().skip(1).collect();
    if places.first().map(String::as_str) == Some(memory::HOLD) {
        memory::hold_a_card();
    }
    if let Some(unknown) = places.iter().find(|place| !PLACES.contains(&place.as_str())) {
        println!("{unknown} is no place to search; there are {}", PLACES.join(", "));
        return ExitCode::from(2);
    }
    let mut findings = Findings::default();
    for place in PLACES.into_iter().filter(|place| places.is_empty() || places.iter().any(|one| one == place))
    {
        println!("searching {place}");
        match place {
            "words" => words::search(&mut findings).await,
            "falls" => falls::search(&mut findings).await,
            "cores" => cores::search(&mut findings).await,
            "sandbox" => sandbox::search(&mut findings).await,
            _ => memory::search(&mut findings).await,
        }
    }
    findings.hits.iter().for_each(|hit| println!("{hit}"));
    println!("leakscan: {} MB searched, {} hits", findings.searched / 1_000_000, findings.hits.len());
    if findings.hits.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
