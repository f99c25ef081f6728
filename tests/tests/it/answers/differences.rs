//! What differs between the sandbox and the table, each with its reason. A reason that is not needed fails, too.

use super::endpoints::{
    ASK_OTP, BANKS, CARDS, CERTIFICATION, CHANGE_VBANK, CHANNELS, CONFIRM_OTP, END_OTHER_RECEIPT,
    END_RECEIPT, END_VBANK, Endpoint, FIND, FORGET_CERTIFICATION, ISSUE_OTHER_RECEIPT, ISSUE_RECEIPT, MOVE,
    ONETIME, OTHER_RECEIPT, PREPARED, RECEIPT, RESCHEDULE, RETRY, SCHEDULE, SCHEDULES, SCHEDULES_BY_CUSTOMER,
    SCHEDULES_OF_CUSTOMER, SEVERAL_KEYS, SEVERAL_PAYMENTS, TOKEN, UNSCHEDULE,
};

/// Statuses of endpoints and the reason why they differ.
pub(super) type Row = (&'static [Endpoint], &'static [u16], &'static str);

/// Paths of the table that the sandbox does not have, by their beginning.
pub(super) const NOT_SERVED: &[(&str, &str)] =
    &[("/payments/{imp_uid}/naver/", "orders of Naver Pay, which no key-in payment has")];

/// Statuses that the table does not name, with the reason why the sandbox answers with them all the same.
pub(super) const UNDOCUMENTED: &[Row] = &[
    (&[TOKEN], &[400], "public clients have recorded 400 for a missing key or secret"),
    (&[FIND], &[400], "public clients have recorded 400 for a status that is none"),
    (
        &[CHANNELS, MOVE, RESCHEDULE, RETRY],
        &[401],
        "every call with a bad token is answered so; these entries leave it out",
    ),
    (
        &[SCHEDULE],
        &[400],
        "a time that has passed; the call that moves a schedule is documented to answer so",
    ),
    (&[SEVERAL_PAYMENTS, SEVERAL_KEYS], &[400], "no name at all, or more than a hundred; chosen"),
    (&[PREPARED], &[404], "public clients have recorded 404 for a sum that is not registered"),
    (&[ONETIME], &[413], "the sandbox takes bodies of 64 KiB and says so with HTTP's own status"),
    (&[ONETIME], &[403], "a caller outside the shop's IP allow-list; chosen, because nothing is published"),
    (&[ONETIME], &[429, 500], "a fault asked for it"),
];

/// Statuses that the table names and the sandbox never answers with.
pub(super) const NEVER_ANSWERED: &[Row] = &[
    (&[CARDS, BANKS], &[404], "there always are some"),
    (&[MOVE, RESCHEDULE, RETRY], &[500], "only a fault makes the sandbox answer with 500"),
    (&[CERTIFICATION, FORGET_CERTIFICATION, CONFIRM_OTP], &[200], "the sandbox checks nobody's identity"),
    (&[CONFIRM_OTP], &[400], "no identity check has been begun that could be confirmed wrongly"),
    (&[ASK_OTP], &[400], "the sandbox has no channel for it and says so in words, as for any PG it lacks"),
    (&[FORGET_CERTIFICATION, ASK_OTP, CONFIRM_OTP], &[500], "only a fault makes the sandbox answer with 500"),
    (&[CHANGE_VBANK, END_VBANK], &[200], "the sandbox has no virtual accounts"),
    (
        &[RECEIPT, ISSUE_RECEIPT, END_RECEIPT, OTHER_RECEIPT, ISSUE_OTHER_RECEIPT, END_OTHER_RECEIPT],
        &[200],
        "card payments have no cash receipts, and nothing else is paid here",
    ),
    (
        &[ISSUE_RECEIPT, END_RECEIPT, ISSUE_OTHER_RECEIPT, END_OTHER_RECEIPT],
        &[500],
        "only a fault makes the sandbox answer with 500",
    ),
    (&[ISSUE_RECEIPT, END_RECEIPT], &[501], "a card payment is refused before its PG is looked at"),
    (&[END_OTHER_RECEIPT], &[400, 501], "there is never one that could be ended"),
];

const NO_NAME: &str = "older guides register without a name; which one the gateway makes up is not published";

/// What differs in the fields of answers.
pub(super) const FIELDS: &[(Endpoint, &str, &str)] = &[
    (SCHEDULE, ".response[0].name is null", NO_NAME),
    (SCHEDULES, ".response[0].name is null", NO_NAME),
    (UNSCHEDULE, ".response[0].name is null", NO_NAME),
];

/// Lists that the table has bare and the sandbox in pages: the vendor's own Java client reads pages.
pub(super) const PAGED: &[Endpoint] = &[SCHEDULES, SCHEDULES_BY_CUSTOMER, SCHEDULES_OF_CUSTOMER];

pub(super) fn is_listed(rows: &[Row], endpoint: Endpoint, status: u16) -> bool {
    rows.iter().any(|row| row.0.contains(&endpoint) && row.1.contains(&status))
}

/// Every status of every endpoint that the rows are about.
pub(super) fn each(rows: &'static [Row]) -> impl Iterator<Item = (Endpoint, u16)> {
    rows.iter()
        .flat_map(|row| row.0.iter().flat_map(|endpoint| row.1.iter().map(|status| (*endpoint, *status))))
}

pub(super) fn is_served(endpoint: Endpoint) -> bool {
    !NOT_SERVED.iter().any(|row| endpoint.1.starts_with(row.0))
}
