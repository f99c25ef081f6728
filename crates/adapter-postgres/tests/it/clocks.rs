//! Several machines whose clocks are off, and one database.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
use keyin_adapter_system::SystemClock;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_ports::{Clock, Monotonic};
use keyin_test_postgres::TestPostgres;

use crate::orders::intended;

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
