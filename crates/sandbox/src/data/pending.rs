//! The changes that are not on the disk yet.

use std::sync::{Arc, Mutex};

use crate::lock::lock;

/// JSON values, a comma between them. Clones are the same ones.
#[derive(Clone, Default)]
pub(super) struct Pending(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    text: String,
    /// Whether some of them were to be written and could not be.
    behind: bool,
}

impl Pending {
    /// Adds changes of which whoever takes them takes all or none.
    pub(super) fn add(&self, changes: &[String]) {
        let mut inner = lock(&self.0);
        for change in changes {
            if !inner.text.is_empty() {
                inner.text.push(',');
            }
            inner.text.push_str(change);
        }
    }

    /// All there are; whoever takes them writes them or puts them back.
    pub(super) fn take(&self) -> String {
        std::mem::take(&mut lock(&self.0).text)
    }

    pub(super) fn written(&self) {
        lock(&self.0).behind = false;
    }

    /// Puts what could not be written back before what has come since: later changes follow from it.
    pub(super) fn put_back(&self, mut batch: String) {
        let mut inner = lock(&self.0);
        if !inner.text.is_empty() {
            batch.push(',');
            batch.push_str(&inner.text);
        }
        inner.text = batch;
        inner.behind = true;
    }

    pub(super) fn is_behind(&self) -> bool {
        lock(&self.0).behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_back_comes_before_what_came_since() {
        let pending = Pending::default();
        pending.add(&["1".to_owned(), "2".to_owned()]);
        let batch = pending.take();
        assert!(!pending.is_behind());
        pending.add(&["3".to_owned()]);
        pending.put_back(batch);
        assert!(pending.is_behind());
        assert_eq!(pending.take(), "1,2,3");
        pending.put_back("1,2,3".to_owned());
        pending.written();
        assert!(!pending.is_behind());
    }
}
