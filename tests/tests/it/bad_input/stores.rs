//! Stores that cannot be used: exit 4, which store and why in the user's language, and nothing charged that the
//! journal does not hold.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use keyin_test_postgres::{PASSWORD, TestPostgres, USER};
use keyin_tests::{Keyin, Run, Till, program};

use super::{LANGUAGES, has_korean, never_shown};

const PAY: [&str; 11] = [
    "pay",
    "billing-key",
    "--customer-uid",
    "customer-1",
    "--merchant-uid",
    "order-1",
    "--amount",
    "1000",
    "--name",
    "order",
    "--json",
];

/// Pays in both languages, which must come to nothing; what was told.
async fn comes_to_nothing(till: &Till, keyin: &Keyin, code: &str, secrets: &[&str]) -> Vec<String> {
    let mut messages = Vec::new();
    for (language, korean) in LANGUAGES {
        let run = keyin.clone().with("KEYIN_LANG", language).run(&PAY).await.ended(4);
        let error = &run.document()["error"];
        assert_eq!(error["code"], code, "{run:?}");
        let message = error["message"].as_str().unwrap().to_owned();
        assert_eq!(has_korean(&message), korean, "{message}");
        never_shown(&run, secrets);
        messages.push(message);
    }
    assert!(till.calls().is_empty(), "nothing may be sent that is not written down: {:?}", till.calls());
    messages
}

#[tokio::test]
async fn a_file_that_is_no_journal_is_told_and_left_as_it_is() {
    let till = Till::open().await;
    let text = "shopping list, long enough to be looked at as a database. ".repeat(40);
    fs::write(till.keyin.journal(), &text).unwrap();
    let messages = comes_to_nothing(&till, &till.keyin, "store.damaged", &["shopping list"]).await;
    assert!(
        messages[0].contains("keyin이 만든 것이 아닙니다") && messages[1].contains("something else"),
        "{messages:?}"
    );
    assert_eq!(fs::read_to_string(till.keyin.journal()).unwrap(), text);
}

#[tokio::test]
async fn a_database_with_nothing_sound_in_it_is_told() {
    let till = Till::open().await;
    let mut bytes = b"SQLite format 3\0".to_vec();
    bytes.resize(16_384, 0xa5);
    fs::write(till.keyin.journal(), &bytes).unwrap();
    comes_to_nothing(&till, &till.keyin, "store.damaged", &[]).await;
    assert_eq!(fs::read(till.keyin.journal()).unwrap(), bytes);
}

#[tokio::test]
async fn a_path_that_leads_nowhere_is_told() {
    let till = Till::open().await;
    let nowhere = till.keyin.clone().with("KEYIN_STORE", "sqlite:no/such/folder/keyin.db");
    let messages = comes_to_nothing(&till, &nowhere, "store.unavailable", &[]).await;
    assert!(messages[0].contains("경로") && messages[1].contains("path"), "{messages:?}");
}

