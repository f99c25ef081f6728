//! Bodies of controls.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ControlError, fields::Fields};
use crate::faults::{Fault, FaultKind};
use crate::settings::{Channel, ChannelType, SettingsPatch};
use crate::time::ClockMode;

const TEXT: &str = "a text";
const TEXT_OR_NULL: &str = "a text or null";
const YES_NO: &str = "true or false";
const AUTH: &str = "\"card_expiry\" or \"card_expiry_birth_pwd\"";
const WON: &str = "a whole number of won, 0 for no limit";

/// `{"faults":[…]}`
pub(crate) fn faults(body: &Value) -> Result<Vec<Fault>, ControlError> {
    let fields = Fields::open(body, String::new(), &["faults"])?;
    fields.list("faults", fault)?.ok_or_else(|| ControlError::value("faults", "a list"))
}

fn fault(value: &Value, at: String) -> Result<Fault, ControlError> {
    const KNOWN: [&str; 10] = [
        "operation",
        "kind",
        "probability",
        "times",
        "delay_ms",
        "status",
        "customer_uid",
        "merchant_uid",
        "seconds",
        "drip_ms",
    ];
    const OPERATIONS: &str = "one of get_token, onetime, again, payment, find, status, cancel, customer, schedule, \
                              find_schedule, unschedule, webhook, *";
    const KINDS: &str = "one of delay, drop_before, drop_after, status, malformed, truncate, expire_token, rate_limit, \
                         timeout_before, timeout_after, drip, read_lag, failed_then_paid; lose, duplicate, reorder, \
                         postpone";
    let fields = Fields::open(value, at, &KNOWN)?;
    let kind: FaultKind = fields.need("kind", KINDS)?;
    let operation = fields.need("operation", OPERATIONS)?;
    Ok(Fault {
        probability: fields
            .get::<Option<f64>>("probability", "a number from 0 to 1")?
            .flatten()
            .unwrap_or(1.0),
        times: fields.get::<Option<u32>>("times", "a whole number from 1 to 4294967295")?.flatten(),
        delay_ms: fields
            .get::<Option<u64>>("delay_ms", "milliseconds from 0 to 3600000")?
            .flatten()
            .unwrap_or(0),
        status: fields.get::<Option<u16>>("status", "an HTTP status from 200 to 599")?.flatten(),
        customer_uid: fields.get::<Option<String>>("customer_uid", "a text or null")?.flatten(),
        merchant_uid: fields.get::<Option<String>>("merchant_uid", "a text or null")?.flatten(),
        seconds: fields.get::<Option<u64>>("seconds", "seconds from 1 to 2592000")?.flatten(),
        drip_ms: fields.get::<Option<u64>>("drip_ms", "milliseconds from 1 to 3600000")?.flatten(),
        ..Fault::new(operation, kind)
    })
}

/// `{"imp_uid":"imps_…"}`
pub(crate) fn imp_uid(body: &Value) -> Result<String, ControlError> {
    Fields::open(body, String::new(), &["imp_uid"])?.need("imp_uid", "the imp_uid of a failed payment")
}

/// `{"now":UNIX,"mode":"real"|"manual"}`, either of them
pub(crate) fn clock(body: &Value) -> Result<(Option<i64>, Option<ClockMode>), ControlError> {
    let fields = Fields::open(body, String::new(), &["now", "mode"])?;
    Ok((
        fields.get("now", "Unix seconds from 0 to 253402300799")?,
        fields.get("mode", "\"real\" or \"manual\"")?,
    ))
}

/// `{"seconds":N}`
pub(crate) fn seconds(body: &Value) -> Result<u64, ControlError> {
    Fields::open(body, String::new(), &["seconds"])?.need("seconds", "a whole number, not negative")
}

