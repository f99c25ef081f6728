//! Lists.

use keyin_domain::{CustomerUid, Schedule, ScheduleStatus};
use keyin_ports::{ListedSchedule, ReadError, SchedulePage, ScheduleWindow, UnavailableCause};

use super::order::{added, added_for_anybody, around};
use crate::case::{Stopped, Verdict, broken, equal, instead, must};
use crate::gateway::order::{inject, registered};
use crate::gateway::{Call, Fault, GatewayFixture};

/// More pages than the cases fill.
const MOST_PAGES: u32 = 1_000;

/// All pages; of one customer, if one is named.
async fn walk(
    fixture: &dyn GatewayFixture,
    customer: Option<&CustomerUid>,
    window: ScheduleWindow,
    status: Option<ScheduleStatus>,
) -> Result<Vec<ListedSchedule>, Stopped> {
    let (mut all, mut page) = (Vec::new(), 1);
    while page < MOST_PAGES {
        let told = match customer {
            None => fixture.schedules().list(window, status, page).await,
            Some(customer) => fixture.schedules().list_of(customer, window, status, page).await,
        };
        match told {
            Ok(SchedulePage { list, next }) => {
                all.extend(list);
                let Some(next) = next else { return Ok(all) };
                equal(next, page + 1, "the number of the next page")?;
                page = next;
            }
            other => return Err(instead("a list can be read", &other)),
        }
    }
    Err(broken("a list comes to an end"))
}

fn count(all: &[ListedSchedule], schedule: &Schedule) -> usize {
    let listed = ListedSchedule::Schedule(Box::new(schedule.clone()));
    all.iter().filter(|other| **other == listed).count()
}

/// From its first second until before its last.
pub(super) async fn a_window_holds_what_is_due_in_it(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let at = schedule.at();
    let (from, to) = (around(at, 5)?.from(), around(at, 5)?.to());
    let window = |from, to| ScheduleWindow::new(from, to).map_err(|error| instead("a window", &error));
    equal(count(&walk(fixture, None, around(at, 5)?, None).await?, &schedule), 1, "times it is told")?;
    let begins = walk(fixture, None, window(at.get(), to)?, None).await?;
    equal(count(&begins, &schedule), 1, "times it is told in the window that begins with it")?;
    let ends = walk(fixture, None, window(from, at.get())?, None).await?;
    equal(count(&ends, &schedule), 0, "times it is told in the window that ends with it")
}

/// Each once, the earlier before the later.
pub(super) async fn a_list_is_walked_page_by_page(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let mut ours = Vec::new();
    for turn in 0..45 {
        ours.push(added(fixture, &customer, 100_000 + 10 * turn).await?);
    }
    let window = around(ours[22].at(), 1_000)?;
    let all = walk(fixture, None, window, None).await?;
    for schedule in &ours {
        equal(count(&all, schedule), 1, "times each is told")?;
    }
    must(all.is_sorted_by_key(ListedSchedule::at), "the earlier are told before the later")
}

/// Nobody else's.
pub(super) async fn a_list_of_a_customer_holds_no_others(fixture: &dyn GatewayFixture) -> Verdict {
    let (ours, other) = (added_for_anybody(fixture).await?, added_for_anybody(fixture).await?);
    let all = walk(fixture, Some(ours.customer_uid()), around(ours.at(), 60)?, None).await?;
    equal(count(&all, &ours), 1, "times it is told")?;
    equal(count(&all, &other), 0, "times another customer's is told")?;
    equal(all.len(), 1, "schedules of the customer")
}

/// As it stands now.
pub(super) async fn a_list_can_be_of_one_status(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let (open, revoked) = (added(fixture, &customer, 3_600).await?, added(fixture, &customer, 3_600).await?);
    let revoked = match fixture.schedules().unschedule(&customer, revoked.merchant_uid()).await {
        Ok(revoked) => revoked,
        other => return Err(instead("what waits can be taken back", &other)),
    };
    let window = around(open.at(), 60)?;
    for of_whom in [None, Some(&customer)] {
        for (status, expected) in [
            (ScheduleStatus::Scheduled, (1, 0)),
            (ScheduleStatus::Revoked, (0, 1)),
            (ScheduleStatus::Executed, (0, 0)),
        ] {
            let all = walk(fixture, of_whom, window, Some(status)).await?;
            must(all.iter().all(|listed| listed.status() == status), "no other status is told")?;
            equal((count(&all, &open), count(&all, &revoked)), expected, "what is told of that status")?;
        }
    }
    Ok(())
}

/// Not an error: of a customer who is unknown, of a time at which nothing is due, and behind the last page.
pub(super) async fn nothing_is_an_empty_page(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let window = around(schedule.at(), 60)?;
    let unknown = fixture.schedules().list_of(&fixture.customer_uid(), window, None, 1).await;
    equal(unknown, Ok(SchedulePage::default()), "the schedules of an unknown customer")?;
    let behind = fixture.schedules().list_of(schedule.customer_uid(), window, None, 2).await;
    equal(behind, Ok(SchedulePage::default()), "the page behind the last")?;
    let far = around(super::order::later(fixture, 40_000_000)?, 60)?;
    equal(
        fixture.schedules().list(far, None, 1).await,
        Ok(SchedulePage::default()),
        "the schedules of no time",
    )
}

/// None is the gateway's word alone.
pub(super) async fn a_failed_list_is_never_empty(fixture: &dyn GatewayFixture) -> Verdict {
    let window = around(super::order::later(fixture, 40_000_000)?, 60)?;
    let faults = [
        (Fault::Status(Call::Read, 502), ReadError::Unavailable(UnavailableCause::HttpStatus(502))),
        (Fault::Garble(Call::Read), ReadError::Protocol),
        (Fault::Unreachable, ReadError::Unavailable(UnavailableCause::Unreachable)),
    ];
    for (fault, expected) in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        let of_customer = fixture.schedules().list_of(&fixture.customer_uid(), window, None, 1).await;
        equal(of_customer, Err(expected.clone()), "a list of a customer under a fault")?;
        equal(fixture.schedules().list(window, None, 1).await, Err(expected), "a list under a fault")?;
    }
    Ok(())
}
