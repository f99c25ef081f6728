//! The server for tests, tested.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::process::{Command, Stdio};

use keyin_test_postgres::{ClusterOptions, TestPostgres};

#[test]
fn each_database_is_its_own() {
    let (one, other) = (TestPostgres::shared().fresh_database(), TestPostgres::shared().fresh_database());
    assert_ne!(one.name(), other.name());
    one.execute("CREATE TABLE here (number integer)");
    other.execute("CREATE TABLE here (number integer)");
}

#[test]
fn what_was_committed_outlasts_a_crash_of_the_server() {
    let server = TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() });
    let database = server.fresh_database();
    database.execute("CREATE TABLE kept (number integer); INSERT INTO kept VALUES (7)");
    server.restart_immediately();
    database.execute("SELECT 1 / (SELECT count(*) FROM kept WHERE number = 7)");
}

const LEFT_ALONE: &str = "KEYIN_TEST_POSTGRES_LEFT_ALONE";

/// Run in a process of its own by the test below, which kills it; run by itself it only starts a server.
#[test]
fn one_that_is_killed() {
    let server = TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() });
    let database = server.fresh_database();
    if std::env::var_os(LEFT_ALONE).is_some() {
        println!("\nat {} end", database.url());
        std::io::Write::flush(&mut std::io::stdout()).unwrap();
        loop {
            std::thread::park();
        }
    }
}

#[test]
fn a_cluster_ends_with_its_process_also_with_one_that_is_killed() {
    use std::io::BufRead;

    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["one_that_is_killed", "--exact", "--nocapture"])
        .env(LEFT_ALONE, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(process.stdout.take().unwrap()).lines();
    let url = lines
        .map(Result::unwrap)
        .find_map(|line| Some(line.strip_prefix("at ")?.replace(" end", "")))
        .unwrap();
    let address = url.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    assert!(std::net::TcpStream::connect(&address).is_ok());
    process.kill().unwrap();
    process.wait().unwrap();
    // The watchdog needs a moment; a server that stays makes this test hang, and fail by that.
    while std::net::TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
}
