//! What the command line reads from outside, each reader alone: for the fuzz targets, and for nobody else. Feature
//! `fuzzing` compiles it in.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use keyin_domain::{Card, ChargeIntent, Language};

use crate::args::Global;
use crate::batch_file::{Complaints, Format, Source, check};
use crate::settings::{Rate, Settings};
use crate::{card_input, problem::Problem};

/// A batch file of which every row can be charged.
#[derive(Debug)]
pub struct Batch {
    /// How many rows the check counted.
    pub rows: u64,
    /// What the check added up, over all currencies, in minor units.
    pub total: u128,
    /// What the rows ask for when they are read again, in their order; or what hindered that.
    pub intents: Result<Vec<ChargeIntent>, String>,
}

/// Checks a batch file and reads it again, as `keyin pay file` does.
///
/// # Errors
/// The outer ones are of reading; the inner ones are what is told of a file that is refused.
pub fn batch(file: &Path, json_lines: bool) -> io::Result<Result<Batch, Vec<String>>> {
    let format = if json_lines { Format::JsonLines } else { Format::Csv };
    let checked = match check(file, format, None)? {
        Ok(checked) => checked,
        Err(complaints) => return Ok(Err(told(&complaints))),
    };
    let rows = checked.rows;
    let total = checked.totals.iter().map(|total| total.minor).sum();
    let again = Source::open(checked, None)?;
    let intents = again.map(|row| row.map(|row| row.intent).map_err(|trouble| format!("{trouble:?}")));
    Ok(Ok(Batch { rows, total, intents: intents.collect() }))
}

/// Everything that is told of them, in both languages.
fn told(complaints: &Complaints) -> Vec<String> {
    let in_both = |language| complaints.first().iter().map(move |complaint| complaint.message(language));
    in_both(Language::English).chain(in_both(Language::Korean)).collect()
}

/// Reads the JSON of `--card-stdin`.
///
/// # Errors
/// What is told of a card that is refused.
pub fn card(json: &str) -> Result<Card, String> {
    card_input::from_json(json, Language::English).map_err(|problem| shown(&problem))
}

/// Settings that were taken, as texts.
#[derive(Debug, PartialEq, Eq)]
pub struct TakenSettings {
    /// Where the gateway is.
    pub iamport_url: String,
    /// The PG, if one is named.
    pub pg: Option<String>,
    /// The most charges sent a second; none if there is no limit.
    pub rate: Option<u32>,
    /// All of them, as a log would show them.
    pub shown: String,
}

/// Reads the settings of a command without flags.
///
/// # Errors
/// What is told of settings that are refused.
pub fn settings(file: &Path, environment: &HashMap<String, String>) -> Result<TakenSettings, String> {
    let global = Global { config: Some(file.to_owned()), ..Global::default() };
    let settings = Settings::read(&global, environment).map_err(|problem| shown(&problem))?;
    Ok(TakenSettings {
        iamport_url: settings.iamport_url.clone(),
        pg: settings.pg.as_ref().map(ToString::to_string),
        rate: match settings.rate {
            Rate::PerSecond(rate) => Some(rate),
            Rate::Unlimited => None,
        },
        shown: format!("{settings:?}"),
    })
}

fn shown(problem: &Problem) -> String {
    format!("{}\n{}", problem.to_json(), problem.text(Language::Korean))
}
