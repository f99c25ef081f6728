//! Which files are taken for a journal, and which are left alone.

use std::fs;
use std::path::Path;

use keyin_adapter_sqlite::SqliteJournal;
use keyin_ports::{Journal, JournalError};
use rusqlite::Connection;
use tempfile::tempdir;

use crate::orders::{intended, intent};

async fn refusal(path: &Path) -> JournalError {
    match SqliteJournal::open(path).await {
        Ok(_) => panic!("the file is taken for a journal"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_damaged_and_left_as_it_is() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let text = "not a database, but long enough to be looked at as one. ".repeat(40);
    fs::write(&path, &text).unwrap();
    assert!(matches!(refusal(&path).await, JournalError::Damaged(_)));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_database_of_something_else_is_damaged_and_left_as_it_is() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("photos.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE photo (name TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(refusal(&path).await, JournalError::Damaged(_)));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_database_with_the_mark_of_another_program_is_damaged() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("empty.db");
    Connection::open(&path).unwrap().execute_batch("PRAGMA application_id = 7").unwrap();
    assert!(matches!(refusal(&path).await, JournalError::Damaged(_)));
}

#[tokio::test]
async fn a_newer_schema_is_told_and_left_as_it_is() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    drop(SqliteJournal::open(&path).await.unwrap());
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (7, 'later', '2027-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    match refusal(&path).await {
        JournalError::Newer { found, known } => assert_eq!((found, known), (7, 2)),
        other => panic!("{other:?}"),
    }
    let newest: i64 =
        other.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0)).unwrap();
    assert_eq!(newest, 7);
}

#[tokio::test]
async fn a_path_that_leads_nowhere_is_unavailable() {
    let folder = tempdir().unwrap();
    for path in [folder.path().join("no/such/folder/journal.db"), folder.path().to_owned(), "".into()] {
        assert!(matches!(refusal(&path).await, JournalError::Unavailable(_)), "{path:?}");
    }
}

/// Root may write any file whatever its mode, so the file beside it, which a journal must write, is made
/// something that cannot be written.
#[tokio::test]
async fn a_journal_whose_log_cannot_be_written_is_unavailable() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    fs::create_dir(folder.path().join("journal.db-wal")).unwrap();
    fs::create_dir(folder.path().join("journal.db-journal")).unwrap();
    assert!(matches!(refusal(&path).await, JournalError::Unavailable(_)));
}

#[tokio::test]
async fn a_name_that_sqlite_gives_a_meaning_to_is_a_file_all_the_same() {
    let folder = tempdir().unwrap();
    for name in [":memory:", "file:journal.db?mode=memory", "밀린 결제.db"] {
        let path = folder.path().join(name);
        intended(&SqliteJournal::open(&path).await.unwrap(), "order-1").await;
        assert!(path.is_file(), "{name}");
        let again = SqliteJournal::open(&path).await.unwrap();
        assert!(again.find(intent("order-1").merchant_uid()).await.unwrap().is_some(), "{name}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempdir().unwrap();
    let journal = SqliteJournal::open(folder.path().join("journal.db")).await.unwrap();
    intended(&journal, "order-1").await;
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", file.file_name());
    }
}

#[tokio::test]
async fn a_file_that_was_made_but_never_written_becomes_a_journal() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    fs::write(&path, "").unwrap();
    intended(&SqliteJournal::open(&path).await.unwrap(), "order-1").await;
}