/// Any of the settings' fields.
pub(crate) fn settings(body: &Value) -> Result<SettingsPatch, ControlError> {
    const KNOWN: [&str; 24] = [
        "api_key",
        "api_secret",
        "channels",
        "standalone_billing_key",
        "auth",
        "mixed_tax",
        "minimum_amount",
        "maximum_amount",
        "same_merchant_uid",
        "reuse_failed_merchant_uid",
        "hide_test_payments",
        "answers",
        "decline_form",
        "in_flight",
        "unknown_pg",
        "unknown_customer",
        "over_length",
        "schedule_delay_seconds",
        "schedules_per_call",
        "webhook_url",
        "webhook_test_url",
        "webhook_content_type",
        "webhook_retries",
        "outside_allow_list",
    ];
    let fields = Fields::open(body, String::new(), &KNOWN)?;
    Ok(SettingsPatch {
        api_key: fields.get("api_key", TEXT)?,
        api_secret: fields.get("api_secret", TEXT)?,
        channels: fields.list("channels", channel)?,
        standalone_billing_key: fields.get("standalone_billing_key", YES_NO)?,
        auth: fields.get("auth", AUTH)?,
        mixed_tax: fields.get("mixed_tax", YES_NO)?,
        minimum_amount: fields.get("minimum_amount", WON)?,
        maximum_amount: fields.get("maximum_amount", WON)?,
        same_merchant_uid: fields.get("same_merchant_uid", "\"refuse\" or \"charge_again\"")?,
        reuse_failed_merchant_uid: fields.get("reuse_failed_merchant_uid", YES_NO)?,
        hide_test_payments: fields.get("hide_test_payments", YES_NO)?,
        answers: fields.get("answers", "\"full\" or \"sparse\"")?,
        decline_form: fields.get("decline_form", "\"by_card\", \"record\" or \"message\"")?,
        in_flight: fields.get("in_flight", "\"hidden\" or \"ready\"")?,
        unknown_pg: fields.get("unknown_pg", "\"error\" or \"default_channel\"")?,
        unknown_customer: fields.get("unknown_customer", "\"ok\" or \"not_found\"")?,
        over_length: fields.get("over_length", "\"refuse\" or \"cut\"")?,
        schedule_delay_seconds: fields.get("schedule_delay_seconds", "seconds from 0 to 60")?,
        schedules_per_call: fields.get("schedules_per_call", "a whole number, at least 1")?,
        webhook_url: fields.get("webhook_url", TEXT_OR_NULL)?,
        webhook_test_url: fields.get("webhook_test_url", TEXT_OR_NULL)?,
        webhook_content_type: fields.get("webhook_content_type", "\"json\" or \"form\"")?,
        webhook_retries: fields.get("webhook_retries", YES_NO)?,
        outside_allow_list: fields.get("outside_allow_list", YES_NO)?,
    })
}

fn channel(value: &Value, at: String) -> Result<Channel, ControlError> {
    const KNOWN: [&str; 12] = [
        "pg_provider",
        "pg_id",
        "sandbox",
        "type",
        "channel_name",
        "channel_key",
        "standalone_billing_key",
        "auth",
        "mixed_tax",
        "minimum_amount",
        "maximum_amount",
        "key_with_payment",
    ];
    const TYPES: &str = "\"payment\", \"api_payment\" or \"certification\"";
    let fields = Fields::open(value, at, &KNOWN)?;
    let plain =
        Channel::new(fields.need::<String>("pg_provider", TEXT)?, fields.need::<String>("pg_id", TEXT)?);
    Ok(Channel {
        sandbox: fields.get("sandbox", YES_NO)?.unwrap_or(plain.sandbox),
        kind: fields.get::<ChannelType>("type", TYPES)?.unwrap_or(plain.kind),
        channel_name: fields.get("channel_name", TEXT)?.unwrap_or(plain.channel_name),
        channel_key: fields.get("channel_key", TEXT)?.unwrap_or(plain.channel_key),
        standalone_billing_key: own(&fields, "standalone_billing_key", YES_NO, plain.standalone_billing_key)?,
        auth: own(&fields, "auth", AUTH, plain.auth)?,
        mixed_tax: own(&fields, "mixed_tax", YES_NO, plain.mixed_tax)?,
        minimum_amount: own(&fields, "minimum_amount", WON, plain.minimum_amount)?,
        maximum_amount: own(&fields, "maximum_amount", WON, plain.maximum_amount)?,
        key_with_payment: own(&fields, "key_with_payment", YES_NO, plain.key_with_payment)?,
        pg_provider: plain.pg_provider,
        pg_id: plain.pg_id,
    })
}

/// A channel's own switch: null follows the settings, absent is as the PG is known to be.
fn own<T: DeserializeOwned>(
    fields: &Fields<'_>,
    name: &str,
    expects: &str,
    known: Option<T>,
) -> Result<Option<T>, ControlError> {
    Ok(fields.get::<Option<T>>(name, &format!("{expects}, or null"))?.unwrap_or(known))
}
