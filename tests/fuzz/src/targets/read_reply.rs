//! The answer to every call that only reads: "there is none" is believed of the gateway's own words alone.

use keyin_domain::PaymentStatus;
use keyin_domain::jiff::Timestamp;
use keyin_ports::{
    BillingKeys, Channels, Clock, PaymentGateway, PaymentRecords, ReadError, RecordWindow, ScheduleWindow,
    Schedules,
};

use crate::exchange::{self, Input};
use crate::orders;
use crate::outcome::{self, Outcome};

/// What a read told: whether it told that there is nothing, which is believed like a refusal.
type Told = Result<Outcome, ReadError>;

/// Takes a choice of call and an answer.
pub(crate) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let (told, seen) = exchange::with(&input, |gateway, clock| {
        let choice = input.choice % 8;
        async move {
            match choice {
                0 => look_up(&gateway).await,
                1 => PaymentGateway::find(&gateway, &orders::imp_uid()).await.map(|payment| {
                    assert_eq!(payment.imp_uid().as_str(), orders::IMP_UID);
                    Outcome::Done
                }),
                2 => BillingKeys::find(&gateway, &orders::customer_uid()).await.map(|key| {
                    assert_eq!(key.customer_uid.as_str(), orders::CUSTOMER_UID);
                    Outcome::Done
                }),
                3 => Channels::list(&gateway).await.map(|_| Outcome::Done),
                4 => Schedules::find(&gateway, &orders::merchant_uid()).await.map(|schedule| {
                    assert_eq!(schedule.merchant_uid().as_str(), orders::MERCHANT_UID);
                    Outcome::Done
                }),
                5 => schedules(&gateway, &*clock).await,
                6 => schedules_of(&gateway, &*clock).await,
                _ => records(&gateway, &*clock).await,
            }
        }
    });
    // A list is asked for page by page, so that the same answer may be given to many calls.
    assert!(seen > 0);
    outcome::check(of_read(&told), &input, 1);
}

fn of_read(told: &Told) -> Outcome {
    match told {
        Ok(outcome) => *outcome,
        Err(ReadError::NotFound | ReadError::Refused(_)) => Outcome::Refused,
        Err(ReadError::Unavailable(_) | ReadError::Protocol) => Outcome::Unknown,
    }
}

async fn look_up(gateway: &impl PaymentGateway) -> Told {
    let attempts = gateway.look_up(&orders::merchant_uid()).await;
    assert_ne!(attempts.as_ref().err(), Some(&ReadError::NotFound));
    let attempts = attempts?;
    assert!(attempts.records().iter().all(|payment| payment.merchant_uid().as_str() == orders::MERCHANT_UID));
    Ok(if attempts.records().is_empty() { Outcome::Refused } else { Outcome::Done })
}

/// From now for a day.
fn day(clock: &impl Clock) -> (Timestamp, Timestamp) {
    let now = clock.now().as_second();
    (Timestamp::from_second(now).unwrap(), Timestamp::from_second(now + 86_400).unwrap())
}

async fn schedules(gateway: &impl Schedules, clock: &impl Clock) -> Told {
    let (from, to) = day(clock);
    let window = ScheduleWindow::new(from, to).unwrap();
    let page = gateway.list(window, None, 1).await?;
    assert!(page.list.iter().all(|schedule| window.contains(schedule.at())), "a schedule outside the window");
    Ok(if page.list.is_empty() { Outcome::Refused } else { Outcome::Done })
}

async fn schedules_of(gateway: &impl Schedules, clock: &impl Clock) -> Told {
    let (from, to) = day(clock);
    let window = ScheduleWindow::new(from, to).unwrap();
    let page = gateway.list_of(&orders::customer_uid(), window, None, 1).await?;
    assert!(page.list.iter().all(|schedule| schedule.customer_uid() == orders::CUSTOMER_UID));
    Ok(if page.list.is_empty() { Outcome::Refused } else { Outcome::Done })
}

async fn records(gateway: &impl PaymentRecords, clock: &impl Clock) -> Told {
    let (from, to) = day(clock);
    let window = RecordWindow::new(from, to).unwrap();
    gateway.recorded(PaymentStatus::Paid, window).await.map(|_| Outcome::Refused)
}
