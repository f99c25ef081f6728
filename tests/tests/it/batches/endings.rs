//! What ends a batch before its rows do, and what is in the way of its results.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{BatchTold, Run, Till, csv_of, until};
use serde_json::json;

const ROWS: usize = 500;

async fn ready() -> Till {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(ROWS, "customer-1"));
    till
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_gateway_ends_the_run_and_nothing_is_unknown() {
    let till = ready().await;
    let away = till.keyin.clone().with("KEYIN_IAMPORT_URL", "http://127.0.0.1:9");
    let told = BatchTold::of(&away.run(&["pay", "file", "orders.csv", "--json"]).await.ended(4));
    assert_eq!(told.error.as_ref().unwrap()["code"], "halted.unreachable");
    let failed = told.count("failed");
    assert_eq!((told.counts(), &told.last["left"]), ([0, 0, 0, 0, failed], &json!(ROWS as u64 - failed)));
    assert!((10..40).contains(&failed), "{failed}");
    assert_eq!(told.rows[0]["error"]["code"], "gateway.unreachable");
    // Nothing was sent, so the same command goes on.
    let told = BatchTold::of(&till.pay_file("orders.csv", &[]).await.ended(0));
    assert_eq!(told.counts(), [ROWS as u64, 0, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_credentials_end_the_run_at_once() {
    let till = ready().await;
    let wrong = till.keyin.clone().with("KEYIN_IAMPORT_SECRET", "wrong");
    let told = BatchTold::of(&wrong.run(&["pay", "file", "orders.csv", "--json"]).await.ended(4));
    assert_eq!(told.error.as_ref().unwrap()["code"], "halted.credentials");
    assert!(told.count("failed") <= 8 && told.count("paid") == 0, "{}", told.summary);
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
    let korean = wrong.with("KEYIN_LANG", "ko").run(&["pay", "file", "orders.csv"]).await.ended(4);
    assert!(
        korean.stderr.contains("인증 정보") && korean.stdout.contains("같은 명령으로 이어서"),
        "{korean:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_goes_away_in_between_leaves_what_is_out_unknown() {
    let till = ready().await;
    till.fail(vec![Fault::new(Operation::Again, FaultKind::Delay).delay_ms(20)]);
    let keyin = till.keyin.clone().with("KEYIN_GATEWAY_LAG", "1h");
    let running = keyin.start(&["pay", "file", "orders.csv", "--json", "--wait", "0s"], b"").await;
    until("some are charged", || till.calls_to("/subscribe/payments/again") > 50).await;
    till.fail(vec![Fault::new(Operation::Any, FaultKind::DropBefore)]);
    let told = BatchTold::of(&Run::end_of(running).await.ended(5));
    assert_eq!(told.error.as_ref().unwrap()["code"], "halted.unanswered");
    let [paid, declined, unknown, skipped, failed] = told.counts();
    assert_eq!((declined, skipped, failed), (0, 0, 0));
    assert!((100..140).contains(&unknown), "{}", told.summary);
    assert_eq!(till.captures(ROWS).iter().sum::<usize>() as u64, paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_is_no_journal_is_refused_before_anything_is_sent() {
    let till = ready().await;
    std::fs::write(till.keyin.journal(), "this is not a database, and it was not written by keyin at all")
        .unwrap();
    let told = till.pay_file("orders.csv", &[]).await.ended(4).document();
    assert!(told["error"]["code"].as_str().unwrap().starts_with("store."), "{told}");
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
    assert!(!till.keyin.folder().join("orders.csv.results.csv").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn results_go_where_they_are_wanted_and_never_over_the_file_itself() {
    let till = ready().await;
    let told = BatchTold::of(&till.pay_file("orders.csv", &["--results", "out.csv"]).await.ended(0));
    assert_eq!(told.last["results"], "out.csv");
    assert_eq!(till.keyin.read("out.csv").lines().count(), ROWS + 1);
    let before = till.keyin.read("orders.csv");
    for bad in ["orders.csv", "./orders.csv", "no/such/folder/out.csv", "."] {
        let told = till.pay_file("orders.csv", &["--results", bad]).await.ended(2).document();
        assert_eq!(told["error"]["code"], "results.unusable", "{bad}: {told}");
    }
    assert_eq!(till.keyin.read("orders.csv"), before);
    // Replaced, not added to.
    till.pay_file("orders.csv", &["--results", "out.csv"]).await.ended(0);
    let results = till.keyin.read("out.csv");
    assert_eq!(results.lines().count(), ROWS + 1);
    assert!(results.contains(",skipped,succeeded,true,"), "{results}");
}

/// A name that is mistyped must not cost the journal, nor anything else that is no result.
#[tokio::test(flavor = "multi_thread")]
async fn results_replace_results_and_nothing_else() {
    let till = ready().await;
    till.pay_file("orders.csv", &["--results", "out.csv"]).await.ended(0);
    till.keyin.write("notes.txt", "what is left to do");
    std::fs::hard_link(till.keyin.folder().join("orders.csv"), till.keyin.folder().join("same.csv")).unwrap();
    let journal = till.keyin.journal().display().to_string();
    for other in [journal.as_str(), "notes.txt", "same.csv"] {
        let told = till.pay_file("orders.csv", &["--results", other]).await.ended(2).document();
        assert_eq!(told["error"]["code"], "results.unusable", "{told}");
        let told = till.run(&["reconcile", "--csv", other]).await.ended(4).document();
        assert_eq!(told["error"]["code"], "csv.not_written", "{told}");
    }
    assert_eq!(till.keyin.read("notes.txt"), "what is left to do");
    assert_eq!(till.keyin.read("same.csv"), till.keyin.read("orders.csv"));
    let told = BatchTold::of(&till.pay_file("orders.csv", &["--results", "out.csv"]).await.ended(0));
    assert_eq!(told.count("skipped"), ROWS as u64);
}

/// The program with no file of it larger than that many kilobytes, as on a disk that is full.
fn with_room_for(till: &Till, kilobytes: u32) -> keyin_tests::Keyin {
    // Without the trap the system would end the process instead of failing its write. The shell counts blocks of 512 bytes.
    till.keyin.clone().in_a_shell(&format!("trap '' XFSZ\nulimit -f {}", kilobytes * 2))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_ends_the_run_and_nothing_is_lost() {
    let till = ready().await;
    let cramped = with_room_for(&till, 1_500);
    let run = cramped.run(&["pay", "file", "orders.csv", "--json", "--wait", "0s"]).await;
    let told = BatchTold::of(&run);
    assert_eq!(told.error.as_ref().unwrap()["code"], "halted.journal", "{run:?}");
    let [paid, declined, unknown, skipped, failed] = told.counts();
    assert_eq!((declined, skipped), (0, 0));
    // Where the journal could not tell the outcome any more, the row is unknown, and the exit status says so.
    assert_eq!(run.exit, Some(if unknown > 0 { 5 } else { 1 }), "{}", told.summary);
    assert!(paid > 20 && unknown + failed > 0 && unknown + failed <= 8, "{}", told.summary);
    let captured = till.captures(ROWS).iter().sum::<usize>() as u64;
    assert!((paid..=paid + unknown).contains(&captured), "{captured} {}", told.summary);
    // With room again the same command goes on, and charges each row once.
    let told = BatchTold::of(&till.pay_file("orders.csv", &["--wait", "60s"]).await.ended(0));
    assert_eq!(told.count("paid") + told.count("skipped"), ROWS as u64);
    assert_eq!(till.captures(ROWS), [1; ROWS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_the_system_allows_are_refused_and_fewer_are_asked_for() {
    let till = ready().await;
    let limited = |limit: &str| till.keyin.clone().in_a_shell(limit);
    let line = ["pay", "file", "orders.csv", "--json", "--concurrency", "300"];
    let told = limited("ulimit -n 200").run(&line).await.ended(2).document();
    assert_eq!(told["error"]["code"], "invalid.concurrency", "{told}");
    assert!(told["error"]["message"].as_str().unwrap().contains("136 connections"), "{told}");
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
    let told = BatchTold::of(&limited("ulimit -Sn 200").run(&line).await.ended(0));
    assert_eq!(told.counts(), [ROWS as u64, 0, 0, 0, 0]);
}
