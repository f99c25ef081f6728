//! Differences as rows: of a table for people, and of a CSV file.

use keyin_app::Difference;
use keyin_domain::{Language, Money};

use super::CsvCells;
use super::charge_row::in_korea;

/// The names of the cells of [`difference_cells`].
pub(crate) const DIFFERENCE_COLUMNS: [&str; 16] = [
    "code",
    "merchant_uid",
    "imp_uids",
    "state_here",
    "amount_here",
    "cancel_here",
    "currency_here",
    "amount_there",
    "cancel_there",
    "currency_there",
    "paid_at_kst",
    "repair",
    "state_after_repair",
    "message",
    "repair_message",
    "next",
];

/// A difference as one line of a CSV file.
pub(crate) fn difference_cells(found: &Difference, language: Language, cells: &mut CsvCells<'_>) {
    let decimal = |money: Option<Money>| money.map(Money::to_decimal_string).unwrap_or_default();
    let currency = |money: Option<Money>| money.map(|money| money.currency().to_string()).unwrap_or_default();
    let paid_at = found.there.iter().filter_map(|record| record.paid_at()).min();
    cells.plain(found.kind.code());
    cells.text(&found.merchant_uid);
    cells.plain(imp_uids(found));
    cells.maybe(found.here.as_ref().map(|charge| charge.state().as_str()));
    cells.plain(decimal(found.amount_here()));
    cells.plain(decimal(found.cancelled_here()));
    cells.plain(currency(found.amount_here()));
    cells.plain(decimal(found.amount_there()));
    cells.plain(decimal(found.cancelled_there()));
    cells.plain(currency(found.amount_there()));
    cells.plain(paid_at.map(in_korea).unwrap_or_default());
    cells.maybe(found.repair.word());
    cells.maybe(found.learnt.as_ref().map(|charge| charge.state().as_str()));
    cells.text(&found.describe(language));
    cells.text(found.repair.describe(language));
    cells.text(&found.next_step(language));
}

fn imp_uids(found: &Difference) -> String {
    let uids: Vec<&str> = found.imp_uids().iter().map(|uid| uid.as_str()).collect();
    uids.join(" ")
}

/// What stands above the rows.
pub(crate) fn difference_rows_heading(language: Language) -> &'static str {
    match language {
        Language::English => {
            "KIND            MERCHANT_UID                    JOURNAL                 GATEWAY  IMP_UIDS"
        }
        Language::Korean => {
            "KIND            MERCHANT_UID                       저널              게이트웨이  IMP_UIDS"
        }
    }
}

/// A difference as a row, what it means, what was done and what to do.
pub(crate) fn difference_text(found: &Difference, language: Language) -> String {
    let row = format!(
        "{:<14}  {:<20}  {:>18}  {:>22}  {}",
        found.kind.as_str(),
        printable(&found.merchant_uid),
        sum(found.amount_here(), found.cancelled_here()),
        sum(found.amount_there(), found.cancelled_there()),
        imp_uids(found)
    );
    let repair = found.repair.describe(language).to_owned();
    let lines = [found.describe(language), repair, format!("→ {}", found.next_step(language))];
    let below = lines.into_iter().filter(|line| !line.is_empty()).map(|line| format!("  {line}"));
    std::iter::once(row).chain(below).collect::<Vec<_>>().join("\n")
}

/// An amount, less what was given back of it.
fn sum(amount: Option<Money>, cancelled: Option<Money>) -> String {
    match (amount, cancelled.filter(|cancelled| !cancelled.is_zero())) {
        (None, _) => "-".to_owned(),
        (Some(amount), None) => amount.to_string(),
        (Some(amount), Some(cancelled)) => {
            format!("{}-{} {}", amount.to_decimal_string(), cancelled.to_decimal_string(), amount.currency())
        }
    }
}

/// A merchant_uid that something else has made may hold anything; a terminal obeys control characters.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
