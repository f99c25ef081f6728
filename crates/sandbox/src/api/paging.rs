//! Lists: their pages, the order of payments, and which of these are shown at all.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;

use super::Call;
use super::views::PaymentView;
use crate::http::answer::Answer;
use crate::messages;
use crate::params::{Params, Whole};
use crate::settings::Settings;
use crate::store::{Part, Payment, SortKey};

/// How many payments a page holds unless the caller says.
const USUAL_LIMIT: usize = 20;
const LARGEST_LIMIT: i64 = 1_000;

/// A page of a list; `previous` and `next` are page numbers, 0 where there is none.
#[derive(Serialize)]
struct Page<T> {
    total: usize,
    previous: usize,
    next: usize,
    list: Vec<T>,
}

/// Which page is asked for.
#[derive(Clone, Copy)]
pub(super) struct Place {
    number: usize,
    limit: usize,
}

impl Place {
    pub(super) fn read(query: &Params) -> Result<Self, Answer> {
        Ok(Self {
            number: counted(query, "page", 1, i64::MAX, messages::BAD_PAGE)?,
            limit: counted(query, "limit", USUAL_LIMIT, LARGEST_LIMIT, messages::BAD_LIMIT)?,
        })
    }

    /// How many entries stand before this page.
    fn skipped(self) -> usize {
        (self.number - 1).saturating_mul(self.limit)
    }

    /// The part of a list that stands on this page.
    pub(super) fn part(self) -> Part {
        Part { skip: self.skipped(), take: self.limit }
    }

    /// Whether a list of that length has this page. The first page is always there.
    pub(super) fn is_within(self, total: usize) -> bool {
        self.number == 1 || self.skipped() < total
    }

    /// What of a whole list stands on this page.
    pub(super) fn cut<T>(self, all: &[T]) -> &[T] {
        let rest = all.get(self.skipped()..).unwrap_or_default();
        rest.get(..self.limit).unwrap_or(rest)
    }
}

/// The answer with these payments of a list that has `total`.
pub(super) fn page_of(place: Place, total: usize, list: &[Arc<Payment>], settings: &Settings) -> Answer {
    page_answer(place, total, list.iter().map(|payment| PaymentView::of(payment, settings.answers)).collect())
}

/// The answer with these entries of a list that has `total`.
pub(super) fn page_answer<T: Serialize>(place: Place, total: usize, list: Vec<T>) -> Answer {
    let more = place.skipped().saturating_add(place.limit) < total;
    let next = if more { place.number + 1 } else { 0 };
    Answer::ok(&Page { total, previous: place.number - 1, next, list })
}

/// The order of a list.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub(super) key: SortKey,
    pub(super) descending: bool,
}

impl Order {
    pub(super) fn read(query: &Params) -> Result<Self, Answer> {
        let sorting = query.text("sorting");
        let sorting = sorting.as_deref().unwrap_or("-started");
        let (descending, name) = sorting.strip_prefix('-').map_or((false, sorting), |name| (true, name));
        let key = match name {
            "started" => SortKey::Started,
            "paid" => SortKey::Paid,
            "updated" => SortKey::Updated,
            _ => return Err(Answer::status(StatusCode::BAD_REQUEST, messages::BAD_SORTING)),
        };
        Ok(Self { key, descending })
    }

    /// Sorts payments that come in the order they were made; that order decides between equal seconds.
    pub(super) fn sort(self, payments: &mut [Arc<Payment>]) {
        payments.sort_by_key(|payment| self.key.of(payment));
        if self.descending {
            payments.reverse();
        }
    }
}

/// What the caller is shown of this payment: nothing of one that is hidden, and what it was some time ago where a fault
/// says so.
pub(super) fn shown(payment: &Arc<Payment>, settings: &Settings, call: &Call) -> Option<Arc<Payment>> {
    if payment.account.sandbox && !sees_tests(settings, call) {
        return None;
    }
    match call.plan.lag {
        None => Some(Arc::clone(payment)),
        Some(lag) => payment.as_of(call.started_at.saturating_sub_unsigned(lag)).map(Arc::new),
    }
}

/// Whether the caller is shown payments made through a test channel.
pub(super) fn sees_tests(settings: &Settings, call: &Call) -> bool {
    !settings.hide_test_payments || call.query.flag("include_sandbox")
}

fn counted(query: &Params, name: &str, usual: usize, max: i64, message: &str) -> Result<usize, Answer> {
    let number = match query.whole(name) {
        Whole::Absent => Some(usual),
        Whole::Is(number) if (1..=max).contains(&number) => usize::try_from(number).ok(),
        Whole::Is(_) | Whole::Unreadable => None,
    };
    number.ok_or_else(|| Answer::status(StatusCode::BAD_REQUEST, message))
}
