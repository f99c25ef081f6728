//! How a call ended, in words that hold nothing of what was said.

use keyin_domain::ReviewReason;
use keyin_ports::{
    CancelError, ChargeError, IssueError, ReadError, Reply, RevokeError, ScheduleError, UnavailableCause,
};

/// Whether it leaves something to be cleared up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// A clear answer.
    Answer,
    /// Unknown, refused for a reason that somebody has to mend, or not possible now.
    Doubt,
}

#[derive(Clone, Copy)]
pub(super) struct Outcome {
    pub(super) word: &'static str,
    pub(super) code: Option<&'static str>,
    pub(super) weight: Weight,
}

fn answer(word: &'static str, code: Option<&'static str>) -> Outcome {
    Outcome { word, code, weight: Weight::Answer }
}

fn doubt(word: &'static str, code: &'static str) -> Outcome {
    Outcome { word, code: Some(code), weight: Weight::Doubt }
}

pub(super) fn of_charge(answered: &Result<Reply, ChargeError>) -> Outcome {
    match answered {
        Ok(Reply::Paid(_)) => answer("paid", None),
        Ok(Reply::Declined { decline, record: _ }) => answer("declined", Some(decline.code())),
        Err(error) => of_charge_error(error),
    }
}

pub(super) fn of_order<T>(answered: &Result<T, ChargeError>) -> Outcome {
    match answered {
        Ok(_) => answer("scheduled", None),
        Err(error) => of_charge_error(error),
    }
}

fn of_charge_error(error: &ChargeError) -> Outcome {
    match error {
        ChargeError::NotSent(cause) => doubt("not_sent", cause.code()),
        ChargeError::Refused(refusal) => doubt("refused", refusal.code()),
        ChargeError::Unknown(cause) => doubt("unknown", cause.code()),
        ChargeError::Mismatch(difference) => doubt("mismatch", ReviewReason::Mismatch(*difference).code()),
    }
}

pub(super) fn of_move<T>(answered: &Result<T, ScheduleError>) -> Outcome {
    of_schedule(answered, "moved")
}

pub(super) fn of_unscheduling<T>(answered: &Result<T, ScheduleError>) -> Outcome {
    of_schedule(answered, "unscheduled")
}

fn of_schedule<T>(answered: &Result<T, ScheduleError>, done: &'static str) -> Outcome {
    match answered {
        Ok(_) => answer(done, None),
        Err(ScheduleError::NotFound) => answer("not_found", None),
        Err(ScheduleError::Refused(refusal)) => doubt("refused", refusal.code()),
        Err(ScheduleError::NotSent(cause)) => doubt("not_sent", cause.code()),
        Err(ScheduleError::Unknown(cause)) => doubt("unknown", cause.code()),
    }
}

pub(super) fn of_cancel<T>(answered: &Result<T, CancelError>) -> Outcome {
    match answered {
        Ok(_) => answer("cancelled", None),
        Err(CancelError::NotFound) => answer("not_found", None),
        Err(CancelError::AlreadyCancelled) => answer("already_cancelled", None),
        Err(CancelError::Declined(decline)) => answer("declined", Some(decline.code())),
        Err(CancelError::Refused(refusal)) => doubt("refused", refusal.code()),
        Err(CancelError::NotSent(cause)) => doubt("not_sent", cause.code()),
        Err(CancelError::Unknown(cause)) => doubt("unknown", cause.code()),
    }
}

pub(super) fn of_issue<T>(answered: &Result<T, IssueError>) -> Outcome {
    match answered {
        Ok(_) => answer("issued", None),
        Err(IssueError::Declined(decline)) => answer("declined", Some(decline.code())),
        Err(IssueError::Refused(refusal)) => doubt("refused", refusal.code()),
        Err(IssueError::NotSent(cause)) => doubt("not_sent", cause.code()),
        Err(IssueError::Unknown(cause)) => doubt("unknown", cause.code()),
    }
}

pub(super) fn of_revoke<T>(answered: &Result<T, RevokeError>) -> Outcome {
    match answered {
        Ok(_) => answer("revoked", None),
        Err(RevokeError::NotFound) => answer("not_found", None),
        Err(RevokeError::Refused(refusal)) => doubt("refused", refusal.code()),
        Err(RevokeError::NotSent(cause)) => doubt("not_sent", cause.code()),
        Err(RevokeError::Unknown(cause)) => doubt("unknown", cause.code()),
    }
}

pub(super) fn of_read<T>(answered: &Result<T, ReadError>) -> Outcome {
    match answered {
        Ok(_) => answer("read", None),
        Err(ReadError::NotFound) => answer("not_found", None),
        Err(ReadError::Refused(refusal)) => doubt("refused", refusal.code()),
        Err(ReadError::Unavailable(UnavailableCause::Unreachable)) => {
            doubt("unavailable", "gateway.unreachable")
        }
        Err(ReadError::Unavailable(UnavailableCause::NoAnswer)) => doubt("unavailable", "gateway.no_answer"),
        Err(ReadError::Unavailable(UnavailableCause::HttpStatus(_))) => {
            doubt("unavailable", "gateway.http_status")
        }
        Err(ReadError::Protocol) => doubt("protocol", "gateway.protocol"),
    }
}
