//! Settings as a control names them.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Channel, ChannelType, SettingsPatch};
use crate::control_body::Fields;
use crate::control_error::ControlError;

const TEXT: &str = "a text";
const TEXT_OR_NULL: &str = "a text or null";
const YES_NO: &str = "true or false";
const AUTH: &str = "\"card_expiry\" or \"card_expiry_birth_pwd\"";
const WON: &str = "a whole number of won, 0 for no limit";

impl SettingsPatch {
    /// Any of the settings' fields.
    pub(crate) fn read(body: &Value) -> Result<Self, ControlError> {
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
        Ok(Self {
            api_key: fields.get("api_key", TEXT)?,
            api_secret: fields.get("api_secret", TEXT)?,
            channels: fields.list("channels", Channel::read)?,
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
}

impl Channel {
    fn read(value: &Value, at: String) -> Result<Self, ControlError> {
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
            Self::new(fields.need::<String>("pg_provider", TEXT)?, fields.need::<String>("pg_id", TEXT)?);
        Ok(Self {
            sandbox: fields.get("sandbox", YES_NO)?.unwrap_or(plain.sandbox),
            kind: fields.get::<ChannelType>("type", TYPES)?.unwrap_or(plain.kind),
            channel_name: fields.get("channel_name", TEXT)?.unwrap_or(plain.channel_name),
            channel_key: fields.get("channel_key", TEXT)?.unwrap_or(plain.channel_key),
            standalone_billing_key: own(
                &fields,
                "standalone_billing_key",
                YES_NO,
                plain.standalone_billing_key,
            )?,
            auth: own(&fields, "auth", AUTH, plain.auth)?,
            mixed_tax: own(&fields, "mixed_tax", YES_NO, plain.mixed_tax)?,
            minimum_amount: own(&fields, "minimum_amount", WON, plain.minimum_amount)?,
            maximum_amount: own(&fields, "maximum_amount", WON, plain.maximum_amount)?,
            key_with_payment: own(&fields, "key_with_payment", YES_NO, plain.key_with_payment)?,
            pg_provider: plain.pg_provider,
            pg_id: plain.pg_id,
        })
    }
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
