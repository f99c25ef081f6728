use keyin_app::Consequence::{NotFound, NothingSent, Refused, Unavailable, Unknown};
use keyin_app::{Operation, ScheduleProblem, Unsupported};
use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeState, Field, Mismatch, ScheduleStatus, ScheduleTime};
use keyin_ports::{NotTheSchedulers, ReadError, ScheduleError};

use super::{not_sent, refusal, store_fails, told, unknown};

#[test]
fn an_order_that_was_not_given_sent_nothing() {
    let at = ScheduleTime::new(Timestamp::from_second(1_900_000_000).unwrap()).unwrap();
    let when = at.to_string();
    let unsupported = Unsupported { pg: None, operation: Operation::StandaloneBillingKey };
    told(&ScheduleProblem::from(unsupported), "unsupported.pg_not_set", NothingSent, &[]);
    told(&ScheduleProblem::from(NotTheSchedulers), "schedule.not_the_schedulers", NothingSent, &[]);
    told(&ScheduleProblem::TooSoon { at }, "schedule.too_soon", NothingSent, &[&when]);
    told(&ScheduleProblem::MayRun { at }, "schedule.may_run", NothingSent, &[&when]);
    let conflict = ScheduleProblem::Conflict(vec![Field::ScheduleAt]);
    told(&conflict, "conflict.merchant_uid", NothingSent, &["merchant_uid"]);
    let another = ScheduleProblem::AnotherSchedule(Mismatch::CustomerUid);
    told(&another, "conflict.merchant_uid", NothingSent, &["merchant_uid"]);
    told(&ScheduleProblem::NotInJournal, "schedule.not_in_journal", NothingSent, &[]);
    told(&ScheduleProblem::Stopped, "stopped.nothing_sent", Unavailable, &[]);
    told(&ScheduleProblem::Store(store_fails()), "store.unavailable", Unavailable, &["row 7"]);
}

#[test]
fn how_it_stands_is_part_of_the_code() {
    for (status, code) in [
        (ScheduleStatus::Scheduled, "schedule.is_scheduled"),
        (ScheduleStatus::Executed, "schedule.is_executed"),
        (ScheduleStatus::Revoked, "schedule.is_revoked"),
    ] {
        told(&ScheduleProblem::StandsOtherwise { status }, code, NothingSent, &[status.as_str()]);
    }
    let state = ChargeState::Declined;
    let problem = ScheduleProblem::ChargeStandsOtherwise { state };
    told(&problem, "schedule.charge_is_declined", NothingSent, &["declined"]);
}

#[test]
fn what_the_gateway_said_keeps_its_meaning_on_the_way() {
    told(&ScheduleProblem::from(ReadError::NotFound), "not_found", NotFound, &[]);
    told(&ScheduleProblem::from(ReadError::Protocol), "gateway.protocol", Unavailable, &[]);
    told(&ScheduleProblem::from(ScheduleError::NotFound), "not_found", NotFound, &[]);
    told(
        &ScheduleProblem::from(ScheduleError::Refused(refusal())),
        "refused.no_channel",
        Refused,
        &["settle"],
    );
    told(
        &ScheduleProblem::from(ScheduleError::NotSent(not_sent())),
        "gateway.permit_expired",
        Unavailable,
        &[],
    );
    told(&ScheduleProblem::from(ScheduleError::Unknown(unknown())), "unknown.http_status", Unknown, &["502"]);
    let after = ScheduleProblem::StoreAfterSend { said: "claimed", source: store_fails() };
    told(&after, "store.after_send", Unknown, &["claimed"]);
}

#[test]
fn an_answer_of_the_scheduler_is_told_by_itself_too() {
    told(&ScheduleError::NotFound, "not_found", NotFound, &[]);
    told(&ScheduleError::Unknown(unknown()), "unknown.http_status", Unknown, &["502"]);
}
