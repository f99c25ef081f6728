//! The accounts that payments were made with, each kept once: a shop has a few, and payments by the million.

use std::sync::Arc;

use super::Account;

/// The accounts in use.
#[derive(Debug, Default)]
pub(super) struct Accounts(Vec<Arc<Account>>);

impl Accounts {
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
        for number in 0..10 {
            accounts.shared(&account(&number.to_string()));
        }
        assert!(Arc::ptr_eq(&first, &accounts.shared(&account("one"))));
        assert_eq!(accounts.0.len(), 2);
    }
}
