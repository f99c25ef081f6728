//! `keyin reconcile`

mod csv_file;

use keyin_app::{Difference, Mending, Reconcile, ReconcileEvent, ReconcileProgress, Reconciliation};
use keyin_domain::Language;

use super::Context;
use crate::args;
use crate::exit::Exit;
use crate::input::period::period;
use crate::output::Output;
use crate::problem::Problem;
use crate::render::{
    difference_json, difference_rows_heading, difference_text, in_korea, reconciliation_json,
    reconciliation_text,
};
use crate::status_line::StatusLine;
use crate::wiring;

use csv_file::CsvFile;

/// Compares the journal with the gateway: a line for each difference, then a summary. It only reads, or
/// repairs step by step, so a signal may end it at any time.
pub(super) async fn run(args: args::Reconcile, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let gateway = wiring::gateway(settings, *decorators)?;
    let period = period(args.from.as_deref(), args.to.as_deref(), gateway.clock.now(), language)?;
    let csv = args.csv.map(|path| CsvFile::begin(path, language)).transpose()?;
    let store = wiring::store(settings, *decorators).await?;
    let reconcile = Reconcile::new(wiring::charging(settings, &gateway, &store), gateway.records);
    let mending = if args.repair { Mending::Safe } else { Mending::Nothing };
    let mut teller = Teller { output: *output, status: StatusLine::new(), csv, told: 0 };
    let reconciled = reconcile.run(period, mending, |event| teller.tell(&event)).await;
    teller.status.clear();
    let reconciled = reconciled.map_err(|problem| Problem::of(&problem, language))?;
    if let Some(csv) = teller.csv {
        csv.keep()?;
    }
    output.result(&reconciliation_json(&reconciled), &reconciliation_text(&reconciled, language));
    Ok(exit(&reconciled))
}

/// Nothing is left to do for anybody, or something is.
fn exit(reconciled: &Reconciliation) -> Exit {
    if reconciled.open() == 0 { Exit::Done } else { Exit::NotFound }
}

/// Tells what the walk finds, while it goes on.
struct Teller {
    output: Output,
    status: StatusLine,
    csv: Option<CsvFile>,
    told: u64,
}

impl Teller {
    fn tell(&mut self, event: &ReconcileEvent<'_>) {
        match event {
            ReconcileEvent::Difference(found) => self.difference(found),
            ReconcileEvent::Progress(reached) => self.status.show(&progress(reached, self.output.language)),
        }
    }

    fn difference(&mut self, found: &Difference) {
        let language = self.output.language;
        self.status.clear();
        if self.told == 0 {
            self.output.text(difference_rows_heading(language));
        }
        self.told += 1;
        self.output.result(&difference_json(found, language), &difference_text(found, language));
        if let Some(csv) = &mut self.csv {
            csv.add(found);
        }
    }
}

fn progress(reached: &ReconcileProgress, language: Language) -> String {
    let ReconcileProgress { compared, differences, .. } = reached;
    let until = in_korea(reached.until);
    match language {
        Language::English => format!("{until}  {compared} compared, {differences} differences"),
        Language::Korean => format!("{until}  대조 {compared}건, 차이 {differences}건"),
    }
}
