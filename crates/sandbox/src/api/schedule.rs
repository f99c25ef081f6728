//! The gateway's own scheduler: payments with a billing key that it makes by itself when their time comes.

pub(super) mod change;
mod execute;
pub(super) mod find;
pub(super) mod register;
pub(super) mod unschedule;

use axum::http::StatusCode;

use super::paging::{Place, page_answer};
use super::views::ScheduleView;
use crate::http::answer::Answer;
use crate::messages;
use crate::params::{Params, Whole};
use crate::store::Scheduled;

pub(crate) use execute::execute;

/// The longest period a list may ask for, in seconds: three months of at most 31, 31 and 30 days.
const LONGEST_PERIOD: i64 = 92 * 86_400;

fn bad(message: &str) -> Answer {
    Answer::status(StatusCode::BAD_REQUEST, message)
}

fn no_schedule() -> Answer {
    Answer::status(StatusCode::NOT_FOUND, messages::NO_SCHEDULE)
}

fn view(scheduled: &Scheduled) -> ScheduleView<'_> {
    let (schedule, payment) = scheduled;
    ScheduleView::of(schedule, payment.as_deref())
}

/// The answer with some schedules and no pages.
fn list(schedules: &[Scheduled]) -> Answer {
    Answer::ok(&schedules.iter().map(view).collect::<Vec<_>>())
}

fn page<'a>(place: Place, total: usize, schedules: impl Iterator<Item = &'a Scheduled>) -> Answer {
    page_answer(place, total, schedules.map(view).collect())
}

/// A time to come; the answer's HTTP status is 400 when it is not one.
fn time_to_come(params: &Params, now: i64) -> Result<i64, Answer> {
    match params.whole("schedule_at") {
        Whole::Absent => Err(bad(&messages::missing(&["schedule_at"]))),
        Whole::Is(at) if at > now => Ok(at),
        Whole::Is(_) => Err(bad(messages::SCHEDULE_IN_THE_PAST)),
        Whole::Unreadable => Err(bad(messages::BAD_SCHEDULE_AT)),
    }
}

/// Which answer it was to be, done or refused.
fn either(result: Result<Answer, Answer>) -> Answer {
    match result {
        Ok(answer) | Err(answer) => answer,
    }
}

#[cfg(test)]
mod tests;
