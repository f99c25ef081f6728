//! What the server refuses for the sake of one charge, or while the schema is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use keyin_ports::{Intended, Journal, JournalError, StoreFault};
use keyin_test_postgres::TestPostgres;
use tokio::task::JoinSet;

use crate::opening::refusal;
use crate::orders::{at, fault, intent, open};

/// The server takes no row of this charge: for whatever reason, it stands for all of them.
const TAKES_NO_ORDER_3: &str = "
    CREATE FUNCTION keyin.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'not this one'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON keyin.charge FOR EACH ROW WHEN (NEW.merchant_uid = 'order-3')
    EXECUTE FUNCTION keyin.refuse()";

#[tokio::test]
async fn who_is_refused_takes_nobody_with_him_who_shares_the_transaction() {
    let database = TestPostgres::shared().fresh_database();
    let journal = Arc::new(open(database.url()).await);
    database.execute(TAKES_NO_ORDER_3);
    // All of them wait before the writer has its turn, so that they share one.
    let mut writing = JoinSet::new();
    for number in 0..8 {
        let journal = journal.clone();
        writing
            .spawn(async move { (number, journal.intend(intent(&format!("order-{number}")), at(0)).await) });
    }
    for (number, written) in writing.join_all().await {
        match written {
            Ok(Intended::New(_)) => assert_ne!(number, 3),
            Err(error @ JournalError::Damaged(_)) => {
                assert_eq!((number, fault(&error)), (3, StoreFault::Damaged));
            }
            other => panic!("{number}: {other:?}"),
        }
    }
    let stand: BTreeSet<String> = journal
        .unsettled(None, 100)
        .await
        .unwrap()
        .iter()
        .map(|charge| charge.intent().merchant_uid().to_string())
        .collect();
    assert_eq!(stand.len(), 7);
    assert!(!stand.contains("order-3"));
}

#[tokio::test]
async fn who_may_not_make_tables_in_the_schema_is_told_so() {
    let database = TestPostgres::shared().fresh_database();
    let role = format!("guest_of_{}", database.name());
    database.execute(&format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'hunter2hunter2'; CREATE SCHEMA keyin; GRANT USAGE ON SCHEMA keyin TO {role}"
    ));
    let (_, place) = database.url().split_once('@').unwrap();
    let url = format!("postgres://{role}:hunter2hunter2@{place}");
    let error = refusal(&url).await;
    assert_eq!(fault(&error), StoreFault::NotAllowed, "{error:?}");
    database.execute(&format!("GRANT CREATE ON SCHEMA keyin TO {role}"));
    open(&url).await;
}

#[tokio::test]
async fn a_schema_in_which_a_name_is_taken_is_not_migrated() {
    let database = TestPostgres::shared().fresh_database();
    database.execute("CREATE SCHEMA keyin; CREATE TYPE keyin.charge AS ENUM ('heavy', 'light')");
    let error = refusal(database.url()).await;
    assert_eq!(fault(&error), StoreFault::NotMigrated, "{error:?}");
    // Nothing was left behind by half.
    database.execute("DROP TYPE keyin.charge");
    open(database.url()).await;
}
