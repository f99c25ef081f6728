//! A charge as a row of a table, and times as people see them.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, Language};

use crate::input::date::korea;

/// The heading above the rows of charges.
pub(crate) fn charge_rows_heading(language: Language) -> &'static str {
    match language {
        Language::English => {
            "CREATED (KST)        STATE                AMOUNT  MERCHANT_UID          IMP_UID            CUSTOMER_UID"
        }
        Language::Korean => {
            "기록 시각(한국)      상태                   금액  MERCHANT_UID          IMP_UID            CUSTOMER_UID"
        }
    }
}

/// A charge as one row.
pub(crate) fn charge_row(charge: &Charge) -> String {
    let intent = charge.intent();
    let imp_uid = charge.imp_uid().map_or("-", |uid| uid.as_str());
    let customer_uid = intent.method().customer_uid().map_or("-", |uid| uid.as_str());
    format!(
        "{}  {:<11}  {:>14}  {:<20}  {imp_uid:<17}  {customer_uid}",
        in_korea(charge.created_at()),
        charge.state().as_str(),
        intent.amount().total().to_string(),
        intent.merchant_uid().as_str(),
    )
}

/// A moment in Korean time, to the second.
pub(crate) fn in_korea(moment: Timestamp) -> String {
    let time = korea().to_datetime(moment);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        time.year(),
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}
