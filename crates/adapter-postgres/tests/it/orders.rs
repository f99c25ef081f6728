//! Charges to be written down, and journals to write them in.

use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
use keyin_adapter_system::SystemClock;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    AbsenceWindow, Charge, ChargeAmount, ChargeIntent, ChargeMethod, Deadlines, MerchantUid, Money, OrderName,
};
use keyin_ports::{Intended, Journal, JournalError, Monotonic, StoreFault, StoreTrouble};

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

pub(crate) fn deadlines() -> Deadlines {
    AbsenceWindow::default().deadlines(at(1))
}

pub(crate) fn send_before() -> Monotonic {
    Monotonic::new(Duration::from_secs(5))
}

pub(crate) fn intent(uid: &str) -> ChargeIntent {
    let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
    let name = OrderName::parse("order").unwrap();
    ChargeIntent::new(MerchantUid::parse(uid).unwrap(), ChargeMethod::Card, amount, name)
}

pub(crate) async fn intended(journal: &dyn Journal, uid: &str) -> Charge {
    match journal.intend(intent(uid), at(0)).await.unwrap() {
        Intended::New(charge) => *charge,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn open_with(
    url: &str,
    settings: PostgresSettings,
) -> Result<PostgresJournal, JournalError> {
    let url = DatabaseUrl::parse(url).unwrap();
    PostgresJournal::open(&url, Arc::new(SystemClock::new()), settings).await
}

pub(crate) async fn open(url: &str) -> PostgresJournal {
    open_with(url, PostgresSettings::default()).await.unwrap()
}

/// What is wrong with the store.
#[track_caller]
pub(crate) fn fault(error: &JournalError) -> StoreFault {
    match error {
        JournalError::Unavailable(source) | JournalError::Damaged(source) => {
            source.downcast_ref::<StoreTrouble>().unwrap().fault
        }
        other => panic!("{other:?}"),
    }
}
