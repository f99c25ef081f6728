//! Several sorted strands read as one.

use std::iter::Peekable;
use std::ops::RangeInclusive;

use crate::store::Part;
use crate::store::timeline::{SortTime, Strand, Timed};

/// What lies in a period of some strands.
pub(super) struct Plait<'p> {
    /// None of them is empty.
    strands: Vec<Counted<'p>>,
    period: &'p RangeInclusive<i64>,
}

struct Counted<'p> {
    strand: Strand<'p>,
    count: usize,
}

type Places<'p> = Box<dyn Iterator<Item = ((SortTime, usize), usize)> + 'p>;

impl<'p> Plait<'p> {
    pub(super) fn of(strands: Vec<Strand<'p>>, period: &'p RangeInclusive<i64>) -> Self {
        let counted =
            strands.into_iter().map(|strand| Counted { strand, count: strand.entries.count(period) });
        Self { strands: counted.filter(|strand| strand.count > 0).collect(), period }
    }

    pub(super) fn total(&self) -> usize {
        self.strands.iter().map(|strand| strand.count).sum()
    }

    /// The places of some payments in their order, or in its reverse. What stands before them is not gone through.
    pub(super) fn part(&self, descending: bool, part: Part) -> impl Iterator<Item = usize> {
        let skipped = part.skip.min(self.total());
        let first = if descending { self.total() - skipped } else { skipped };
        let mut strands: Vec<Peekable<Places<'_>>> = self
            .strands
            .iter()
            .map(|one| self.from(one.strand, self.before(one, first), descending).peekable())
            .collect();
        let next = move || {
            let heads = (0..strands.len()).filter_map(|strand| Some((strands[strand].peek()?.0, strand)));
            let next = if descending { heads.max() } else { heads.min() };
            next.and_then(|(_, strand)| strands[strand].next()).map(|(_, place)| place)
        };
        std::iter::from_fn(next).take(part.take)
    }

    fn from<'s>(&'s self, strand: Strand<'s>, rank: usize, descending: bool) -> Places<'s> {
        let placed = move |entry: &Timed| (strand.position(entry), entry.place);
        if descending {
            Box::new(strand.entries.descending(self.period, rank).map(placed))
        } else {
            Box::new(strand.entries.ascending(self.period, rank).map(placed))
        }
    }

    /// How many of a strand are among the first of all strands.
    fn before(&self, one: &Counted<'_>, first: usize) -> usize {
        if self.strands.len() == 1 || first == 0 {
            return first;
        }
        if first == self.total() {
            return one.count;
        }
        // Each further one of the strand stands further back among all, so that the last that is among them can be searched.
        let (mut known, mut limit) = (0, one.count.min(first));
        while known < limit {
            let middle = known + (limit - known) / 2;
            let entry = one.strand.entries.nth(self.period, middle);
            if entry.is_some_and(|entry| self.rank(one.strand.position(entry)) < first) {
                known = middle + 1;
            } else {
                limit = middle;
            }
        }
        known
    }

    /// How many of all strands come before this position.
    fn rank(&self, position: (SortTime, usize)) -> usize {
        let earlier = |strand: Strand<'_>| {
            strand.entries.count_while(self.period, |entry| strand.position(entry) < position)
        };
        self.strands.iter().map(|one| earlier(one.strand)).sum()
    }
}
