//! What only the inside can tell: by which indexes the server walks.

use keyin_domain::CustomerUid;
use keyin_ports::ListedBy;
use keyin_test_postgres::{Database, TestPostgres};

use super::*;
use crate::session::Session;
use crate::session::tests::target;

/// Twenty thousand charges of a year: most paid, a few unsettled, and of those that are still looked at again a few due.
const A_YEAR: &str = "
    INSERT INTO keyin.charge (merchant_uid, state, epoch, version, unsettled, created_at, paid_at, next_sweep,
                              customer_uid, document)
    SELECT 'order-' || number, 'succeeded', 1, 2, number % 1000 = 0, number::bigint * 1000000000,
           CASE WHEN number % 10 > 0 THEN number::bigint * 1000000000 END,
           CASE WHEN number % 10 = 0 THEN number::bigint * 1000000000 END, 'customer-' || number % 2000, '{}'
    FROM generate_series(1, 20000) AS number;
    INSERT INTO keyin.charge_event (merchant_uid, at, epoch, what, to_state)
    SELECT merchant_uid, '', 0, 'intended', 'intent' FROM keyin.charge;
    ANALYZE keyin.charge, keyin.charge_event";

async fn a_year() -> (Database, Session) {
    let database = TestPostgres::shared().fresh_database();
    let (session, _) = Session::open(&target(database.url())).await.unwrap();
    session.say(A_YEAR).await;
    (database, session)
}

/// How the server goes about the statement with these values.
async fn plan(session: &Session, sql: &str, values: &str) -> String {
    session.say(&format!("PREPARE walk AS {sql}")).await;
    let plan = session.say(&format!("EXPLAIN (COSTS OFF) EXECUTE walk ({values})")).await.join("\n");
    session.say("DEALLOCATE walk").await;
    assert!(!plan.contains("Seq Scan"), "{plan}");
    plan
}

#[tokio::test]
async fn walks_and_histories_go_by_their_indexes() {
    let (_database, session) = a_year().await;
    for (sql, values, index) in [
        (reads::find(), "'order-7'", "charge_pkey"),
        (reads::unsettled(), "'order-5', 100", "charge_unsettled"),
        (reads::sweepable(), "50000000000, '', 100", "charge_by_sweep"),
        (reads::history(), "'order-7', 0, 100", "charge_event_of"),
        (reads::events(), "19000, 100", "charge_event_pkey"),
    ] {
        let plan = plan(&session, &sql, values).await;
        assert!(plan.contains(index), "{plan}");
    }
}

#[tokio::test]
async fn lists_go_by_the_index_of_their_time_or_of_their_customer() {
    let (_database, session) = a_year().await;
    let moment = Timestamp::from_second(10_000).unwrap();
    let behind = ListPosition { at: moment, merchant_uid: MerchantUid::parse("order-1").unwrap() };
    for (by, index) in [(ListedBy::Created, "charge_by_creation"), (ListedBy::Paid, "charge_by_payment")] {
        let all = ChargeFilter { by, ..ChargeFilter::default() };
        let from = ChargeFilter { from: Some(moment), ..all.clone() };
        for (filter, after, values) in [
            (&all, None, "100"),
            (&from, None, "10000000000000, 100"),
            (&all, Some(&behind), "'order-1', 10000000000000, 100"),
        ] {
            let plan = plan(&session, &list::query(filter, after, 100).sql, values).await;
            assert!(plan.contains(index) && !plan.contains("Sort"), "{plan}");
        }
        let customer_uid = Some(CustomerUid::parse("customer-7").unwrap());
        let filter = ChargeFilter { customer_uid, ..all };
        let plan = plan(&session, &list::query(&filter, None, 100).sql, "'customer-7', 100").await;
        assert!(plan.contains("charge_by_customer"), "{plan}");
    }
}
