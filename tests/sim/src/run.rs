//! Many schedules, and what came of them.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crate::judge::Violation;
use crate::plants::Plant;
use crate::schedule;

/// So many failing seeds are told.
const TOLD: usize = 10;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// From that seed on, so many.
    Many {
        from: u64,
        schedules: u64,
        plant: Option<Plant>,
    },
    One {
        seed: u64,
        plant: Option<Plant>,
    },
    ListPlants,
    /// With each known bug, until it is found.
    EveryPlant {
        schedules: u64,
    },
}

impl Order {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self, String> {
        let (mut seed, mut from, mut schedules, mut plant) = (None, 0, 10_000, None);
        let mut rest = arguments.iter();
        while let Some(flag) = rest.next() {
            match flag.as_str() {
                "--plants" => return Ok(Self::ListPlants),
                "--every-plant" => return Ok(Self::EveryPlant { schedules }),
                _ => {}
            }
            let value = rest.next().ok_or_else(|| format!("{flag} wants a value"))?;
            let number =
                || value.replace('_', "").parse::<u64>().map_err(|_| format!("{flag} wants a number"));
            match flag.as_str() {
                "--seed" => seed = Some(number()?),
                "--from" => from = number()?,
                "--schedules" => schedules = number()?,
                "--plant" => {
                    plant = Some(Plant::of_name(value).ok_or("there is no such bug; --plants lists them")?);
                }
                _ => return Err(format!("{flag} is not known")),
            }
        }
        Ok(match seed {
            Some(seed) => Self::One { seed, plant },
            None => Self::Many { from, schedules, plant },
        })
    }

    pub(crate) fn carry_out(self) -> ExitCode {
        match self {
            Self::ListPlants => {
                for plant in Plant::ALL {
                    println!("{:22} {}", plant.name(), plant.what());
                }
                ExitCode::SUCCESS
            }
            Self::One { seed, plant } => {
                let report = schedule::run(seed, plant);
                report.history.iter().for_each(|line| println!("{line}"));
                let found = report.found;
                found.iter().for_each(|violation| println!("seed {seed}: {violation}"));
                conclude(plant, found.is_empty(), &format!("seed {seed}"))
            }
            Self::Many { from, schedules, plant } => many(from, schedules, plant),
            Self::EveryPlant { schedules } => {
                let each = Plant::ALL.iter().map(|plant| many(0, schedules, Some(*plant)));
                let missed = each.filter(|exit| *exit != ExitCode::SUCCESS).count();
                if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
        }
    }
}

fn many(from: u64, schedules: u64, plant: Option<Plant>) -> ExitCode {
    let outcome = Outcome::of(from, schedules, plant);
    outcome.tell(plant);
    conclude(plant, outcome.failed.is_empty(), &format!("{} schedules", outcome.ran))
}

/// Without a bug nothing may be found; with one, it must be.
fn conclude(plant: Option<Plant>, clean: bool, what: &str) -> ExitCode {
    match (plant, clean) {
        (None, true) => {
            println!("{what}: nothing doubled, nothing lost, nothing stuck");
            ExitCode::SUCCESS
        }
        (Some(plant), false) => {
            println!("{what}: {} was found", plant.name());
            ExitCode::SUCCESS
        }
        (None, false) => ExitCode::FAILURE,
        (Some(plant), true) => {
            println!("{what}: {} was NOT found", plant.name());
            ExitCode::FAILURE
        }
    }
}

struct Outcome {
    ran: u64,
    failed: Vec<(u64, Vec<Violation>)>,
}

impl Outcome {
    /// On every core, each schedule on one thread. With a bug in it, until that is found.
    fn of(from: u64, schedules: u64, plant: Option<Plant>) -> Self {
        let (next, enough) = (AtomicU64::new(0), AtomicBool::new(false));
        let failed = Mutex::new(Vec::new());
        let work = || {
            while !enough.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= schedules {
                    return;
                }
                let seed = from + number;
                let found = schedule::run(seed, plant).found;
                if !found.is_empty() {
                    let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                    failed.push((seed, found));
                    enough.store(plant.is_some() || failed.len() >= TOLD, Ordering::Relaxed);
                }
            }
        };
        thread::scope(|scope| {
            let threads = thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
            (0..threads).for_each(|_| drop(scope.spawn(work)));
        });
        let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.sort_by_key(|(seed, _)| *seed);
        Self { ran: next.into_inner().min(schedules), failed }
    }

    fn tell(&self, plant: Option<Plant>) {
        for (seed, found) in &self.failed {
            for violation in found {
                println!("seed {seed}: {violation}");
            }
        }
        if let Some((seed, _)) = self.failed.first() {
            let plant = plant.map(|plant| format!(" --plant {}", plant.name())).unwrap_or_default();
            println!("to see it again: cargo xtask sim --seed {seed}{plant}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Order, String> {
        Order::parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_asked_for_is_read() {
        assert_eq!(parse(""), Ok(Order::Many { from: 0, schedules: 10_000, plant: None }));
        assert_eq!(
            parse("--schedules 1_000_000 --from 7"),
            Ok(Order::Many { from: 7, schedules: 1_000_000, plant: None })
        );
        let plant = Some(Plant::NoSweeps);
        assert_eq!(parse("--seed 3 --plant no-sweeps"), Ok(Order::One { seed: 3, plant }));
        assert_eq!(parse("--plants"), Ok(Order::ListPlants));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for text in ["--seed", "--seed x", "--plant nothing", "--fast 1"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
