//! Sorted entries that know their ranks: how many stand before one, and which stands at a number, without going
//! through those before it.
//!
//! A tree whose leaves are blocks of entries and whose branches know how many they hold and from when to when those are. Lists
//! ask for what lies in a period, in an order that need not be the period's own. What lies in it altogether or not at all is
//! counted by the branch. Only blocks that the ends of the period cut through are looked into: a few where both orders
//! are much the same, as with the times a payment was started and paid.

mod node;

use std::fmt::Debug;
use std::ops::RangeInclusive;

use node::Node;

/// What can be kept in [`Ranks`].
pub(super) trait Entry: Ord + Clone + Debug {
    /// The time that periods are about, Unix seconds.
    fn when(&self) -> i64;
}

/// Entries in their order.
#[derive(Debug)]
pub(super) struct Ranks<E> {
    root: Node<E>,
}

impl<E> Default for Ranks<E> {
    fn default() -> Self {
        Self { root: Node::Leaf(Vec::new()) }
    }
}

impl<E: Entry> Ranks<E> {
    /// Adds an entry that is not there.
    pub(super) fn insert(&mut self, entry: E) {
        if let Some(right) = self.root.insert(entry) {
            let left = std::mem::replace(&mut self.root, Node::Leaf(Vec::new()));
            self.root = Node::above(left, right);
        }
    }

    /// Takes an entry out, if it is there.
    pub(super) fn remove(&mut self, entry: &E) {
        self.root.remove(entry);
        self.root.lower();
    }

    /// How many lie in the period.
    pub(super) fn count(&self, period: &RangeInclusive<i64>) -> usize {
        self.root.count(period)
    }

    /// How many lie in the period of those that come first, which are the ones this is true of.
    pub(super) fn count_while(&self, period: &RangeInclusive<i64>, first: impl Fn(&E) -> bool) -> usize {
        self.root.count_while(period, &first)
    }

    /// The one of those in the period that has so many of them before it.
    pub(super) fn nth(&self, period: &RangeInclusive<i64>, rank: usize) -> Option<&E> {
        let (block, at) = self.root.find(period, rank)?;
        block.get(at)
    }

    /// Those in the period that have as many or more of them before them, in their order.
    pub(super) fn ascending<'r>(
        &'r self,
        period: &'r RangeInclusive<i64>,
        rank: usize,
    ) -> impl Iterator<Item = &'r E> {
        let (mut rank, mut rest): (usize, &[E]) = (rank, &[]);
        std::iter::from_fn(move || {
            loop {
                while let Some((first, others)) = rest.split_first() {
                    rest = others;
                    if period.contains(&first.when()) {
                        rank += 1;
                        return Some(first);
                    }
                }
                let (block, at) = self.root.find(period, rank)?;
                rest = &block[at..];
            }
        })
    }

    /// Those in the period that have fewer of them before them, the last of them first.
    pub(super) fn descending<'r>(
        &'r self,
        period: &'r RangeInclusive<i64>,
        rank: usize,
    ) -> impl Iterator<Item = &'r E> {
        let (mut rank, mut rest): (usize, &[E]) = (rank, &[]);
        std::iter::from_fn(move || {
            loop {
                while let Some((last, others)) = rest.split_last() {
                    rest = others;
                    if period.contains(&last.when()) {
                        rank -= 1;
                        return Some(last);
                    }
                }
                let (block, at) = self.root.find(period, rank.checked_sub(1)?)?;
                rest = &block[..=at];
            }
        })
    }
}

#[cfg(test)]
mod tests;
