//! A node of the tree: a block of entries, or branches to other nodes.

use std::ops::RangeInclusive;

use super::Entry;

/// The most entries of a block. A new one at the end is what comes most often, and it moves none of the others.
const BLOCK: usize = 128;
/// The most branches of a node.
const BRANCHES: usize = 64;

#[derive(Debug)]
pub(super) enum Node<E> {
    Leaf(Vec<E>),
    Inner(Vec<Branch<E>>),
}

/// A node, and what is known of it without a look into it.
#[derive(Debug)]
pub(super) struct Branch<E> {
    /// No entry of it comes before this one, which need not be there any more, and all entries of the branches before do.
    first: E,
    span: Span,
    node: Node<E>,
}

/// How many entries there are, and from when to when.
#[derive(Clone, Copy, Debug)]
struct Span {
    count: usize,
    least: i64,
    most: i64,
}

impl Span {
    const EMPTY: Self = Self { count: 0, least: i64::MAX, most: i64::MIN };

    fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    fn one(when: i64) -> Self {
        Self { count: 1, least: when, most: when }
    }
}

impl<E: Entry> Branch<E> {
    fn of(node: Node<E>) -> Option<Self> {
        let first = match &node {
            Node::Leaf(entries) => entries.first()?.clone(),
            Node::Inner(branches) => branches.first()?.first.clone(),
        };
        Some(Self { first, span: node.span(), node })
    }

    fn count(&self, period: &RangeInclusive<i64>) -> usize {
        let Span { count, least, most } = self.span;
        if *period.start() <= least && most <= *period.end() {
            count
        } else if most < *period.start() || *period.end() < least {
            0
        } else {
            self.node.count(period)
        }
    }
}

impl<E: Entry> Node<E> {
    /// A node with these two below it.
    pub(super) fn above(left: Self, right: Self) -> Self {
        Self::Inner([left, right].into_iter().filter_map(Branch::of).collect())
    }

    /// Adds an entry. What no longer fits into this node is returned as one to stand behind it.
    pub(super) fn insert(&mut self, entry: E) -> Option<Self> {
        match self {
            Self::Leaf(entries) => {
                let at = before(entries, |known| *known < entry);
                put(entries, at, entry, BLOCK).map(Self::Leaf)
            }
            Self::Inner(branches) => {
                let at = before(branches, |branch| branch.first <= entry).saturating_sub(1);
                let branch = branches.get_mut(at)?;
                if entry < branch.first {
                    branch.first = entry.clone();
                }
                branch.span = branch.span.and(Span::one(entry.when()));
                let right = Branch::of(branch.node.insert(entry)?)?;
                branch.span = branch.node.span();
                put(branches, at + 1, right, BRANCHES).map(Self::Inner)
            }
        }
    }

    /// Takes an entry out and tells whether it was there. A node is not joined with its neighbours; it goes with its last entry.
    pub(super) fn remove(&mut self, entry: &E) -> bool {
        match self {
            Self::Leaf(entries) => {
                let Ok(at) = entries.binary_search(entry) else { return false };
                entries.remove(at);
                if entries.len() < entries.capacity() / 4 {
                    entries.shrink_to(entries.capacity() / 2);
                }
                true
            }
            Self::Inner(branches) => {
                let at = before(branches, |branch| branch.first <= *entry).saturating_sub(1);
                let Some(branch) = branches.get_mut(at) else { return false };
                let removed = branch.node.remove(entry);
                if removed {
                    branch.span = branch.node.span();
                    if branch.span.count == 0 {
                        branches.remove(at);
                    }
                }
                removed
            }
        }
    }

    /// Takes nodes away from the top that only lead to one other.
    pub(super) fn lower(&mut self) {
        while let Self::Inner(branches) = self
            && branches.len() < 2
        {
            *self = branches.pop().map_or(Self::Leaf(Vec::new()), |only| only.node);
        }
    }

    pub(super) fn count(&self, period: &RangeInclusive<i64>) -> usize {
        match self {
            Self::Leaf(entries) => count(entries, period),
            Self::Inner(branches) => branches.iter().map(|branch| branch.count(period)).sum(),
        }
    }

    pub(super) fn count_while(&self, period: &RangeInclusive<i64>, first: &impl Fn(&E) -> bool) -> usize {
        match self {
            Self::Leaf(entries) => count(&entries[..entries.partition_point(first)], period),
            Self::Inner(branches) => {
                let begun = branches.partition_point(|branch| first(&branch.first));
                let Some((last, whole)) = branches[..begun].split_last() else { return 0 };
                let whole: usize = whole.iter().map(|branch| branch.count(period)).sum();
                whole + last.node.count_while(period, first)
            }
        }
    }

    /// The block with the entry that has so many of those in the period before it, and where it stands in the block.
    pub(super) fn find(&self, period: &RangeInclusive<i64>, mut rank: usize) -> Option<(&[E], usize)> {
        match self {
            Self::Leaf(entries) => {
                let mut meant = (0..entries.len()).filter(|at| period.contains(&entries[*at].when()));
                meant.nth(rank).map(|at| (&entries[..], at))
            }
            Self::Inner(branches) => {
                for branch in branches {
                    let count = branch.count(period);
                    if rank < count {
                        return branch.node.find(period, rank);
                    }
                    rank -= count;
                }
                None
            }
        }
    }

    fn span(&self) -> Span {
        match self {
            Self::Leaf(entries) => {
                let each = entries.iter().map(|entry| Span::one(entry.when()));
                each.fold(Span::EMPTY, Span::and)
            }
            Self::Inner(branches) => branches.iter().map(|branch| branch.span).fold(Span::EMPTY, Span::and),
        }
    }
}

fn count<E: Entry>(entries: &[E], period: &RangeInclusive<i64>) -> usize {
    entries.iter().filter(|entry| period.contains(&entry.when())).count()
}

/// How many this is true of; they come first. It is asked of the last one first, for most of what comes goes to the end.
fn before<T>(items: &[T], first: impl Fn(&T) -> bool) -> usize {
    if items.last().is_none_or(&first) { items.len() } else { items.partition_point(first) }
}

/// Puts an item in. Of a list that is full the part behind is split off: half of it, or only the item where it comes last,
/// so that a list that grows at its end is one of full blocks.
fn put<T>(items: &mut Vec<T>, at: usize, item: T, most: usize) -> Option<Vec<T>> {
    if items.len() < most {
        items.insert(at, item);
        return None;
    }
    if at == items.len() {
        return Some(vec![item]);
    }
    let half = items.len() / 2;
    let mut right = items.split_off(half);
    if at <= half {
        items.insert(at, item);
    } else {
        right.insert(at - half, item);
    }
    Some(right)
}
