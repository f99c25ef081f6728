//! `keyin pay file`

mod ending;
mod open_files;
mod results;
mod teller;
mod trouble;

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyin_app::{Charging, PayBatch};
use keyin_domain::Language;
use serde_json::json;

use super::Context;
use crate::args::FilePay;
use crate::batch_file::{CheckedFile, Format, Source, Total, check};
use crate::exit::Exit;
use crate::problem::Problem;
use crate::stop_signal::ask_on_signal;
use crate::{input, wiring};

use ending::Ending;
use results::Results;
use teller::Teller;

/// The most charges under way at once.
const MOST_AT_ONCE: u64 = 4_096;

/// What was asked for, beside the file's rows.
struct Plan {
    file: PathBuf,
    format: Format,
    at_once: usize,
    wait: Duration,
}

/// Charges the rows of a file: all of it is checked before the first is charged, and what an earlier run has
/// paid stays paid.
pub(super) async fn run(args: FilePay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let plan = plan(&args, context)?;
    let checked = checked(&plan, context)?;
    if args.dry_run {
        tell_totals(&checked, context);
        return Ok(Exit::Done);
    }
    open_files::allow(plan.at_once, *output)?;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let results = Results::create(args.results.as_deref(), &plan.file, *output)?;
    let rows = checked.rows;
    let source = Source::open(checked, settings.pg.clone());
    let source = source.map_err(|error| trouble::unreadable(&plan.file, &error, *output))?;
    let stop = ask_on_signal(*output);
    let charging = Charging { stop, ..wiring::charging(settings, &gateway, &store) };
    let mut teller = Teller::new(*output, results, rows);
    let (summary, end) = PayBatch::new(charging, plan.at_once, plan.wait).run(source, &mut teller).await;
    let ending = Ending { summary, end, rows, results: teller.finish(), file: &plan.file };
    Ok(ending.tell(*output))
}

fn plan(args: &FilePay, context: &Context) -> Result<Plan, Problem> {
    let language = context.output.language;
    let at_once = input::count("concurrency", &args.concurrency, MOST_AT_ONCE, language)?;
    let format = match args.format.as_deref() {
        Some(word) => Format::from_word(word),
        None => Format::of_extension(&args.file),
    };
    let format = format.ok_or_else(|| {
        let text = context.output.pick(
            "--format: must be csv or jsonl; the name of the file does not tell",
            "--format: csv 또는 jsonl이어야 합니다(파일 이름으로는 알 수 없습니다)",
        );
        Problem::usage("invalid.format", text.into(), Some("format".into()))
    })?;
    Ok(Plan {
        file: args.file.clone(),
        format,
        at_once: usize::try_from(at_once).unwrap_or(1),
        wait: input::wait(&args.wait, language)?,
    })
}

fn checked(plan: &Plan, context: &Context) -> Result<CheckedFile, Problem> {
    let output = context.output;
    let checked = check(&plan.file, plan.format, context.settings.pg.as_ref())
        .map_err(|error| trouble::unreadable(&plan.file, &error, output))?;
    checked.map_err(|complaints| trouble::invalid(&plan.file, &complaints, output))
}

/// The count and the sum of each currency.
fn tell_totals(checked: &CheckedFile, context: &Context) {
    let output = context.output;
    let amount = |total: &Total| decimals(total.minor, total.currency.minor_digits().into());
    let totals = checked.totals.iter().map(|total| {
        let number: serde_json::Value = serde_json::from_str(&amount(total)).unwrap_or_default();
        json!({ "currency": total.currency.as_str(), "rows": total.rows, "amount": number })
    });
    let document = json!({ "dry_run": { "rows": checked.rows, "totals": totals.collect::<Vec<_>>() } });
    let sums: Vec<String> =
        checked.totals.iter().map(|total| format!("{} {}", amount(total), total.currency)).collect();
    let text = match output.language {
        Language::English => format!("{} payments: {}. Nothing was sent.", checked.rows, sums.join(", ")),
        Language::Korean => {
            format!("{}건: {}. 아무것도 보내지 않았습니다.", checked.rows, sums.join(", "))
        }
    };
    output.result(&document, &text);
}

/// More than one payment may be.
fn decimals(minor: u128, digits: usize) -> String {
    if digits == 0 {
        return minor.to_string();
    }
    let text = format!("{minor:0>width$}", width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    format!("{whole}.{fraction}")
}

/// The path with something behind its last part.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
