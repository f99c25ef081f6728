//! Several machines whose clocks are off, and one database.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::ManualClock;
use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
use keyin_adapter_system::SystemClock;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_ports::{Begun, Claim, Clock, Journal, Monotonic};
use keyin_test_postgres::TestPostgres;
use tokio_postgres::NoTls;

use crate::orders::{deadlines, intended, intent, send_before};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Far more than a question takes, and far less than the clocks here are off.
const LITTLE: SignedDuration = SignedDuration::from_mins(5);

/// A machine whose clock is off.
struct Off(SystemClock, SignedDuration);

#[async_trait]
impl Clock for Off {
    fn now(&self) -> Timestamp {
        self.0.now() + self.1
    }

    fn monotonic(&self) -> Monotonic {
        self.0.monotonic()
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        self.0.sleep_until(deadline).await;
    }
}

/// A machine that stands still, as one does that is paused, while the database goes on. What is claimed on it by a time
/// that is long over may be sent for as much shorter.
#[tokio::test]
async fn the_time_that_a_machine_stood_still_is_taken_off_its_permits() {
    let database = TestPostgres::shared().fresh_database();
    let url = DatabaseUrl::parse(database.url()).unwrap();
    let machine = Arc::new(ManualClock::default());
    let journal = PostgresJournal::open(&url, machine, PostgresSettings::default()).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    let stood_still = || async {
        let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("SELECT pg_sleep(0.3)").await.unwrap();
    };
    let asked = send_before();
    let latest = asked.before(Duration::from_millis(300));
    stood_still().await;
    match journal.claim(&seen, deadlines(), asked).await.unwrap() {
        Claim::Won { permit, .. } => assert!(permit.send_before() <= latest, "{permit:?}"),
        Claim::Lost(charge) => panic!("{charge:?}"),
    }
    stood_still().await;
    match journal.begin(intent("order-2"), deadlines(), asked).await.unwrap() {
        Begun::Won { permit, .. } => assert!(permit.send_before() <= latest, "{permit:?}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn machines_whose_clocks_are_off_agree_on_the_databases() {
    let database = TestPostgres::shared().fresh_database();
    let url = DatabaseUrl::parse(database.url()).unwrap();
    let mut clocks = Vec::new();
    for off in [SignedDuration::ZERO, HOUR, -HOUR] {
        let clock = Arc::new(Off(SystemClock::new(), off));
        let journal = PostgresJournal::open(&url, clock, PostgresSettings::default()).await.unwrap();
        intended(&journal, &format!("order-{}", clocks.len())).await;
        let clock = journal.clock();
        assert!((clock.skew() - off).abs() < LITTLE, "{:?}", clock.skew());
        clocks.push(clock);
    }
    let truth = SystemClock::new().now();
    for clock in clocks {
        assert!(clock.now().duration_since(truth).abs() < LITTLE);
    }
}
