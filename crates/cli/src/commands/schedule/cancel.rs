//! `keyin schedule cancel`

use std::io::IsTerminal;

use keyin_app::{AllUnscheduled, CancelSchedule, ScheduleOutcome, TakenBack, Unscheduled};
use keyin_domain::CustomerUid;
use serde_json::{Value, json};

use super::{Context, invalid, merchant_uid, scheduling};
use crate::exit::Exit;
use crate::input;
use crate::output::Output;
use crate::problem::Problem;
use crate::render::{charge_text, listed_json, listed_row, schedule_outcome_json, schedule_outcome_text};

/// Takes one back, or all of a customer's.
pub(super) async fn run(args: crate::args::CancelSchedule, context: &Context) -> Result<Exit, Problem> {
    match &args.all_of {
        Some(customer) => all(customer, args.yes, context).await,
        // The parser demands one of the two.
        None => one(args.merchant_uid.as_deref().unwrap_or_default(), &args.wait, context).await,
    }
}

async fn one(uid: &str, wait: &str, context: &Context) -> Result<Exit, Problem> {
    let output = context.output;
    let uid = merchant_uid(uid, context)?;
    let wait = input::wait(wait, output.language)?;
    let cancelled = CancelSchedule::new(scheduling(context).await?).run(&uid, wait).await;
    let Unscheduled { schedule, charge, already } =
        cancelled.map_err(|problem| Problem::of(&problem, output.language))?;
    let exit = charge.as_ref().map_or(Exit::Done, Exit::of_taken_back);
    let outcome = ScheduleOutcome { charge, schedule: Some(schedule), replayed: already };
    let mut document = schedule_outcome_json(&outcome, output.language);
    if let Some(document) = document.as_object_mut() {
        document.insert("already".into(), json!(already));
    }
    let mut text = schedule_outcome_text(&outcome, output.language);
    if already {
        text.push_str(output.pick(
            "\n  it was cancelled before; nothing changed",
            "\n  이미 취소된 예약입니다. 변경된 것이 없습니다",
        ));
    }
    output.result(&document, &text);
    Ok(exit)
}

/// All of a customer's, whoever made them: only after the customer_uid was said twice.
async fn all(customer: &str, yes: bool, context: &Context) -> Result<Exit, Problem> {
    let output = context.output;
    let customer = CustomerUid::parse(customer).map_err(invalid(context))?;
    if !yes {
        confirm(&customer, output)?;
    }
    let all = CancelSchedule::new(scheduling(context).await?).run_all(&customer).await;
    let all = all.map_err(|problem| Problem::of(&problem, output.language))?;
    let document = json!({
        "customer_uid": customer.as_str(),
        "cancelled": all.taken.iter().map(taken_json).collect::<Vec<_>>(),
        "count": all.taken.len(),
        "unsettled": all.in_doubt().map(|charge| charge.intent().merchant_uid().as_str()).collect::<Vec<_>>(),
    });
    output.result(&document, &text(&all, output));
    Ok(if all.in_doubt().next().is_some() { Exit::Unknown } else { Exit::Done })
}

/// The schedule, and where its charge stands; null if the journal does not hold it.
fn taken_json(taken: &TakenBack) -> Value {
    let mut document = listed_json(&taken.schedule);
    if let Some(document) = document.as_object_mut() {
        let state = taken.charge.as_ref().map(|charge| charge.state().as_str());
        document.insert("state".into(), json!(state));
    }
    document
}

/// What was cancelled, a row each, and then the charges that are not known to be over.
fn text(all: &AllUnscheduled, output: Output) -> String {
    let mut lines: Vec<String> = all.taken.iter().map(|taken| listed_row(&taken.schedule)).collect();
    if lines.is_empty() {
        lines.push(output.pick("no schedule was waiting", "예약된 결제가 없습니다").to_owned());
    }
    lines.extend(all.in_doubt().map(|charge| charge_text(charge, output.language)));
    lines.join("\n")
}

fn confirm(customer: &CustomerUid, output: Output) -> Result<(), Problem> {
    let refused = |english, korean| {
        let message = output.pick(english, korean).to_owned();
        Problem::usage("schedule.not_confirmed", message, Some("yes".into()))
    };
    if output.json || !std::io::stdin().is_terminal() {
        return Err(refused(
            "Every schedule of the customer would be cancelled. Say so with --yes. Nothing was sent.",
            "이 빌링키의 예약이 모두 취소됩니다. --yes로 확인하세요. 요청을 보내지 않았습니다.",
        ));
    }
    output.remark(output.pick(
        "Every schedule of this customer will be cancelled, whoever made it. Type the customer_uid to go on:",
        "이 빌링키의 예약이 누가 만들었든 모두 취소됩니다. 계속하려면 customer_uid를 입력하세요:",
    ));
    let mut typed = String::new();
    let read = std::io::stdin().read_line(&mut typed);
    if read.is_ok() && typed.trim() == customer.as_str() {
        return Ok(());
    }
    Err(refused(
        "That is not the customer_uid. Nothing was sent.",
        "customer_uid가 다릅니다. 요청을 보내지 않았습니다.",
    ))
}
