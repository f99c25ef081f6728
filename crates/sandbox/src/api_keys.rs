//! The API keys in use, so that no two merchants of one sandbox have the same.

use std::collections::HashSet;
use std::sync::Mutex;

use crate::lock::lock;

/// The keys of all merchants of one sandbox.
#[derive(Debug, Default)]
pub(crate) struct ApiKeys(Mutex<HashSet<String>>);

impl ApiKeys {
    /// Takes a key; `false` when it is taken already.
    pub(crate) fn take(&self, key: &str) -> bool {
        lock(&self.0).insert(key.to_owned())
    }

    /// Gives one key up for another; `false`, and nothing changes, when the other is taken already.
    pub(crate) fn exchange(&self, old: &str, new: &str) -> bool {
        let mut keys = lock(&self.0);
        let free = old == new || keys.insert(new.to_owned());
        if free && old != new {
            keys.remove(old);
        }
        free
    }

    pub(crate) fn give_up(&self, key: &str) {
        lock(&self.0).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_once() {
        let keys = ApiKeys::default();
        assert!(keys.take("a") && keys.take("b") && !keys.take("a"));
        assert!(!keys.exchange("a", "b") && keys.exchange("a", "a") && keys.exchange("a", "c"));
        assert!(keys.take("a") && !keys.take("c"));
        keys.give_up("c");
        assert!(keys.take("c"));
    }
}
