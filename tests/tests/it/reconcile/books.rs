//! A till whose gateway and journal are written in bulk, past keyin.

use std::sync::Arc;

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
use keyin_adapter_sqlite::SqliteJournal;
use keyin_adapter_system::SystemClock;
use keyin_domain::jiff::tz::{Offset, offset};
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    ChargeAmount, ChargeIntent, ChargeMethod, Evidence, MerchantUid, Money, OrderName, Payment, PaymentStatus,
};
use keyin_ports::{Intended, Journal, PaymentRecords, RecordWindow, Recorded, Records};
use keyin_test_postgres::{Database, TestPostgres};
use keyin_tests::Till;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// So many calls of the gateway, or steps of the journal, are made together.
const AT_ONCE: usize = 200;

/// What every order costs, in won.
pub(crate) const PRICE: u64 = 3_000;

const KOREA: Offset = offset(9);

pub(crate) struct Books {
    pub(crate) till: Till,
    journal: Arc<dyn Journal>,
    /// Gone with the books.
    _database: Option<Database>,
    gateway: IamportGateway,
    /// A midnight in Korea, three days ago: nothing of that day is too fresh to be judged.
    pub(crate) midnight: Timestamp,
}

impl Books {
    pub(crate) async fn open() -> Self {
        let till = Till::open().await;
        let journal = SqliteJournal::open(till.keyin.journal()).await.unwrap();
        Self::of(till, Arc::new(journal), None)
    }

    /// The journal is in PostgreSQL.
    pub(crate) async fn in_postgres() -> Self {
        let mut till = Till::open().await;
        let database = TestPostgres::shared().fresh_database();
        till.keyin = till.keyin.with("KEYIN_STORE", database.url());
        let url = DatabaseUrl::parse(database.url()).unwrap();
        let clock = Arc::new(SystemClock::new());
        let journal = PostgresJournal::open(&url, clock, PostgresSettings::default()).await.unwrap();
        Self::of(till, Arc::new(journal), Some(database))
    }

    fn of(mut till: Till, journal: Arc<dyn Journal>, database: Option<Database>) -> Self {
        // Thousands of look-ups are told of at the level TRACE.
        till.keyin = till.keyin.with("KEYIN_LOG", "warn");
        let url = till.shop.sandbox.url();
        let config = IamportConfig::new(&url, "imp_apikey", "imp_secret");
        let gateway = IamportGateway::new(config, Arc::new(SystemClock::new())).unwrap();
        let now = Timestamp::from_second(till.shop.sandbox.clock().now).unwrap();
        let today = KOREA.to_datetime(now).date();
        let midnight = KOREA.to_timestamp(today.to_datetime(Default::default())).unwrap();
        let midnight = midnight - SignedDuration::from_hours(72);
        Self { till, journal, _database: database, gateway, midnight }
    }

    /// So many seconds after that midnight.
    pub(crate) fn at(&self, second: i64) -> Timestamp {
        self.midnight + SignedDuration::from_secs(second)
    }

    /// That day as it is typed, so many days later.
    pub(crate) fn day(&self, later: i64) -> String {
        KOREA.to_datetime(self.at(later * 86_400)).date().to_string()
    }

    /// Moves the gateway's clock there; from now on what is made is made then.
    pub(crate) fn gateway_is_at(&self, second: i64) {
        self.till.shop.sandbox.stop_clock(Some(self.at(second).as_second())).unwrap();
    }

    pub(crate) fn gateway_is_at_now(&self) {
        self.till.shop.sandbox.run_clock(None).unwrap();
    }

    /// Makes these payments at the gateway alone.
    pub(crate) async fn pay_there(&self, uids: &[String]) {
        let bodies = uids.iter().map(|uid| {
            json!({"merchant_uid": uid, "amount": PRICE, "card_number": "4000-0000-0000-0002", "expiry": "2030-01"})
        });
        self.post("/subscribe/payments/onetime", bodies).await;
    }

