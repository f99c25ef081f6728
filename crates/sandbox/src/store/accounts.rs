//! The accounts that payments were made with, each kept once: a shop has a few, and payments by the million.

use std::sync::Arc;

use super::Account;
use crate::settings::Channel;

impl Account {
    /// That of a channel.
    pub(crate) fn of(channel: &Channel) -> Self {
        let Channel { pg_provider, pg_id, sandbox, .. } = channel;
        Self { pg_provider: pg_provider.clone(), pg_id: pg_id.clone(), sandbox: *sandbox }
    }
}

/// The accounts in use.
#[derive(Debug, Default)]
pub(super) struct Accounts(Vec<Arc<Account>>);

impl Accounts {
    /// That of a channel, without another one if it is known.
    pub(super) fn of(&mut self, channel: &Channel) -> Arc<Account> {
        let Channel { pg_provider, pg_id, sandbox, .. } = channel;
        let says_the_same = |known: &&Arc<Account>| {
            known.pg_id == *pg_id && known.pg_provider == *pg_provider && known.sandbox == *sandbox
        };
        match self.0.iter().rev().find(says_the_same) {
            Some(known) => Arc::clone(known),
            None => self.shared(&Arc::new(Account::of(channel))),
        }
    }

    /// The one that is kept and says the same, or this one from now on.
    pub(super) fn shared(&mut self, account: &Arc<Account>) -> Arc<Account> {
        if let Some(known) = self.0.iter().rev().find(|known| *known == account) {
            return Arc::clone(known);
        }
        // Those that nobody refers to any more stand for settings of the past.
        self.0.retain(|known| Arc::strong_count(known) > 1);
        self.0.push(Arc::clone(account));
        Arc::clone(account)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(pg_id: &str) -> Arc<Account> {
        Arc::new(Account { pg_provider: "settle".to_owned(), pg_id: pg_id.to_owned(), sandbox: true })
    }

    #[test]
    fn what_says_the_same_is_kept_once_and_what_nobody_refers_to_goes() {
        let mut accounts = Accounts::default();
        let first = accounts.shared(&account("one"));
        assert!(Arc::ptr_eq(&first, &accounts.shared(&account("one"))));
        let channel = Channel { pg_id: "one".to_owned(), ..Channel::development() };
        assert!(Arc::ptr_eq(&first, &accounts.of(&channel)));
        assert_eq!(*accounts.of(&Channel::development()), *account("nxca_jt_bi"));
        for number in 0..10 {
            accounts.shared(&account(&number.to_string()));
        }
        assert!(Arc::ptr_eq(&first, &accounts.shared(&account("one"))));
        assert_eq!(accounts.0.len(), 2);
    }
}
