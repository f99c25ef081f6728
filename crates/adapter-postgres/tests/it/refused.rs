//! What the server refuses for the sake of one charge, or while the schema is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use keyin_domain::{Evidence, NotSentCause};
use keyin_ports::{Claim, Intended, Journal, JournalError, StoreFault};
use keyin_test_postgres::TestPostgres;
use tokio::task::JoinSet;

use crate::opening::refusal;
use crate::orders::{at, deadlines, fault, intended, intent, open, send_before};

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

/// The server tells what is wrong with a value by repeating it.
#[tokio::test]
async fn a_value_that_the_server_refuses_is_not_repeated() {
    let database = TestPostgres::shared().fresh_database();
    let journal = open(database.url()).await;
    database.execute(
        "CREATE FUNCTION keyin.convert() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN PERFORM NEW.merchant_uid::bigint, convert_to('홍', 'LATIN1'); RETURN NEW; END $$;
         CREATE TRIGGER convert BEFORE INSERT ON keyin.charge FOR EACH ROW EXECUTE FUNCTION keyin.convert()",
    );
    for (uid, code, repeated) in [("buyer-7", "22P02", "buyer-7"), ("7", "22P05", "0xed")] {
        let error = journal.intend(intent(uid), at(0)).await.unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains(code) && !told.contains(repeated), "{told}");
    }
}

/// Whoever may write a charge down and not record what became of it must not begin one.
#[tokio::test]
async fn who_lacks_a_right_that_a_charge_needs_later_is_told_so_at_once() {
    let database = TestPostgres::shared().fresh_database();
    open(database.url()).await;
    let role = format!("reader_of_{}", database.name());
    database.execute(&format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'hunter2hunter2'; GRANT USAGE ON SCHEMA keyin TO {role}; \
         GRANT SELECT ON keyin.refinery_schema_history TO {role}; \
         GRANT SELECT, INSERT, UPDATE ON keyin.charge TO {role}; \
         GRANT SELECT, INSERT ON keyin.charge_event TO {role}"
    ));
    let (_, place) = database.url().split_once('@').unwrap();
    let url = format!("postgres://{role}:hunter2hunter2@{place}");
    for (right, table) in [
        ("UPDATE", "charge"),
        ("INSERT", "charge"),
        ("SELECT", "charge"),
        ("INSERT", "charge_event"),
        ("SELECT", "charge_event"),
    ] {
        database.execute(&format!("REVOKE {right} ON keyin.{table} FROM {role}"));
        let error = refusal(&url).await;
        assert_eq!(fault(&error), StoreFault::NotAllowed, "{error:?}");
        assert!(format!("{error:?}").contains(&format!("keyin.{table}: {right}")), "{error:?}");
        database.execute(&format!("GRANT {right} ON keyin.{table} TO {role}"));
    }
    // And no more than these are needed.
    let journal = open(&url).await;
    let seen = intended(&journal, "order-1").await;
    let claim = journal.claim(&seen, deadlines(), send_before()).await;
    assert!(matches!(claim, Ok(Claim::Won { .. })), "{claim:?}");
    let unsent = Evidence::NotSent(NotSentCause::Tls);
    journal.record(seen.intent().merchant_uid(), seen.epoch().next(), unsent, at(2)).await.unwrap();
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
