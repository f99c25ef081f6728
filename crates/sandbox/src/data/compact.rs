//! Leaving out changes that later ones have made idle.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Change, Entry};

/// What only its latest change says anything about.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Subject {
    Settings,
    Clock,
    Ids,
    Key(Box<str>),
    Prepared(Box<str>),
    Schedule(Arc<str>),
}

/// The changes that are left of one merchant's, by their places.
#[derive(Default)]
struct Left {
    places: Vec<usize>,
    latest: HashMap<Subject, usize>,
    /// Calls that were under way when he was removed may have noted something after it.
    removed: bool,
}

/// The same state in as few changes. What stands for another stands in its place, so that the order in which things
/// came stays.
pub(super) fn compacted(entries: Vec<Entry>) -> Vec<Entry> {
    let mut kept: Vec<Option<Entry>> = Vec::with_capacity(entries.len());
    let mut merchants: HashMap<u32, Left> = HashMap::new();
    for (merchant, change) in entries {
        let left = merchants.entry(merchant).or_default();
        match &change {
            _ if left.removed => {}
            Change::Removed => {
                left.forget(&mut kept, |_| true);
                left.removed = true;
            }
            Change::Cleared => {
                left.forget(&mut kept, |subject| !subject.is_some_and(Subject::outlives_reset));
            }
            Change::KeyRemoved(uid) => {
                if let Some(place) = left.latest.remove(&Subject::Key(uid.clone())) {
                    kept[place] = None;
                }
            }
            _ => left.keep(&mut kept, (merchant, change)),
        }
    }
    kept.into_iter().flatten().collect()
}

impl Left {
    fn keep(&mut self, kept: &mut Vec<Option<Entry>>, entry: Entry) {
        let subject = Subject::of(&entry.1);
        if let Some(place) = subject.as_ref().and_then(|subject| self.latest.get(subject)) {
            kept[*place] = Some(entry);
            return;
        }
        let place = kept.len();
        kept.push(Some(entry));
        self.places.push(place);
        if let Some(subject) = subject {
            self.latest.insert(subject, place);
        }
    }

    fn forget(&mut self, kept: &mut [Option<Entry>], is_gone: impl Fn(Option<&Subject>) -> bool) {
        self.latest.retain(|subject, _| !is_gone(Some(subject)));
        self.places.retain(|place| {
            let subject = kept[*place].as_ref().and_then(|(_, change)| Subject::of(change));
            let gone = is_gone(subject.as_ref());
            if gone {
                kept[*place] = None;
            }
            !gone
        });
    }
}

impl Subject {
    fn of(change: &Change) -> Option<Self> {
        match change {
            Change::Settings(_) => Some(Self::Settings),
            Change::Clock(_) => Some(Self::Clock),
            Change::Ids(_) => Some(Self::Ids),
            Change::Key(key) => Some(Self::Key(key.customer_uid.clone())),
            Change::KeyRemoved(uid) => Some(Self::Key(uid.clone())),
            Change::Prepared(uid, _) => Some(Self::Prepared(uid.clone())),
            Change::Schedule(schedule) => Some(Self::Schedule(Arc::clone(&schedule.order.merchant_uid))),
            Change::Removed
            | Change::Cleared
            | Change::Payment(_)
            | Change::Cancelled(..)
            | Change::TurnedPaid { .. }
            | Change::TurnsPaidLater(..)
            | Change::Announced(_) => None,
        }
    }

    fn outlives_reset(&self) -> bool {
        matches!(self, Self::Settings | Self::Clock | Self::Ids)
    }
}
