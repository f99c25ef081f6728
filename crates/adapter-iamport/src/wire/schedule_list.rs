//! Several schedules: an array, or a page of them.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::schedule::ScheduleRecord;
use super::value::OtherPage;

/// The page object. A missing list is none.
#[derive(Deserialize)]
pub(super) struct Page<'a> {
    #[serde(default)]
    next: OtherPage,
    #[serde(borrow)]
    list: Option<Vec<ScheduleRecord<'a>>>,
}

/// What a list answers. The official definitions say an array, the official Java client reads a page object, and which
/// of them comes is not known: either is taken.
pub(crate) struct ScheduleList<'a> {
    pub(crate) list: Vec<ScheduleRecord<'a>>,
    /// What the gateway says of the next page; none if an array came, which says nothing.
    pub(crate) next: Option<OtherPage>,
}

impl<'a> ScheduleList<'a> {
    /// None if it is neither.
    pub(crate) fn read(response: &'a RawValue) -> Option<Self> {
        let text = response.get();
        if text.starts_with('[') {
            return Some(Self { list: serde_json::from_str(text).ok()?, next: None });
        }
        // A list would be taken for the fields in their order; an object only is a page.
        let page: Page<'a> =
            if text.starts_with('{') { serde_json::from_str(text).ok()? } else { return None };
        Some(Self { list: page.list?, next: Some(page.next) })
    }

    /// The only one of an array, or of an answer that is not even that.
    pub(crate) fn only(response: &'a RawValue) -> Option<ScheduleRecord<'a>> {
        let text = response.get();
        if text.starts_with('{') {
            return serde_json::from_str(text).ok();
        }
        let mut list = Self::read(response)?.list;
        if list.len() == 1 { list.pop() } else { None }
    }
}
