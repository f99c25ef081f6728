//! `keyin demo`: the guide, end to end, with nothing to set up.

mod audit;
mod guide;
mod mishaps;
mod stage;

use serde_json::{Value, json};

use super::Context;
use crate::exit::Exit;
use crate::output::Output;
use crate::problem::Problem;
use stage::Stage;

/// One step and whether it went as it should.
struct Step {
    name: &'static str,
    ok: bool,
    outcome: Value,
    text: String,
}

/// Collects the steps and tells each as it happens.
struct Report {
    output: Output,
    steps: Vec<Step>,
}

impl Report {
    fn add(&mut self, step: Step) {
        let mark = if step.ok { "✓" } else { "✗" };
        self.output.text(&format!("{mark} {}", step.text));
        self.steps.push(step);
    }

    fn document(&self, audit: &audit::Audit) -> Value {
        let steps = self
            .steps
            .iter()
            .map(|step| json!({ "step": step.name, "ok": step.ok, "outcome": step.outcome }));
        json!({
            "steps": steps.collect::<Vec<_>>(),
            "double_charges": audit.double_charges,
            "lost_payments": audit.lost_payments,
        })
    }
}

/// Goes through every flow over real HTTP against a sandbox in this process.
pub(super) async fn run(context: &Context) -> Result<Exit, Problem> {
    let stage = Stage::set(context).await?;
    let mut report = Report { output: context.output, steps: Vec::new() };
    report.add(guide::pg_settings(&stage).await?);
    report.add(guide::one_time(&stage).await?);
    report.add(guide::billing_key_with_first_payment(&stage).await?);
    report.add(guide::billing_key_payment(&stage).await?);
    report.add(guide::standalone_billing_key_refused(&stage).await?);
    report.add(mishaps::decline_explained(&stage).await?);
    report.add(mishaps::lost_reply_settled(&stage).await?);
    report.add(mishaps::partial_cancel(&stage).await?);
    report.add(mishaps::full_cancel(&stage).await?);
    let audit = audit::hold_journal_against_ledger(&stage).await?;
    report.add(audit.step(&stage));
    let sound = report.steps.iter().all(|step| step.ok);
    if context.output.json {
        context.output.result(&report.document(&audit), "");
    }
    stage.sandbox.shutdown().await;
    Ok(if sound { Exit::Done } else { Exit::NotFound })
}