    /// Cancels these there, in part.
    pub(crate) async fn cancel_there(&self, uids: &[String]) {
        self.post("/payments/cancel", uids.iter().map(|uid| json!({"merchant_uid": uid, "amount": 1_000})))
            .await;
    }

    async fn post(&self, path: &str, bodies: impl Iterator<Item = Value>) {
        let bodies: Vec<Value> = bodies.collect();
        for some in bodies.chunks(AT_ONCE) {
            let mut calls = JoinSet::new();
            for body in some {
                calls.spawn(self.till.shop.request(reqwest::Method::POST, path).json(body).send());
            }
            while let Some(answer) = calls.join_next().await {
                let answer: Value = answer.unwrap().unwrap().json().await.unwrap();
                assert_eq!(answer["code"], 0, "{answer}");
            }
        }
    }

    /// What the gateway holds as made in that second.
    pub(crate) async fn held_there(&self, second: i64) -> Vec<Payment> {
        let window = RecordWindow::new(self.at(second), self.at(second + 1)).unwrap();
        match self.gateway.recorded(PaymentStatus::Paid, window).await {
            Ok(Records::All(records)) => records
                .into_iter()
                .map(|record| match record {
                    Recorded::Payment(payment) => *payment,
                    Recorded::Foreign(payment) => panic!("{payment:?}"),
                })
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    /// Lets the journal hold charges over that sum, each written down then, and what is learnt of it.
    pub(crate) async fn write_here(&self, rows: Vec<(MerchantUid, u64, Option<Payment>)>, at: Timestamp) {
        let mut rows = rows.into_iter();
        loop {
            let mut steps = JoinSet::new();
            for (uid, amount, payment) in rows.by_ref().take(AT_ONCE) {
                let journal = self.journal.clone();
                steps.spawn(async move {
                    let amount = ChargeAmount::new(Money::won(amount).unwrap()).unwrap();
                    let name = OrderName::parse("주문").unwrap();
                    let intent = ChargeIntent::new(uid.clone(), ChargeMethod::Card, amount, name);
                    let intended = journal.intend(intent, at).await.unwrap();
                    let Intended::New(charge) = intended else { panic!("{uid} is there already") };
                    if let Some(payment) = payment {
                        let paid = Evidence::Paid(Box::new(payment));
                        journal.record(&uid, charge.epoch(), paid, at).await.unwrap();
                    }
                });
            }
            if steps.is_empty() {
                return;
            }
            while let Some(step) = steps.join_next().await {
                step.unwrap();
            }
        }
    }

    /// Lets the journal hold these payments as its own.
    pub(crate) async fn know(&self, payments: Vec<Payment>, at: Timestamp) {
        let rows = payments.into_iter().map(|payment| (payment.merchant_uid().clone(), PRICE, Some(payment)));
        self.write_here(rows.collect(), at).await;
    }

    /// `keyin reconcile --json` over that day, with these further arguments: the differences, and the summary.
    pub(crate) async fn reconcile(&self, more: &[&str], exit: i32) -> (Vec<Value>, Value) {
        let day = self.day(0);
        let line = [&["reconcile", "--json", "--from", &day, "--to", &day], more].concat();
        let mut documents = self.till.keyin.run(&line).await.ended(exit).documents();
        let summary = documents.pop().unwrap()["summary"].clone();
        assert_eq!(summary["differences"], documents.len(), "{summary}");
        (documents, summary)
    }
}

pub(crate) fn uid(text: &str) -> MerchantUid {
    MerchantUid::parse(text).unwrap()
}

/// Order numbers of one sort.
pub(crate) fn uids(sort: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{sort}-{number}")).collect()
}

/// The kind and merchant_uid of each.
pub(crate) fn told(differences: &[Value]) -> Vec<(&str, &str)> {
    let mut told: Vec<_> = differences
        .iter()
        .map(|found| (found["kind"].as_str().unwrap(), found["merchant_uid"].as_str().unwrap()))
        .collect();
    told.sort_unstable();
    told
}
