//! A page of payments.

use serde::Deserialize;

use super::payment::PaymentRecord;
use super::value::{OtherPage, Whole};

/// The page object of the API. A missing list is none.
#[derive(Deserialize)]
pub(crate) struct Page<'a> {
    #[serde(default)]
    pub(crate) total: Whole,
    #[serde(default)]
    pub(crate) next: OtherPage,
    #[serde(borrow)]
    pub(crate) list: Option<Vec<PaymentRecord<'a>>>,
}
