//! Where a window, a lease or a page of the journal ends, and what nobody but a person or the scheduler has a word on.

use std::time::Duration;

use keyin_app::{AddSchedule, DifferenceKind, Mending, Period, Reconcile, ReconcileEvent, ReconcileStage};
use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeMethod, ScheduleTime};

use super::books::{Books, DAY, PRICE, a_cancel, changed, given_back, later, of_amount};
use super::cases::Case;
use crate::stage::{WAIT, customer, intent, won};

#[tokio::test]
async fn a_cancel_is_new_until_its_lease_is_over_and_is_looked_at_again_so_long() {
    for (seconds, waits) in [(1, true), (0, false)] {
        let books = Books::open();
        let payment = books.both("elsewhere", books.at(7)).await;
        let lease = i64::try_from(books.stage.charging.window.lease().as_secs()).unwrap();
        books.stage.gateway.put(&given_back(&payment, 1_000, later(books.now(), seconds - lease)));
        let before = books.now();
        let run = books.stage.drive(books.run(Mending::Nothing)).await;
        assert_eq!(run.summary.count(DifferenceKind::CancelDiffers), 1);
        assert_eq!(books.now() > before, waits, "a lease but {seconds} s ago");
    }
}

/// The gateway lists a cancelled payment by its last cancel.
#[tokio::test]
async fn a_cancel_of_the_period_is_compared_although_a_later_one_followed() {
    for (first, found) in [(7, 1), (-7, 0), (DAY, 0)] {
        let books = Books::open();
        let payment = books.both("elsewhere", books.at(-DAY / 2)).await;
        let twice = changed(&given_back(&payment, 1_500, books.at(DAY + 60)), |details| {
            details.cancels = vec![a_cancel(1_000, books.at(first)), a_cancel(500, books.at(DAY + 60))];
        });
        books.stage.gateway.put(&twice);
        let summary = books.run(Mending::Nothing).await.summary;
        assert_eq!(summary.compared, found, "cancelled first {first} s after the period began");
        assert_eq!(summary.count(DifferenceKind::CancelDiffers), found);
    }
}

/// The journal tells 500 rows at once.
#[tokio::test]
async fn what_is_missing_there_is_found_on_every_page_of_the_journal() {
    let books = Books::open();
    Case::NotThere.plant(&books, "first", 1).await;
    for number in 0..500 {
        books.both(&format!("order-{number}"), books.at(1_000 + number)).await;
    }
    Case::NotThere.plant(&books, "last", 80_000).await;
    let run = books.run(Mending::Nothing).await;
    let mut missing: Vec<&str> = run.differences.iter().map(|found| &*found.merchant_uid).collect();
    missing.sort_unstable();
    assert_eq!(missing, ["first", "last"]);
    assert_eq!(run.summary.compared, 502);
}

#[tokio::test]
async fn a_payment_that_a_person_adopted_is_held_against_itself() {
    let books = Books::open();
    Case::AdoptedOverAnotherSum.plant(&books, "order-1", 7).await;
    assert_eq!(books.run(Mending::Nothing).await.summary.total(), 0);
    let adopted = books.stage.row("order-1").await.payment().unwrap().clone();
    books.stage.gateway.put(&of_amount(&adopted, won(PRICE)));
    let run = books.run(Mending::Nothing).await;
    assert_eq!(run.summary.count(DifferenceKind::AmountDiffers), 1);
}

/// So many seconds less than an absence window ago.
fn a_window_ago_but(books: &Books, seconds: i64) -> Timestamp {
    let window = i64::try_from(books.stage.charging.window.total().as_secs()).unwrap();
    later(books.now(), seconds - window)
}

#[tokio::test]
async fn nothing_is_judged_that_was_sent_or_learnt_within_a_window() {
    for (seconds, judged) in [(1, 0), (0, 1)] {
        let books = Books::open();
        books.sent("sent", a_window_ago_but(&books, seconds)).await;
        books.stage.gateway.put(&books.payment("sent", books.at(7)));
        let learnt = books.payment("learnt", books.at(7));
        books.paid_here(&learnt, a_window_ago_but(&books, seconds)).await;
        let summary = books.run(Mending::Nothing).await.summary;
        assert_eq!(summary.count(DifferenceKind::UnknownHere), judged);
        assert_eq!(summary.count(DifferenceKind::MissingThere), judged);
        assert_eq!(summary.unsettled, 2 * (1 - judged));
    }
}

#[tokio::test]
async fn what_the_scheduler_has_run_is_not_judged_before_it_is_time_to_look() {
    let books = Books::open();
    let stage = &books.stage;
    stage.register_key_only("gildong").await;
    let at = ScheduleTime::new(later(books.now(), DAY)).unwrap();
    let order = intent("order-1", ChargeMethod::Scheduled { customer_uid: customer("gildong"), at });
    stage.drive(AddSchedule::new(stage.scheduling()).run(order, WAIT)).await.unwrap();
    stage.clock.advance(Duration::from_secs(86_400 + 599));
    for (unsettled, unknown_here) in [(1, 0), (0, 1)] {
        let period = Period::new(at.get(), books.now()).unwrap();
        let summary = books.try_to_run(period, Mending::Nothing).await.unwrap().summary;
        let told = (summary.unsettled, summary.count(DifferenceKind::UnknownHere), summary.total());
        assert_eq!(told, (unsettled, unknown_here, unknown_here));
        stage.clock.advance(Duration::from_secs(1));
    }
}

#[tokio::test]
async fn how_far_the_walk_has_come_is_told_with_what_it_has_found() {
    let books = Books::open();
    for name in ["order-1", "order-2"] {
        Case::NoChargeHere.plant(&books, name, 7).await;
    }
    Case::NotThere.plant(&books, "order-3", 7).await;
    let reconcile = Reconcile::new(books.stage.charging.clone(), books.stage.gateway.clone());
    let mut told = Vec::new();
    let tell = |event: ReconcileEvent<'_>| {
        if let ReconcileEvent::Progress(progress) = event {
            told.push((progress.stage, progress.compared, progress.differences));
        }
    };
    reconcile.run(books.period(), Mending::Nothing, tell).await.unwrap();
    assert_eq!(told.first(), Some(&(ReconcileStage::Payments, 2, 2)));
    assert_eq!(told.last(), Some(&(ReconcileStage::Remaining, 3, 3)));
}

#[tokio::test]
async fn what_has_not_come_yet_is_not_compared() {
    let books = Books::open();
    books.stage.gateway.put(&books.payment("now", later(books.now(), -1)));
    let period = |from: i64, to: i64| Period::new(later(books.now(), from), later(books.now(), to)).unwrap();
    let run = books.try_to_run(period(-10, 86_400), Mending::Nothing).await.unwrap();
    assert_eq!((run.summary.total(), run.summary.period.to()), (1, books.now()));
    let future = books.try_to_run(period(60, 120), Mending::Nothing).await.unwrap();
    assert_eq!((future.summary.total(), future.summary.compared), (0, 0));
}
