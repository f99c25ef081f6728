use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::store::{SharedStore, Store};
use crate::test_cards::test_cards;

fn path(folder: &tempfile::TempDir) -> std::path::PathBuf {
    folder.path().join("sandbox.data")
}

/// A file with these lines of changes, each with one.
async fn written(path: &Path, changes: &[Change]) {
    let (data, _) = Data::open(path).unwrap();
    for change in changes {
        data.note(Data::line(0, change).as_slice());
        data.flush().await.unwrap();
    }
}

fn settings(number: i32) -> Change {
    Change::Settings(json!({"number": number}))
}

fn shown(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| serde_json::to_string(entry).unwrap()).collect()
}

#[tokio::test]
async fn what_is_flushed_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    written(&path, &[settings(1), Change::KeyRemoved("c".into()), settings(2)]).await;
    let (data, entries) = Data::open(&path).unwrap();
    assert_eq!(shown(&entries), [r#"[0,{"settings":{"number":2}}]"#]);
    data.note(Data::line(3, &settings(3)).as_slice());
    // What nobody waited for is written in the end.
    drop(data);
    assert_eq!(shown(&Data::open(&path).unwrap().1).len(), 2);
}

#[tokio::test]
async fn a_torn_last_line_is_dropped_wherever_it_is_torn() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    written(&path, &[Change::Prepared("a".into(), prepared(1)), Change::Prepared("가".into(), prepared(2))])
        .await;
    let whole = std::fs::read(&path).unwrap();
    let breaks: Vec<_> = (0..whole.len()).filter(|place| whole[*place] == b'\n').collect();
    for length in 0..=whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        let (_, entries) = Data::open(&path).unwrap();
        let expected = breaks.iter().filter(|place| **place < length).count().saturating_sub(1);
        assert_eq!(entries.len(), expected, "{length}");
    }
}

fn prepared(amount: i64) -> crate::store::Prepared {
    crate::store::Prepared { amount, currency: "KRW".into() }
}

#[tokio::test]
async fn files_that_are_none_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    for text in ["a letter", "{\"keyin_sandbox_data\":2}\n", "[]\n"] {
        std::fs::write(&path, text).unwrap();
        assert!(matches!(Data::open(&path), Err(DataError::NotOurs)), "{text}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    let broken = "{\"keyin_sandbox_data\":1}\n[[0,\"cleared\"]]\nnonsense\n[]\n";
    std::fs::write(&path, broken).unwrap();
    assert!(matches!(Data::open(&path), Err(DataError::Line { line: 3 })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
    assert!(matches!(Data::open(folder.path()), Err(DataError::Io(_))));
}

#[tokio::test]
async fn one_sandbox_at_a_time_has_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (first, _) = Data::open(&path).unwrap();
    assert!(matches!(Data::open(&path), Err(DataError::InUse)));
    drop(first);
    Data::open(&path).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    drop(Data::open(&path).unwrap());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn whoever_waits_finds_what_others_took_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let data = Arc::new(Data::open(&path).unwrap().0);
    let callers = (0..50).map(|number| {
        let (data, path) = (Arc::clone(&data), path.clone());
        tokio::spawn(async move {
            let uid = format!("m{number}-");
            data.note(Data::line(0, &Change::Prepared(uid.as_str().into(), prepared(1))).as_slice());
            data.flush().await.unwrap();
            assert!(std::fs::read_to_string(&path).unwrap().contains(&uid));
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap();
    }
}

/// Whoever flushes meanwhile takes nothing of it: a process that is killed then leaves no half of a step.
#[tokio::test]
async fn what_one_step_does_is_written_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let data = Arc::new(Data::open(&path).unwrap().0);
    let store = SharedStore::new(Store::seeded(1));
    store.lock().note_in(Notes::new(Arc::clone(&data), 0));
    let lines = || std::fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    let before = lines().len();
    let mut step = store.lock();
    step.prepare("first".into(), prepared(1));
    data.flush().await.unwrap();
    step.prepare("second".into(), prepared(2));
    assert_eq!(lines().len(), before);
    drop(step);
    data.flush().await.unwrap();
    let [written] = &lines()[before..] else { panic!("{:?}", lines()) };
    assert!(written.contains("first") && written.contains("second"), "{written}");
}

#[test]
fn every_test_card_is_known_again() {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Kept {
        #[serde(with = "behaviour")]
        behaviour: crate::CardBehaviour,
        #[serde(with = "refusal")]
        refusal: Option<Box<crate::Decline>>,
    }
    for card in test_cards() {
        let refusal = card.behaviour.cancel_refusal().map(Box::new);
        let kept = Kept { behaviour: card.behaviour, refusal };
        let text = serde_json::to_string(&kept).unwrap();
        let back: Kept = serde_json::from_str(&text).unwrap();
        assert_eq!((back.behaviour, back.refusal), (kept.behaviour, kept.refusal), "{text}");
    }
}

/// Changes of three orders and keys in any order, some of them idle.
fn any_change() -> impl Strategy<Value = Entry> {
    let uid = || (0..3_u8).prop_map(|number| format!("u{number}").into_boxed_str());
    let change = prop_oneof![
        4 => (uid(), 1..9_i64).prop_map(|(uid, amount)| Change::Prepared(uid, prepared(amount))),
        2 => uid().prop_map(Change::KeyRemoved),
        2 => (0..3_i32).prop_map(settings),
        1 => Just(Change::Cleared),
        1 => Just(Change::Removed),
    ];
    (0..2_u32, change)
}

/// The state that changes lead to, as far as prepared sums and settings show it.
fn state(entries: &[Entry]) -> Vec<(u32, String)> {
    let mut merchants = std::collections::BTreeMap::<u32, (Store, Option<Value>)>::new();
    let mut removed = std::collections::BTreeSet::new();
    for (merchant, change) in entries.iter().cloned() {
        if removed.contains(&merchant) {
            continue;
        }
        let (store, settings) = merchants.entry(merchant).or_insert_with(|| (Store::seeded(1), None));
        match change {
            Change::Removed => {
                merchants.remove(&merchant);
                removed.insert(merchant);
            }
            Change::Settings(value) => *settings = Some(value),
            change => store.make_again(change),
        }
    }
    let show = |(merchant, (store, settings)): (u32, (Store, Option<Value>))| {
        let sums: Vec<_> = (0..3).map(|n| store.prepared(&format!("u{n}")).map(|sum| sum.amount)).collect();
        (merchant, format!("{sums:?} {settings:?}"))
    };
    merchants.into_iter().map(show).filter(|(_, shown)| shown != "[None, None, None] None").collect()
}

use serde_json::Value;

proptest! {
    #[test]
    fn fewer_changes_lead_to_the_same_state(entries in prop::collection::vec(any_change(), 0..60)) {
        let compacted = compact::compacted(entries.clone());
        prop_assert_eq!(state(&compacted), state(&entries));
        prop_assert!(compacted.len() <= 2 * 4);
        prop_assert_eq!(shown(&compact::compacted(compacted.clone())), shown(&compacted));
    }
}
