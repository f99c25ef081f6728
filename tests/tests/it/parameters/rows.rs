//! What the sandbox makes of each parameter of the table.

use keyin_sandbox::Channel;
use serde_json::{Value, json};

/// What the sandbox makes of a parameter.
pub(super) enum Use {
    /// It comes back in the response under this name.
    Shown(&'static str),
    /// The call is refused, or finds less, when the value is this.
    Judged(Value),
    /// It is part of the path.
    Path,
    /// Nothing that the answer would show, for this reason.
    Unused(&'static str),
}

use Use::{Judged, Path, Shown, Unused};

pub(super) type Row = (&'static str, Use);

const OTHER_PG: &str = "Settlebank takes no such parameter";
const WEBHOOKS: &str = "it decides about webhooks, which have stories of their own";
const NOT_KEPT: &str = "no answer shows it, and it decides nothing";
const OTHER_MEANS: &str = "it belongs to other means of payment than a card";
const NO_GROUPS: &str = "the sandbox's shop has no groups of channels";

/// What every order takes.
fn order() -> Vec<Row> {
    vec![
        ("merchant_uid", Shown("merchant_uid")),
        ("currency", Judged(json!("USD"))),
        ("amount", Shown("amount")),
        ("tax_free", Judged(json!(4000))),
        ("vat_amount", Unused(OTHER_PG)),
        ("name", Shown("name")),
        ("buyer_name", Shown("buyer_name")),
        ("buyer_email", Shown("buyer_email")),
        ("buyer_tel", Shown("buyer_tel")),
        ("buyer_addr", Shown("buyer_addr")),
        ("buyer_postcode", Shown("buyer_postcode")),
        ("card_quota", Judged(json!(1))),
        ("custom_data", Shown("custom_data")),
        ("interest_free_by_merchant", Unused(OTHER_PG)),
        ("use_card_point", Unused(OTHER_PG)),
        ("notice_url", Unused(WEBHOOKS)),
        ("browser_ip", Unused(OTHER_PG)),
        ("product_type", Unused(OTHER_PG)),
        ("bypass", Unused(OTHER_PG)),
        ("promotion_id", Unused(NOT_KEPT)),
    ]
}

/// What both paying calls take beside it.
fn payment() -> Vec<Row> {
    let more = [("vat", Unused(OTHER_PG)), ("customer_uid", Shown("customer_uid"))];
    order().into_iter().chain(more).collect()
}

/// What payments with a key take beside it.
fn with_key() -> [Row; 3] {
    [
        ("product_count", Unused(NOT_KEPT)),
        ("cash_receipt_type", Unused(OTHER_PG)),
        ("extra", Unused(OTHER_PG)),
    ]
}

fn card() -> Vec<Row> {
    vec![
        ("card_number", Judged(json!("12"))),
        ("expiry", Judged(json!("2030-13"))),
        ("birth", Judged(json!("12345"))),
        ("pwd_2digit", Judged(json!("1x"))),
        ("cvc", Unused(OTHER_PG)),
    ]
}

pub(super) fn onetime() -> Vec<Row> {
    let more = [
        ("pg", Judged(json!("nobody"))),
        ("channelGroupId", Unused(NO_GROUPS)),
        ("secure_3d_charge_id", Unused(OTHER_PG)),
        ("secure_3d_token", Unused(OTHER_PG)),
    ];
    payment().into_iter().chain(card()).chain(more).collect()
}

pub(super) fn again() -> Vec<Row> {
    let more = [("channel_key", Unused("the billing key belongs to the channel that it was issued through"))];
    payment().into_iter().chain(with_key()).chain(more).collect()
}

pub(super) fn issue() -> Vec<Row> {
    let more = [
        ("channel_key", Judged(json!("no-such-channel"))),
        ("pg", Unused("the channel_key beside it names the channel")),
        ("customer_uid", Path),
        ("customer_id", Unused(OTHER_PG)),
        ("customer_name", Shown("customer_name")),
        ("customer_tel", Shown("customer_tel")),
        ("customer_email", Shown("customer_email")),
        ("customer_addr", Shown("customer_addr")),
        ("customer_postcode", Shown("customer_postcode")),
        ("channel_group_id", Unused(NO_GROUPS)),
    ];
    card().into_iter().chain(more).collect()
}

pub(super) fn cancel() -> Vec<Row> {
    vec![
        ("imp_uid", Judged(json!("imps_000000000000"))),
        ("merchant_uid", Shown("merchant_uid")),
        ("amount", Shown("cancel_amount")),
        ("tax_free", Judged(json!(4000))),
        ("checksum", Judged(json!(1))),
        ("reason", Shown("cancel_reason")),
        ("vat_amount", Unused(OTHER_PG)),
        ("refund_holder", Unused(OTHER_MEANS)),
        ("refund_bank", Unused(OTHER_MEANS)),
        ("refund_account", Unused(OTHER_MEANS)),
        ("refund_tel", Unused(OTHER_MEANS)),
        ("retain_promotion", Unused(NOT_KEPT)),
        ("enable_webhook", Unused(WEBHOOKS)),
        ("extra", Unused(OTHER_PG)),
    ]
}

pub(super) fn schedule() -> Vec<Row> {
    let more = [
        ("customer_uid", Shown("customer_uid")),
        ("customer_id", Unused(OTHER_PG)),
        ("checking_amount", Judged(json!(1))),
        ("channel_key", Judged(json!("no-such-channel"))),
        ("schedules", Judged(json!([]))),
    ];
    card().into_iter().chain(more).collect()
}

/// One of its `schedules`.
pub(super) fn item() -> Vec<Row> {
    let more = [("schedule_at", Shown("schedule_at"))];
    order().into_iter().chain(with_key()).chain(more).collect()
}

pub(super) fn schedules() -> Vec<Row> {
    let more = [
        ("schedule_from", Judged(json!("x"))),
        ("schedule_to", Judged(json!("x"))),
        ("schedule_status", Judged(json!("lost"))),
    ];
    list().into_iter().chain(more).collect()
}

pub(super) fn schedules_of_one() -> Vec<Row> {
    vec![
        ("customer_uid", Path),
        ("page", Judged(json!(0))),
        ("from", Judged(json!("x"))),
        ("to", Judged(json!("x"))),
        ("schedule-status", Judged(json!("lost"))),
    ]
}

pub(super) fn moved() -> Vec<Row> {
    vec![("merchant_uid", Path), ("schedule_at", Judged(json!(0)))]
}

pub(super) fn unschedule() -> Vec<Row> {
    vec![("customer_uid", Judged(json!("nobody"))), ("merchant_uid", Judged(json!(["nobody"])))]
}

/// What lists of payments take.
fn list() -> [Row; 3] {
    [("page", Judged(json!(0))), ("limit", Judged(json!(1001))), ("sorting", Judged(json!("sideways")))]
}

pub(super) fn by_status() -> Vec<Row> {
    let more = [("payment_status", Path), ("from", Judged(json!("x"))), ("to", Judged(json!("x")))];
    list().into_iter().chain(more).collect()
}

pub(super) fn find_all() -> Vec<Row> {
    list().into_iter().chain([("merchant_uid", Path), ("payment_status", Path)]).collect()
}

pub(super) fn find() -> Vec<Row> {
    vec![("merchant_uid", Path), ("payment_status", Path), ("sorting", Judged(json!("sideways")))]
}

pub(super) fn several_payments() -> Vec<Row> {
    vec![("imp_uid[]", Judged(json!("nobody"))), ("merchant_uid[]", Judged(json!("nobody")))]
}

pub(super) fn prepare() -> Vec<Row> {
    vec![
        ("merchant_uid", Shown("merchant_uid")),
        ("amount", Shown("amount")),
        ("currency", Judged(json!("W"))),
    ]
}

pub(super) fn token() -> Vec<Row> {
    vec![("imp_key", Judged(json!("nobody"))), ("imp_secret", Judged(json!("wrong")))]
}

pub(super) fn delete() -> Vec<Row> {
    vec![("customer_uid", Path), ("reason", Unused(NOT_KEPT)), ("extra[requester]", Unused(NOT_KEPT))]
}

/// The channel key of the shop's only channel.
pub(super) fn channel_key() -> String {
    Channel::development().channel_key
}
