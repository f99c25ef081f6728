//! `keyin schedule list`

use keyin_app::{ListSchedules, ScheduleList};
use keyin_domain::jiff::civil::Time;
use keyin_domain::jiff::{Timestamp, ToSpan};
use keyin_domain::{CustomerUid, ScheduleStatus};
use keyin_ports::{ListedSchedule, ScheduleWindow};

use super::{Context, invalid};
use crate::args;
use crate::exit::Exit;
use crate::input::{count, date};
use crate::output::Lines;
use crate::problem::Problem;
use crate::render::{listed_json, listed_row, listed_rows_heading};
use crate::wiring;

/// Lists what the gateway holds, whoever made it; the journal is not asked.
pub(super) async fn run(args: args::ListSchedules, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let gateway = wiring::gateway(settings, *decorators)?;
    let list = asked(&args, gateway.clock.now(), context)?;
    let limit = args.limit.as_deref().map(|text| count("limit", text, u64::MAX, language)).transpose()?;
    let mut left = limit.unwrap_or(u64::MAX);
    let mut lines = Lines::new(std::io::stdout());
    if !output.json {
        lines.line(listed_rows_heading(language));
    }
    let told = |listed: &ListedSchedule| {
        left -= 1;
        let reads = if output.json {
            lines.line(&listed_json(listed).to_string())
        } else {
            lines.line(&listed_row(listed))
        };
        reads && left > 0
    };
    let listed = ListSchedules::new(gateway.schedules).run(&list, told).await;
    lines.flush();
    listed.map_err(|error| Problem::of(&error, language))?;
    Ok(Exit::Done)
}

fn asked(args: &args::ListSchedules, now: Timestamp, context: &Context) -> Result<ScheduleList, Problem> {
    let language = context.output.language;
    let zone = date::korea();
    let today = zone.to_timestamp(zone.to_datetime(now).date().to_datetime(Time::midnight())).unwrap_or(now);
    let from = args.from.as_deref().map_or(Ok(today), |text| date::from("from", text, language))?;
    let usual =
        from.checked_add((ScheduleWindow::LONGEST.as_secs() as i64).seconds()).unwrap_or(Timestamp::MAX);
    let to = args.to.as_deref().map_or(Ok(usual), |text| date::to("to", text, language))?;
    // Schedules are due at whole seconds: one within a second that is begun is behind it.
    let (from, to) = (whole_second(from), whole_second(to));
    if from >= to {
        let text = context.output.pick("must be after --from", "--from보다 뒤여야 합니다");
        return Err(Problem::usage("invalid.to.not_after_from", format!("--to: {text}"), Some("to".into())));
    }
    let status = args.status.as_deref().map(|word| status(word, context)).transpose()?;
    let customer_uid =
        args.customer_uid.as_deref().map(CustomerUid::parse).transpose().map_err(invalid(context))?;
    Ok(ScheduleList { from, to, status, customer_uid })
}

/// The moment itself, or the next whole second.
fn whole_second(moment: Timestamp) -> Timestamp {
    let begun = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    if begun < moment { begun.checked_add(1.second()).unwrap_or(begun) } else { begun }
}

fn status(word: &str, context: &Context) -> Result<ScheduleStatus, Problem> {
    ScheduleStatus::from_word(word).ok_or_else(|| {
        let words = ScheduleStatus::ALL.map(ScheduleStatus::as_str).join(", ");
        let text = context.output.pick("must be one of", "다음 중 하나여야 합니다");
        Problem::usage("invalid.status", format!("--status: {text}: {words}"), Some("status".into()))
    })
}
