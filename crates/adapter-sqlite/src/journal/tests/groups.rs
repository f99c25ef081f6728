//! What shares a commit, and what becomes of it when that fails.

use std::path::Path;

use keyin_domain::AbsenceWindow;
use rusqlite::Connection;
use tokio::task::JoinHandle;

use super::*;

/// The commits in the write-ahead log: frames that tell the size of the file after them
/// (<https://www.sqlite.org/fileformat2.html#the_write_ahead_log>).
fn commits(path: &Path) -> usize {
    let log = std::fs::read(path.with_extension("db-wal")).unwrap();
    let page = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    let frames = log[32..].chunks_exact(24 + page);
    // A frame counts while the salt is that of the log: behind it lie those of an earlier round.
    let current = frames.take_while(|frame| frame[8..16] == log[16..24]);
    current.filter(|frame| frame[4..8] != [0; 4]).count()
}

struct Scene {
    folder: TempDir,
    journal: SqliteJournal,
}

/// Holds the writer up, so that work piles up, until this is dropped.
struct Held(#[allow(dead_code, reason = "its end is what tells")] std::sync::mpsc::Sender<()>);

impl Scene {
    async fn with(jobs_per_commit: usize) -> Self {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let jobs_per_commit = NonZeroUsize::new(jobs_per_commit).unwrap();
        let settings = SqliteSettings { jobs_per_commit, ..SqliteSettings::default() };
        let journal = SqliteJournal::open_with(&path, settings).await.unwrap();
        Self { folder, journal }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("journal.db")
    }

    async fn hold(&self) -> Held {
        let (release, released) = std::sync::mpsc::channel();
        let (told, held) = tokio::sync::oneshot::channel();
        let writer = self.journal.writer.clone();
        let wait = move |_: &Connection| {
            let _ = told.send(());
            let _ = released.recv();
            Ok(())
        };
        tokio::spawn(async move { writer.alone(wait).await });
        held.await.unwrap();
        Held(release)
    }

    fn spawn_intend(&self, uid: &str) -> JoinHandle<Result<Intended, JournalError>> {
        let (journal, intent) = (self.journal.clone(), intent(uid));
        tokio::spawn(async move { journal.intend(intent, now()).await })
    }

    fn spawn_claim(&self, seen: &Charge) -> JoinHandle<Result<Claim, JournalError>> {
        let (journal, seen) = (self.journal.clone(), seen.clone());
        let deadlines = AbsenceWindow::default().deadlines(now());
        tokio::spawn(async move { journal.claim(&seen, deadlines, Monotonic::default()).await })
    }
}

/// Lets every task that was spawned hand its work over.
async fn all_have_begun() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// The commits that a hundred intents take which wait at once.
async fn commits_of_a_hundred(jobs_per_commit: usize) -> usize {
    let scene = Scene::with(jobs_per_commit).await;
    let before = commits(&scene.path());
    let held = scene.hold().await;
    let intents: Vec<_> = (0..100).map(|order| scene.spawn_intend(&format!("order-{order}"))).collect();
    all_have_begun().await;
    drop(held);
    for told in intents {
        assert!(matches!(told.await.unwrap(), Ok(Intended::New(_))));
    }
    assert_eq!(scene.journal.events(0, 1_000).await.unwrap().len(), 100);
    commits(&scene.path()) - before
}

#[tokio::test]
async fn what_waits_shares_a_commit() {
    assert_eq!(commits_of_a_hundred(256).await, 1);
    assert_eq!(commits_of_a_hundred(33).await, 4);
}

#[tokio::test]
async fn with_one_job_a_commit_each_has_its_own() {
    assert_eq!(commits_of_a_hundred(1).await, 100);
}

#[tokio::test]
async fn one_that_fails_takes_nobody_with_it() {
    let scene = Scene::with(256).await;
    let damaged = intended(&scene.journal).await;
    let good = match scene.journal.intend(intent("good"), now()).await.unwrap() {
        Intended::New(charge) => *charge,
        other => panic!("{other:?}"),
    };
    set(&scene.journal, "UPDATE charge SET document = '{}' WHERE merchant_uid = 'order-1'".to_owned()).await;
    let before = commits(&scene.path());
    let held = scene.hold().await;
    let (one, bad, won) = (scene.spawn_intend("one"), scene.spawn_claim(&damaged), scene.spawn_claim(&good));
    let missing = scene.spawn_claim(&Charge::intended(intent("never"), now()));
    let half = half_a_change(&scene.journal);
    let last = scene.spawn_intend("last");
    all_have_begun().await;
    drop(held);
    for told in [one, last] {
        assert!(matches!(told.await.unwrap(), Ok(Intended::New(_))));
    }
    assert!(matches!(bad.await.unwrap(), Err(JournalError::Damaged(_))));
    assert!(matches!(missing.await.unwrap(), Err(JournalError::Missing)));
    assert!(matches!(half.await.unwrap(), Err(Trouble::Sqlite(_))));
    assert!(matches!(won.await.unwrap(), Ok(Claim::Won { .. })));
    let events = scene.journal.events(0, 100).await.unwrap();
    let told: Vec<&str> = events.iter().map(|event| event.merchant_uid.as_str()).collect();
    assert_eq!(told, ["order-1", "good", "one", "good", "last"]);
    assert_eq!(commits(&scene.path()) - before, 3, "each for itself");
    let standing = scene.journal.find(good.intent().merchant_uid()).await.unwrap().unwrap();
    assert_eq!(standing.state(), ChargeState::InFlight);
}

/// A change that fails when half of it is written.
fn half_a_change(journal: &SqliteJournal) -> JoinHandle<Result<(), Trouble>> {
    let writer = journal.writer.clone();
    tokio::spawn(async move {
        let work = |Desk { connection, .. }: &mut Desk<'_>| {
            connection.execute("UPDATE charge SET state = 'review'", [])?;
            connection.execute("INSERT INTO no_such_table VALUES (1)", [])?;
            Ok(())
        };
        writer.change(work).await
    })
}

