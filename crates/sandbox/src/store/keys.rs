//! The billing keys, found by customer_uid, and in the order they were issued.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use super::ranks::{Entry, Ranks};
use super::{BillingKey, Part};

/// Every billing key there is.
#[derive(Debug, Default)]
pub(super) struct Keys {
    by_customer: HashMap<Box<str>, Arc<BillingKey>>,
    by_issue: Ranks<Issued>,
}

/// A key in the list: by the second it was first issued in, then by its name.
#[derive(Clone, Debug)]
struct Issued(Arc<BillingKey>);

impl Keys {
    /// Keeps a key, in place of the one with its name.
    pub(super) fn put(&mut self, key: Arc<BillingKey>) {
        self.remove(&key.customer_uid);
        self.by_issue.insert(Issued(Arc::clone(&key)));
        self.by_customer.insert(key.customer_uid.clone(), key);
    }

    pub(super) fn get(&self, customer_uid: &str) -> Option<&Arc<BillingKey>> {
        self.by_customer.get(customer_uid)
    }

    pub(super) fn remove(&mut self, customer_uid: &str) -> Option<Arc<BillingKey>> {
        let removed = self.by_customer.remove(customer_uid)?;
        self.by_issue.remove(&Issued(Arc::clone(&removed)));
        Some(removed)
    }

    pub(super) fn count(&self) -> usize {
        self.by_customer.len()
    }

    /// A part of them, those issued last first.
    pub(super) fn newest(&self, part: Part) -> Vec<Arc<BillingKey>> {
        let ever = i64::MIN..=i64::MAX;
        let rank = self.count().saturating_sub(part.skip);
        self.by_issue.descending(&ever, rank).take(part.take).map(|issued| Arc::clone(&issued.0)).collect()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Entry for Issued {
    fn when(&self) -> i64 {
        self.0.inserted
    }
}

impl Ord for Issued {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, two) = (&self.0, &other.0);
        (one.inserted, &one.customer_uid).cmp(&(two.inserted, &two.customer_uid))
    }
}

impl PartialOrd for Issued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Issued {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Issued {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::card::PresentedCard;
    use crate::store::{Account, Customer};

    fn key(customer_uid: &str, inserted: i64) -> Arc<BillingKey> {
        let card = PresentedCard::read("1234-1234-1234-1234").unwrap();
        let account = Account { pg_provider: "settle".into(), pg_id: "m".into(), sandbox: true };
        Arc::new(BillingKey {
            customer_uid: customer_uid.into(),
            account: Arc::new(account),
            card: card.face(),
            behaviour: card.behaviour(),
            customer: Customer::default(),
            inserted,
            updated: inserted,
        })
    }

    proptest! {
        #[test]
        fn they_come_as_they_were_issued_the_last_first(
            steps in prop::collection::vec((0_u8..20, prop::option::of(0_i64..9)), 0..80),
            (skip, take) in (0_usize..25, 0_usize..25),
        ) {
            let (mut keys, mut plain) = (Keys::default(), HashMap::new());
            for (customer, issued) in steps {
                let customer = format!("c{customer:02}");
                match issued {
                    Some(at) => {
                        keys.put(key(&customer, at));
                        plain.insert(customer, at);
                    }
                    None => prop_assert_eq!(keys.remove(&customer).is_some(), plain.remove(&customer).is_some()),
                }
            }
            let mut expected: Vec<(i64, String)> = plain.into_iter().map(|(uid, at)| (at, uid)).collect();
            prop_assert_eq!(keys.count(), expected.len());
            expected.sort();
            let expected: Vec<_> = expected.into_iter().rev().skip(skip).take(take).collect();
            let found = keys.newest(Part { skip, take });
            let found: Vec<_> = found.iter().map(|key| (key.inserted, key.customer_uid.to_string())).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
