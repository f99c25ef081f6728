use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;

fn at(second: i64) -> ScheduleTime {
    ScheduleTime::new(Timestamp::from_second(second).unwrap()).unwrap()
}

fn details(status: ScheduleStatus, payment: Option<PaymentStatus>) -> ScheduleDetails {
    ScheduleDetails {
        merchant_uid: MerchantUid::parse("order-1").unwrap(),
        customer_uid: CustomerUid::parse("customer-1").unwrap(),
        at: at(1_000),
        amount: Money::won(8_900).unwrap(),
        name: Some("월간 이용권".to_owned()),
        status,
        payment,
        imp_uid: Some(ImpUid::parse("imps_1").unwrap()),
        fail_reason: Some("[CA31]한도초과".to_owned()),
        executed_at: Some(Timestamp::from_second(1_015).unwrap()),
        revoked_at: None,
    }
}

#[test]
fn what_waits_tells_of_no_earlier_run() {
    let schedule = Schedule::new(details(ScheduleStatus::Scheduled, Some(PaymentStatus::Failed))).unwrap();
    assert!(schedule.is_open() && !schedule.may_run_again() && !schedule.has_failed());
    let parts = schedule.details();
    assert_eq!((parts.payment, &parts.imp_uid, &parts.fail_reason), (None, &None, &None));
}

#[test]
fn a_schedule_gives_its_parts_back() {
    let parts = details(ScheduleStatus::Executed, Some(PaymentStatus::Failed));
    let schedule = Schedule::new(parts.clone()).unwrap();
    assert_eq!(schedule.details(), &parts);
    assert_eq!(
        (schedule.merchant_uid(), schedule.customer_uid()),
        (&parts.merchant_uid, &parts.customer_uid)
    );
    assert_eq!((schedule.at(), schedule.amount()), (parts.at, parts.amount));
    assert_eq!(schedule.status(), ScheduleStatus::Executed);
    assert!(schedule.has_failed() && !schedule.is_open());
    assert_eq!(ScheduleStatus::ALL.map(ScheduleStatus::as_str), ["scheduled", "executed", "revoked"]);
}

#[test]
fn a_time_is_shown_as_the_moment_it_is() {
    let time = at(86_400);
    assert_eq!((time.to_string().as_str(), time.as_second()), ("1970-01-02T00:00:00Z", 86_400));
    assert_eq!(ScheduleTime::try_from(time.get()), Ok(time));
    assert!(ScheduleTime::try_from(Timestamp::UNIX_EPOCH).is_err());
}

#[test]
fn what_failed_or_was_taken_back_may_run_again() {
    let with = |status, payment| Schedule::new(details(status, payment)).unwrap();
    assert!(with(ScheduleStatus::Executed, Some(PaymentStatus::Failed)).may_run_again());
    assert!(with(ScheduleStatus::Revoked, None).may_run_again());
    let taken_back = with(ScheduleStatus::Revoked, Some(PaymentStatus::Failed));
    assert!(taken_back.may_run_again() && !taken_back.has_failed());
    assert!(!with(ScheduleStatus::Executed, Some(PaymentStatus::Paid)).may_run_again());
    assert!(!with(ScheduleStatus::Executed, None).may_run_again(), "it runs now");
}

#[test]
fn parts_that_contradict_each_other_are_no_schedule() {
    let unnumbered =
        ScheduleDetails { imp_uid: None, ..details(ScheduleStatus::Executed, Some(PaymentStatus::Paid)) };
    assert_eq!(Schedule::new(unnumbered), Err(InvalidSchedule::PaidWithoutNumber));
    let nothing =
        ScheduleDetails { amount: Money::won(0).unwrap(), ..details(ScheduleStatus::Scheduled, None) };
    assert_eq!(Schedule::new(nothing), Err(InvalidSchedule::NothingToPay));
}

#[test]
fn a_minute_is_the_least_notice() {
    let now = Timestamp::from_second(1_000).unwrap();
    assert!(at(1_059).is_too_soon(now) && !at(1_060).is_too_soon(now));
    assert!(at(1_060).is_too_soon(now + SignedDuration::from_nanos(1)));
    assert!(at(1).is_too_soon(now));
}

fn shown(second: i64) -> Schedule {
    Schedule::new(ScheduleDetails { at: at(second), ..details(ScheduleStatus::Scheduled, None) }).unwrap()
}

#[test]
fn a_run_may_begin_at_its_time_and_not_before() {
    let run = EarliestRun::of(&shown(1_000), None);
    let due = Timestamp::from_second(1_000).unwrap();
    assert!(!run.may_have_begun_before(due));
    assert!(run.may_have_begun_before(due + SignedDuration::from_nanos(1)));
}

proptest! {
    #[test]
    fn a_run_may_have_begun_if_it_may_by_what_is_shown_or_by_what_is_known(
        second in 1i64..1_000,
        known in proptest::option::of(1i64..1_000),
        moment in 0i64..1_100,
    ) {
        let run = EarliestRun::of(&shown(second), known.map(at));
        let by = |second: i64| second < moment;
        let moment = Timestamp::from_second(moment).unwrap();
        prop_assert_eq!(run.may_have_begun_before(moment), by(second) || known.is_some_and(by));
        let other_way_round = known.map(|known| EarliestRun::of(&shown(known), Some(at(second))));
        prop_assert_eq!(other_way_round.unwrap_or(run), run, "neither is the better word");
        prop_assert!(run.at() == at(second) || Some(run.at()) == known.map(at));
    }

    #[test]
    fn a_time_is_a_whole_second_after_1970(seconds in -10_000i64..10_000_000_000, nanos in 0i32..3) {
        let moment = Timestamp::new(seconds, nanos).unwrap();
        let time = ScheduleTime::new(moment);
        prop_assert_eq!(time.is_ok(), nanos == 0 && seconds > 0);
        if let Ok(time) = time {
            prop_assert_eq!(time.as_second(), seconds);
            prop_assert_eq!(Timestamp::from(time), moment);
        }
    }

    #[test]
    fn the_words_round_trip(word in "[a-z]{1,10}") {
        prop_assert!(ScheduleStatus::from_word(&word).is_none_or(|status| status.as_str() == word));
        for status in ScheduleStatus::ALL {
            prop_assert_eq!(ScheduleStatus::from_word(status.as_str()), Some(status));
        }
    }
}
