//! A change of some settings.

use super::{
    Answers, Auth, Channel, DeclineForm, InFlight, OverLength, SameMerchantUid, Settings, UnknownCustomer,
    UnknownPg, WebhookContentType, WebhookUrl,
};
use crate::control_error::ControlError;

/// The longest key, secret or name that the settings take, in characters.
const LONGEST: usize = 200;

/// The longest a scheduled payment may be late, in seconds.
const LONGEST_SCHEDULE_DELAY: u32 = 60;

/// Changes what is `Some`; the rest stays.
///
/// A channel switch named here applies to all channels: it also takes the place of what they had of their own,
/// unless the same change names the channels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field changes the field of Settings with its name")]
pub struct SettingsPatch {
    pub api_key: Option<String>,
    pub api_secret: Option<String>,
    pub channels: Option<Vec<Channel>>,
    pub standalone_billing_key: Option<bool>,
    pub auth: Option<Auth>,
    pub mixed_tax: Option<bool>,
    pub minimum_amount: Option<u64>,
    pub maximum_amount: Option<u64>,
    pub same_merchant_uid: Option<SameMerchantUid>,
    pub reuse_failed_merchant_uid: Option<bool>,
    pub hide_test_payments: Option<bool>,
    pub answers: Option<Answers>,
    pub decline_form: Option<DeclineForm>,
    pub in_flight: Option<InFlight>,
    pub unknown_pg: Option<UnknownPg>,
    pub unknown_customer: Option<UnknownCustomer>,
    pub over_length: Option<OverLength>,
    pub schedule_delay_seconds: Option<u32>,
    pub schedules_per_call: Option<usize>,
    pub webhook_url: Option<Option<String>>,
    pub webhook_test_url: Option<Option<String>>,
    pub webhook_content_type: Option<WebhookContentType>,
    pub webhook_retries: Option<bool>,
    pub outside_allow_list: Option<bool>,
}

impl SettingsPatch {
    /// The settings after the change.
    ///
    /// # Errors
    /// If a text is empty or longer than 200 characters, two channels are the same account, or a number is out of its
    /// range.
    pub(crate) fn applied_to(self, settings: &Settings) -> Result<Settings, ControlError> {
        self.check()?;
        let mut next = settings.clone();
        if self.channels.is_none() {
            self.take_over_channel_switches(&mut next.channels);
        }
        macro_rules! set {
            ($($field:ident),+) => { $(if let Some(value) = self.$field { next.$field = value; })+ };
        }
        set!(
            api_key,
            api_secret,
            channels,
            standalone_billing_key,
            auth,
            mixed_tax,
            minimum_amount,
            maximum_amount
        );
        set!(
            same_merchant_uid,
            reuse_failed_merchant_uid,
            hide_test_payments,
            answers,
            decline_form,
            in_flight
        );
        set!(unknown_pg, unknown_customer, over_length, outside_allow_list);
        set!(schedule_delay_seconds, schedules_per_call);
        set!(webhook_url, webhook_test_url, webhook_content_type, webhook_retries);
        Ok(next)
    }

    fn take_over_channel_switches(&self, channels: &mut [Channel]) {
        for channel in channels {
            macro_rules! clear {
                ($($switch:ident),+) => { $(if self.$switch.is_some() { channel.$switch = None; })+ };
            }
            clear!(standalone_billing_key, auth, mixed_tax, minimum_amount, maximum_amount);
        }
    }

    fn check(&self) -> Result<(), ControlError> {
        for (field, value) in [("api_key", &self.api_key), ("api_secret", &self.api_secret)] {
            if let Some(value) = value {
                check_text(field, value)?;
            }
        }
        if self.schedule_delay_seconds.is_some_and(|seconds| seconds > LONGEST_SCHEDULE_DELAY) {
            return Err(ControlError::value("schedule_delay_seconds", "seconds from 0 to 60"));
        }
        if self.schedules_per_call == Some(0) {
            return Err(ControlError::value("schedules_per_call", "a whole number, at least 1"));
        }
        for (field, url) in [("webhook_url", &self.webhook_url), ("webhook_test_url", &self.webhook_test_url)]
        {
            if url.as_ref().and_then(Option::as_deref).is_some_and(|url| WebhookUrl::parse(url).is_none()) {
                return Err(ControlError::value(field, "an http:// URL without a user, or null"));
            }
        }
        let channels = self.channels.as_deref().unwrap_or_default();
        for (position, channel) in channels.iter().enumerate() {
            for (name, value) in [
                ("pg_provider", &channel.pg_provider),
                ("pg_id", &channel.pg_id),
                ("channel_name", &channel.channel_name),
                ("channel_key", &channel.channel_key),
            ] {
                check_text(&format!("channels[{position}].{name}"), value)?;
            }
            if channels[..position].iter().any(|earlier| earlier.is_same_account(channel)) {
                let field = format!("channels[{position}]");
                return Err(ControlError::value(
                    field,
                    "an account (pg_provider, pg_id, type) that stands only once",
                ));
            }
        }
        Ok(())
    }
}

fn check_text(field: &str, value: &str) -> Result<(), ControlError> {
    if value.trim().is_empty() || value.chars().count() > LONGEST || value.chars().any(char::is_control) {
        return Err(ControlError::value(field, "a text of 1 to 200 characters without control characters"));
    }
    Ok(())
}
