//! `keyin schedule add|show|list|move|cancel|retry`

mod cancel;
mod list;

use keyin_app::{
    AddSchedule, Charging, MoveSchedule, RetrySchedule, ScheduleOutcome, ScheduleProblem, Scheduling,
    ShowSchedule,
};
use keyin_domain::{Charge, ChargeMethod, CustomerUid, InvalidValue, MerchantUid, ScheduleTime};

use super::Context;
use super::pay_card::warn_of_small_amounts;
use crate::args::{self, Schedule};
use crate::exit::Exit;
use crate::input::date;
use crate::problem::Problem;
use crate::render::{schedule_outcome_json, schedule_outcome_text};
use crate::stop_signal::ask_on_signal;
use crate::{input, wiring};

/// Runs one of them.
pub(super) async fn run(command: Schedule, context: &Context) -> Result<Exit, Problem> {
    match command {
        Schedule::Add(args) => add(args, context).await,
        Schedule::Show { merchant_uid } => show(&merchant_uid, context).await,
        Schedule::List(args) => list::run(args, context).await,
        Schedule::Move(args) => shift(args, context).await,
        Schedule::Cancel(args) => cancel::run(args, context).await,
        Schedule::Retry(args) => retry(args, context).await,
    }
}

fn invalid(context: &Context) -> impl Fn(InvalidValue) -> Problem {
    let language = context.output.language;
    move |error| Problem::invalid(&error, language)
}

fn merchant_uid(text: &str, context: &Context) -> Result<MerchantUid, Problem> {
    MerchantUid::parse(text).map_err(invalid(context))
}

fn time(text: &str, context: &Context) -> Result<ScheduleTime, Problem> {
    ScheduleTime::new(date::from("at", text, context.output.language)?).map_err(invalid(context))
}

/// The ports; whoever asks the process to end is heard.
async fn scheduling(context: &Context) -> Result<Scheduling, Problem> {
    let Context { settings, decorators, output } = context;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let stop = ask_on_signal(*output);
    let charging = Charging { stop, ..wiring::charging(settings, &gateway, &store) };
    Ok(Scheduling::new(charging, gateway.schedules))
}

/// Tells how a schedule stands, and the status of its charge.
fn tell(
    outcome: Result<ScheduleOutcome, ScheduleProblem>,
    context: &Context,
) -> Result<Option<Charge>, Problem> {
    let language = context.output.language;
    let outcome = outcome.map_err(|problem| Problem::of(&problem, language))?;
    let document = schedule_outcome_json(&outcome, language);
    context.output.result(&document, &schedule_outcome_text(&outcome, language));
    Ok(outcome.charge)
}

async fn add(args: args::AddSchedule, context: &Context) -> Result<Exit, Problem> {
    let customer_uid = CustomerUid::parse(&args.customer_uid).map_err(invalid(context))?;
    let method = ChargeMethod::Scheduled { customer_uid, at: time(&args.at, context)? };
    let default_pg = context.settings.pg.as_ref();
    let intent = input::intent(&args.order, method, default_pg).map_err(invalid(context))?;
    let wait = input::wait(&args.order.wait, context.output.language)?;
    let scheduling = scheduling(context).await?;
    warn_of_small_amounts(context, intent.pg(), intent.amount().total().minor());
    let charge = tell(AddSchedule::new(scheduling).run(intent, wait).await, context)?;
    Ok(charge.as_ref().map_or(Exit::Done, Exit::of))
}

/// Whatever it says, it is shown.
async fn show(uid: &str, context: &Context) -> Result<Exit, Problem> {
    let uid = merchant_uid(uid, context)?;
    tell(ShowSchedule::new(scheduling(context).await?).run(&uid).await, context)?;
    Ok(Exit::Done)
}

async fn shift(args: args::MoveSchedule, context: &Context) -> Result<Exit, Problem> {
    let (uid, at) = (merchant_uid(&args.merchant_uid, context)?, time(&args.at, context)?);
    let wait = input::wait(&args.wait, context.output.language)?;
    let moved = MoveSchedule::new(scheduling(context).await?).run(&uid, at, wait).await;
    Ok(tell(moved, context)?.as_ref().map_or(Exit::Done, Exit::of))
}

async fn retry(args: args::RetrySchedule, context: &Context) -> Result<Exit, Problem> {
    let uid = merchant_uid(&args.merchant_uid, context)?;
    let wait = input::wait(&args.wait, context.output.language)?;
    let run = RetrySchedule::new(scheduling(context).await?).run(&uid, wait).await;
    Ok(tell(run, context)?.as_ref().map_or(Exit::Done, Exit::of))
}
