//! A merchant's day with every log on: what `keyin` tells and keeps.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_test_postgres::{ClusterOptions, Database, TestPostgres};
use keyin_tests::{Run, Till, TypedCard};

use crate::Findings;
use crate::cards::CARDS;

/// Ways to lose an answer, or to be turned away.
const KINDS: [FaultKind; 7] = [
    FaultKind::DropBefore,
    FaultKind::DropAfter,
    FaultKind::Malformed,
    FaultKind::Truncate,
    FaultKind::ExpireToken,
    FaultKind::RateLimit,
    FaultKind::Status,
];

/// A merchant_uid that the journal keeps.
const PAID: &str = "paid-0";
/// And one that the gateway's scheduler is handed.
const SCHEDULED: &str = "standing-0";

pub(crate) async fn search(findings: &mut Findings) {
    let sqlite = Till::open().await;
    let day = Day::spent_at(sqlite).await;
    day.search("SQLite", &day.till.keyin.everything_kept(), findings);
    let (server, database) = started().await;
    let mut postgres = Till::open().await;
    postgres.keyin = postgres.keyin.with("KEYIN_STORE", database.url());
    let day = Day::spent_at(postgres).await;
    let kept = [day.till.keyin.everything_kept(), server.everything_kept()].concat();
    day.search("PostgreSQL", &kept, findings);
}

/// A server of this search's own, because all that it keeps is looked through.
async fn started() -> (TestPostgres, Database) {
    let start = || {
        let server = TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() });
        let database = server.fresh_database();
        (server, database)
    };
    tokio::task::spawn_blocking(start).await.unwrap()
}

struct Day {
    till: Till,
    told: Vec<u8>,
    typed: Vec<TypedCard>,
}

impl Day {
    async fn spent_at(till: Till) -> Self {
        let mut day = Self { till, told: Vec::new(), typed: Vec::new() };
        day.take_payments().await;
        day.do_the_rest().await;
        day
    }

    fn search(&self, store: &str, kept: &[u8], findings: &mut Findings) {
        let told = String::from_utf8_lossy(&self.told);
        assert!(told.contains("TRACE") && told.contains("charge"), "the log is not as loud as this needs it");
        let is_kept = kept.windows(PAID.len()).any(|bytes| bytes == PAID.as_bytes());
        assert!(is_kept, "the journal is not where this looks for it");
        for &card in &self.typed {
            findings.look_for(card, &format!("told over {store}"), &self.told);
            let place = format!("kept over {store}");
            if CARDS.contains(&card) {
                findings.look_for(card, &place, kept);
            } else {
                // A server's own files hold rows of zeros, and so do the sandbox's cards.
                findings.take(&place, kept.len(), keyin_tests::traces_of_number(card.number, kept));
            }
            let planted = [&self.told[..], &card.to_json()].concat();
            assert!(!keyin_tests::traces_of(card, &planted).is_empty(), "the search is blind");
        }
    }

    fn keep(&mut self, run: &Run) {
        self.told.extend_from_slice(run.stdout.as_bytes());
        self.told.extend_from_slice(run.stderr.as_bytes());
    }

    /// Once for programs and once for people.
    async fn pay(&mut self, uid: &str, card: TypedCard, more: &[&str]) {
        let run = self.till.pay_card(uid, card, more).await;
        self.keep(&run);
        let line =
            ["pay", "card", "--merchant-uid", uid, "--amount", "3000", "--name", "주문", "--card-stdin"];
        let run = self.till.keyin.run_with_input(&[&line, more].concat(), &card.to_json()).await;
        self.keep(&run);
        if !self.typed.contains(&card) {
            self.typed.push(card);
        }
    }

    async fn run(&mut self, line: &[&str]) {
        let run = self.till.run(line).await;
        self.keep(&run);
    }

    async fn take_payments(&mut self) {
        for (place, card) in CARDS.into_iter().enumerate() {
            self.pay(&format!("paid-{place}"), card, &[]).await;
            self.pay(&format!("keyed-{place}"), card, &["--customer-uid", &format!("customer-{place}")])
                .await;
        }
        for (place, kind) in KINDS.into_iter().enumerate() {
            let fault = Fault::new(Operation::Onetime, kind).times(1);
            let status = (kind == FaultKind::Status).then_some(500);
            self.till.fail(vec![Fault { status, ..fault }]);
            self.pay(&format!("lost-{place}"), CARDS[place % CARDS.len()], &["--wait", "1s"]).await;
        }
        self.till.shop.sandbox.clear_faults();
        for (uid, card) in [
            ("limit", TypedCard::OVER_LIMIT),
            ("limit-in-words", TypedCard::OVER_LIMIT_IN_WORDS),
            ("stolen", TypedCard::LOST),
            ("unsaid", TypedCard::CHARGED_UNSAID),
        ] {
            self.pay(uid, card, &[]).await;
        }
    }

    async fn do_the_rest(&mut self) {
        let batch = self.till.keyin.folder().join("batch.csv");
        let rows: String =
            (0..CARDS.len()).map(|place| format!("customer-{place},batch-{place},1000,구독\n")).collect();
        std::fs::write(&batch, format!("customer_uid,merchant_uid,amount,name\n{rows}")).unwrap();
        let add = ["schedule", "add", "--customer-uid", "customer-0", "--merchant-uid", SCHEDULED];
        let at = ["--amount", "3000", "--name", "구독", "--at", "2031-01-01T00:00:00Z"];
        self.run(&[add, at].concat()).await;
        for line in [
            &["pay", "file", "batch.csv"][..],
            &["pay", "list"],
            &["pay", "show", "lost-1", "--history"],
            &["pay", "cancel", "paid-0"],
            &["resolve", "--wait"],
            &["reconcile"],
            &["billing-key", "show", "customer-0"],
            &["schedule", "show", SCHEDULED],
            &["schedule", "list", "--to", "2031-02-01"],
            &["schedule", "move", SCHEDULED, "--at", "2031-01-02T00:00:00Z"],
            &["schedule", "cancel", SCHEDULED],
            &["schedule", "retry", SCHEDULED],
            &["billing-key", "list"],
            &["billing-key", "revoke", "customer-1"],
            &["doctor"],
        ] {
            self.run(line).await;
        }
    }
}
