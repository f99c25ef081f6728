//! A row of a batch: a line of JSON, a line for people, and the cells of the results file.

use keyin_app::{ChargeProblem, Explain, RowFate, RowOutcome};
use keyin_domain::{Charge, Currency, Field, Language, Money, PaymentStatus};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::charge::{headline, problem};
use super::charge_row::in_korea;
use super::csv_cells::CsvCells;
use super::money_json;
use super::payment::decline_json;

/// The headings of the results file.
const ROW_HEADINGS: [&str; 13] = [
    "line",
    "merchant_uid",
    "customer_uid",
    "amount",
    "currency",
    "outcome",
    "state",
    "replayed",
    "imp_uid",
    "paid_at",
    "code",
    "message",
    "pg_message",
];

/// The keys are those of a payment, with the line and what became of the row.
#[derive(Serialize)]
struct RowDocument<'a> {
    line: u64,
    merchant_uid: &'a str,
    imp_uid: Option<&'a str>,
    customer_uid: Option<&'a str>,
    amount: Number,
    cancel_amount: Number,
    currency: &'a str,
    status: Option<&'static str>,
    state: Option<&'static str>,
    decline: Option<Value>,
    replayed: bool,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorDocument>,
}

#[derive(Serialize)]
struct ErrorDocument {
    code: String,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<&'static str>,
}

/// An amount: whole won are by far the most.
struct Number(Money);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.currency() == Currency::KRW {
            serializer.serialize_u64(self.0.minor())
        } else {
            money_json(self.0).serialize(serializer)
        }
    }
}

/// What a row tells, whether there is a charge or not.
struct Told<'a> {
    row: &'a RowOutcome,
    charge: Option<&'a Charge>,
    replayed: bool,
}

impl<'a> Told<'a> {
    fn of(row: &'a RowOutcome) -> Self {
        let outcome = row.result.as_ref().ok();
        let charge = outcome.map(|outcome| &outcome.charge);
        Self { row, charge, replayed: outcome.is_some_and(|outcome| outcome.replayed) }
    }

    fn error(&self, language: Language) -> Option<ErrorDocument> {
        match &self.row.result {
            Ok(outcome) => {
                let (code, message) = problem(&outcome.charge, language)?;
                Some(ErrorDocument { code, message, fields: Vec::new() })
            }
            Err(problem) => Some(ErrorDocument {
                code: problem.code(),
                message: problem.message(language),
                fields: match problem {
                    ChargeProblem::Conflict(fields) => fields.iter().copied().map(Field::as_str).collect(),
                    _ => Vec::new(),
                },
            }),
        }
    }
}

/// Writes the row's JSON document.
pub(crate) fn row_json(row: &RowOutcome, language: Language, into: &mut Vec<u8>) {
    let told = Told::of(row);
    let payment = told.charge.and_then(Charge::payment);
    let currency = row.asked.amount.currency();
    let document = RowDocument {
        line: row.asked.line,
        merchant_uid: row.asked.merchant_uid.as_str(),
        imp_uid: told.charge.and_then(|charge| charge.imp_uid()).map(|uid| uid.as_str()),
        customer_uid: row.asked.customer_uid.as_ref().map(|uid| uid.as_str()),
        amount: Number(payment.map_or(row.asked.amount, |payment| payment.amount())),
        cancel_amount: Number(payment.map_or(Money::zero(currency), |payment| payment.cancelled())),
        currency: currency.as_str(),
        status: told.charge.and_then(Charge::gateway_status).map(PaymentStatus::as_str),
        state: told.charge.map(|charge| charge.state().as_str()),
        decline: told.charge.and_then(Charge::decline).map(|decline| decline_json(decline, language)),
        replayed: told.replayed,
        outcome: row.fate().as_str(),
        error: told.error(language),
    };
    let before = into.len();
    if serde_json::to_writer(&mut *into, &document).is_err() {
        // Writing to memory does not fail; half a document would be worse than none.
        into.truncate(before);
    }
}

/// The row in a line, if a person has to look at it.
pub(crate) fn row_text(row: &RowOutcome, language: Language) -> Option<String> {
    match row.fate() {
        RowFate::Paid | RowFate::Skipped => return None,
        RowFate::Declined | RowFate::Unknown | RowFate::Failed => {}
    }
    let line = match language {
        Language::English => format!("line {}", row.asked.line),
        Language::Korean => format!("{}행", row.asked.line),
    };
    let told = Told::of(row);
    let state = told.charge.map(|charge| headline(charge.state(), language)).unwrap_or_default();
    let reason = match told.charge.and_then(Charge::decline) {
        Some(decline) => format!("{} ({})", decline.customer_message(language), decline.code()),
        None => match told.error(language) {
            Some(error) => format!("{} ({})", error.message, error.code),
            None => String::new(),
        },
    };
    let parts = [state, &reason].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    Some(format!("{line}  {}  {}", row.asked.merchant_uid, parts.join("; ")))
}

/// Writes the row's line of the results file, with cells as in [`ROW_HEADINGS`].
pub(crate) fn row_cells(row: &RowOutcome, language: Language, into: &mut Vec<u8>) {
    let told = Told::of(row);
    let mut cells = CsvCells::new(into);
    cells.plain(row.asked.line);
    cells.text(row.asked.merchant_uid.as_str());
    cells.maybe(row.asked.customer_uid.as_ref().map(|uid| uid.as_str()));
    cells.plain(row.asked.amount.to_decimal_string());
    cells.plain(row.asked.amount.currency());
    cells.plain(row.fate().as_str());
    cells.plain(told.charge.map(|charge| charge.state().as_str()).unwrap_or_default());
    cells.plain(told.replayed);
    cells.maybe(told.charge.and_then(|charge| charge.imp_uid()).map(|uid| uid.as_str()));
    let paid_at = told.charge.and_then(Charge::payment).and_then(|payment| payment.details().paid_at);
    cells.plain(paid_at.map(in_korea).unwrap_or_default());
    if let Some(decline) = told.charge.and_then(Charge::decline) {
        cells.plain(decline.code());
        cells.text(decline.customer_message(language));
        cells.text(decline.pg_text());
    } else if let Some(error) = told.error(language) {
        cells.plain(error.code);
        cells.text(&error.message);
        cells.maybe(None);
    } else {
        cells.maybe(None);
        let failed = told.charge.filter(|_| row.fate() == RowFate::Failed);
        cells.maybe(failed.map(|charge| headline(charge.state(), language)));
        cells.maybe(None);
    }
    cells.end();
}

/// Writes the headings of the results file.
pub(crate) fn row_headings(into: &mut Vec<u8>) {
    let mut cells = CsvCells::new(into);
    ROW_HEADINGS.iter().for_each(|heading| cells.text(heading));
    cells.end();
}
