//! Pages of schedules, as different gateways tell them.

use std::sync::Arc;

use keyin_app::{ListSchedules, ScheduleList};
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{Money, ScheduleStatus};
use keyin_ports::{ForeignSchedule, ListedSchedule, MockSchedules, ReadError, SchedulePage};

fn listed(number: i64) -> ListedSchedule {
    ListedSchedule::Foreign(ForeignSchedule {
        merchant_uid: format!("order {number}"),
        customer_uid: "gildong".to_owned(),
        at: start() + SignedDuration::from_hours(number),
        amount: Money::won(1_000).unwrap(),
        status: ScheduleStatus::Scheduled,
    })
}

fn start() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

/// What is told of a customer by a gateway that answers each page like this.
async fn told(page: impl Fn(u32) -> Vec<i64> + Send + Sync + 'static) -> Vec<String> {
    let mut schedules = MockSchedules::new();
    schedules.expect_list_of().returning(move |_, _, _, number| {
        let list: Vec<_> = page(number).into_iter().map(listed).collect();
        let next = (!list.is_empty()).then_some(number + 1);
        Ok(SchedulePage { list, next })
    });
    let asked = ScheduleList {
        from: start(),
        to: start() + SignedDuration::from_hours(24),
        status: None,
        customer_uid: Some("gildong".parse().unwrap()),
    };
    let mut told = Vec::new();
    let list = ListSchedules::new(Arc::new(schedules));
    let number = list
        .run(&asked, |one| {
            told.push(one.merchant_uid().to_owned());
            true
        })
        .await
        .unwrap();
    assert_eq!(number, told.len() as u64);
    told
}

#[tokio::test]
async fn pages_that_do_not_say_which_is_the_last_are_read_until_one_is_empty() {
    let pages = |number: u32| match number {
        1 => vec![5, 4],
        2 => vec![3],
        _ => vec![],
    };
    assert_eq!(told(pages).await, ["order 3", "order 4", "order 5"]);
}

#[tokio::test]
async fn a_gateway_whose_pages_never_end_is_not_believed() {
    let mut schedules = MockSchedules::new();
    schedules.expect_list().returning(|_, _, number| {
        let next = match number {
            1 => 100_000,
            100_000 => 100_001,
            _ => panic!("page {number} is asked for"),
        };
        Ok(SchedulePage { list: vec![listed(i64::from(number))], next: Some(next) })
    });
    let asked = ScheduleList {
        from: start(),
        to: start() + SignedDuration::from_hours(24),
        status: None,
        customer_uid: None,
    };
    let mut told = Vec::new();
    let list = ListSchedules::new(Arc::new(schedules));
    let all = list.run(&asked, |one| {
        told.push(one.merchant_uid().to_owned());
        true
    });
    assert!(matches!(all.await, Err(ReadError::Protocol)));
    assert_eq!(told, ["order 1", "order 100000"]);
}

#[tokio::test]
async fn a_gateway_that_knows_no_pages_is_not_asked_for_ever() {
    assert_eq!(told(|_| vec![2, 1]).await, ["order 1", "order 2"]);
}