/// `keyin` with limits that only a shell can set, and, as root, who may write whatever he can read, as somebody else.
fn limited(keyin: &Keyin, limits: &str) -> Keyin {
    let folder = keyin.folder();
    // Somebody else may not look into the folder of the build. This process must not have the copy open for writing:
    // a fork of another test would have it open, too, and then it cannot be started.
    let copied = Command::new("cp").arg(program()).arg(folder.join("keyin")).status().unwrap();
    assert!(copied.success(), "{copied}");
    permit(folder, 0o755);
    permit(&folder.join("keyin"), 0o755);
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let is_root = status.lines().any(|line| line.starts_with("Uid:\t0\t"));
    let somebody = if is_root { "setpriv --reuid=65534 --regid=65534 --clear-groups" } else { "" };
    let shell = keyin.clone().in_a_shell(&format!("{limits}\nexec {somebody} ./keyin \"$@\""));
    shell.with("PATH", &std::env::var("PATH").unwrap())
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_store_that_may_only_be_read_is_told() {
    let till = Till::open().await;
    // Made by somebody who may write it.
    till.run(&["pay", "list"]).await.ended(0);
    let keyin = limited(&till.keyin, ":");
    permit(&till.keyin.journal(), 0o444);
    permit(keyin.folder(), 0o555);
    let messages = comes_to_nothing(&till, &keyin, "store.unavailable", &[]).await;
    permit(keyin.folder(), 0o755);
    assert!(messages[0].contains("쓸 수 없습니다") && messages[1].contains("written"), "{messages:?}");
}

#[tokio::test]
async fn a_disk_with_no_room_is_told() {
    let till = Till::open().await;
    let keyin = limited(&till.keyin, "trap '' XFSZ; ulimit -f 8");
    permit(keyin.folder(), 0o777);
    comes_to_nothing(&till, &keyin, "store.unavailable", &[]).await;
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_told() {
    let till = Till::open().await;
    let database = TestPostgres::shared().fresh_database();
    let good = database.url();
    let (_, place) = good.split_once('@').unwrap();
    let (address, name) = place.split_once('/').unwrap();
    for (url, korean, english) in [
        (format!("postgres://{USER}:hunter2hunter2@{place}"), "비밀번호", "password"),
        (format!("postgres://{USER}@{place}"), "비밀번호", "password"),
        (format!("postgres://nobody:{PASSWORD}@{place}"), "사용자", "user"),
        (good.replace(name, "no_such_database"), "데이터베이스가 없습니다", "no database"),
        (good.replace(address, "127.0.0.1:9"), "연결할 수 없습니다", "cannot be reached"),
        (good.replace(address, "no-such-host.invalid"), "연결할 수 없습니다", "cannot be reached"),
        (format!("{good}?sslmode=require"), "암호화", "encrypted"),
    ] {
        let keyin = till.keyin.clone().with("KEYIN_STORE", &url);
        let secrets = ["hunter2hunter2", PASSWORD];
        let messages = comes_to_nothing(&till, &keyin, "store.unavailable", &secrets).await;
        assert!(messages[0].contains(korean) && messages[1].contains(english), "{messages:?}");
    }
}

#[tokio::test]
async fn a_database_of_something_else_or_of_a_newer_keyin_is_told() {
    let till = Till::open().await;
    let foreign = TestPostgres::shared().fresh_database();
    foreign.execute("CREATE SCHEMA keyin; CREATE TABLE keyin.photo (name text)");
    let keyin = till.keyin.clone().with("KEYIN_STORE", foreign.url());
    let messages = comes_to_nothing(&till, &keyin, "store.damaged", &[PASSWORD]).await;
    assert!(messages[1].contains("something else"), "{messages:?}");

    let newer = TestPostgres::shared().fresh_database();
    let keyin = till.keyin.clone().with("KEYIN_STORE", newer.url());
    keyin.run(&["pay", "list", "--json"]).await.ended(0);
    newer.execute(
        "INSERT INTO keyin.refinery_schema_history (version, name, applied_on, checksum)
         VALUES (7, 'later', '2027-01-01T00:00:00Z', '1')",
    );
    let messages = comes_to_nothing(&till, &keyin, "store.newer", &[PASSWORD]).await;
    assert!(messages[0].contains('7') && messages[1].contains('7'), "{messages:?}");
}

#[tokio::test]
async fn the_password_of_a_database_is_no_flag() {
    let till = Till::open().await;
    let database = TestPostgres::shared().fresh_database();
    for (language, korean) in LANGUAGES {
        let flags = ["--store", database.url(), "--lang", language];
        let arguments: Vec<&str> = PAY.into_iter().chain(flags).collect();
        let run: Run = till.keyin.run(&arguments).await.ended(2);
        let error = &run.document()["error"];
        assert_eq!((&error["code"], &error["field"]), (&"settings.secret_in_flag".into(), &"--store".into()));
        assert_eq!(has_korean(error["message"].as_str().unwrap()), korean);
        never_shown(&run, &[PASSWORD]);
    }
    assert!(till.calls().is_empty());
}