/// Only when the COMMIT comes is it found out that a row refers to nothing.
fn a_change_that_cannot_be_committed(journal: &SqliteJournal) -> JoinHandle<Result<(), Trouble>> {
    let writer = journal.writer.clone();
    tokio::spawn(async move {
        let work = |Desk { connection, .. }: &mut Desk<'_>| {
            connection.execute_batch(
                "CREATE TABLE child (parent TEXT REFERENCES charge (merchant_uid) DEFERRABLE INITIALLY DEFERRED);
                 INSERT INTO child VALUES ('x')",
            )?;
            Ok(())
        };
        writer.change(work).await
    })
}

#[tokio::test]
async fn a_commit_that_fails_fails_all_and_yields_no_permit() {
    let scene = Scene::with(256).await;
    let seen = intended(&scene.journal).await;
    let held = scene.hold().await;
    let claim = scene.spawn_claim(&seen);
    let spoiler = a_change_that_cannot_be_committed(&scene.journal);
    let intend = scene.spawn_intend("order-2");
    all_have_begun().await;
    drop(held);
    assert!(spoiler.await.unwrap().is_err());
    assert!(claim.await.unwrap().is_err(), "a claim that is not on disk is no claim");
    assert!(intend.await.unwrap().is_err());
    assert_eq!(scene.journal.find(seen.intent().merchant_uid()).await.unwrap(), Some(seen.clone()));
    assert_eq!(scene.journal.events(0, 100).await.unwrap().len(), 1);
    // What came to nothing may be tried again.
    assert!(matches!(scene.spawn_claim(&seen).await.unwrap(), Ok(Claim::Won { .. })));
}

#[tokio::test]
async fn changes_of_one_charge_that_share_a_commit_come_in_their_order() {
    let scene = Scene::with(256).await;
    let held = scene.hold().await;
    let order = scene.spawn_intend("order-1");
    let same = scene.spawn_intend("order-1");
    let seen = Charge::intended(intent("order-1"), now());
    let (won, lost) = (scene.spawn_claim(&seen), scene.spawn_claim(&seen));
    all_have_begun().await;
    drop(held);
    assert!(matches!(order.await.unwrap(), Ok(Intended::New(_))));
    assert!(matches!(same.await.unwrap(), Ok(Intended::Same(_))));
    assert!(matches!(won.await.unwrap(), Ok(Claim::Won { .. })));
    assert!(matches!(lost.await.unwrap(), Ok(Claim::Lost(_))));
}
