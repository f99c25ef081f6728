//! Where the next row comes from: the source, or those that were put off.

use std::collections::VecDeque;

use super::BatchRow;
use crate::charging::Others;

/// Whether a row was put off before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    First,
    Again,
}

impl Visit {
    /// Somebody else's send is left alone at first, and waited for when there is nothing better to do.
    pub(super) fn others(self) -> Others {
        match self {
            Self::First => Others::Leave,
            Self::Again => Others::Await,
        }
    }
}

/// So many rows are put off for each place, which lets about as many other processes share the rows.
const PUT_OFF: usize = 4;

pub(super) struct Feed<I, E> {
    rows: I,
    put_off: VecDeque<BatchRow>,
    /// More are not put off: the oldest is waited for first.
    most: usize,
    error: Option<E>,
    is_over: bool,
}

impl<I: Iterator<Item = Result<BatchRow, E>>, E> Feed<I, E> {
    pub(super) fn new(rows: I, at_once: usize) -> Self {
        Self {
            rows,
            put_off: VecDeque::new(),
            most: at_once.saturating_mul(PUT_OFF),
            error: None,
            is_over: false,
        }
    }

    /// The next row to begin. After an error of the source there is none: those that were put off stay so.
    pub(super) fn next(&mut self) -> Option<(BatchRow, Visit)> {
        if !self.is_over && self.put_off.len() < self.most {
            match self.rows.next() {
                Some(Ok(row)) => return Some((row, Visit::First)),
                Some(Err(error)) => self.error = Some(error),
                None => {}
            }
            self.is_over = true;
        }
        if self.error.is_some() {
            return None;
        }
        self.put_off.pop_front().map(|row| (row, Visit::Again))
    }

    pub(super) fn put_off(&mut self, row: BatchRow) {
        self.put_off.push_back(row);
    }

    pub(super) fn into_error(self) -> Option<E> {
        self.error
    }
}

#[cfg(test)]
mod tests {
    use keyin_domain::{ChargeAmount, ChargeIntent, ChargeMethod, MerchantUid, Money, OrderName};

    use super::*;

    fn row(line: u64) -> BatchRow {
        let uid = MerchantUid::parse(&format!("order-{line}")).unwrap();
        let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
        let name = OrderName::parse("월간 이용권").unwrap();
        BatchRow { line, intent: ChargeIntent::new(uid, ChargeMethod::Card, amount, name) }
    }

    #[test]
    fn four_rows_are_put_off_for_each_place_and_then_the_oldest_is_waited_for() {
        let mut feed = Feed::new((1..=10).map(|line| Ok::<_, ()>(row(line))), 2);
        for line in 1..=8 {
            assert_eq!(feed.next(), Some((row(line), Visit::First)));
            feed.put_off(row(line));
        }
        assert_eq!(feed.next(), Some((row(1), Visit::Again)));
        assert_eq!(feed.next(), Some((row(9), Visit::First)), "there is room for one more");
    }

    #[test]
    fn after_an_error_of_the_source_no_row_comes_that_was_put_off_either() {
        let rows = [Ok(row(1)), Ok(row(2)), Err("changed"), Ok(row(4))];
        let mut feed = Feed::new(rows.into_iter(), 1);
        for line in 1..=2 {
            assert_eq!(feed.next(), Some((row(line), Visit::First)));
            feed.put_off(row(line));
        }
        assert_eq!(feed.next(), None);
        feed.put_off(row(3));
        assert_eq!(feed.next(), None, "nor one that is put off afterwards");
        assert_eq!(feed.into_error(), Some("changed"));
    }

    #[test]
    fn what_was_put_off_comes_again_when_the_source_has_no_more() {
        let mut feed = Feed::new([Ok::<_, ()>(row(1))].into_iter(), 1);
        assert_eq!(feed.next(), Some((row(1), Visit::First)));
        feed.put_off(row(1));
        assert_eq!((feed.next(), feed.next()), (Some((row(1), Visit::Again)), None));
    }
}
