//! What the sandbox pretends to be: keys, channels, and every behaviour of the real gateway that is not published.

mod channel;
mod patch;
mod pg;
mod read;
mod webhook_content_type;
mod webhook_url;

use serde::{Deserialize, Serialize};

pub(crate) use channel::Rules;
pub use channel::{Auth, Channel, ChannelType};
pub use patch::SettingsPatch;
pub(crate) use pg::Pg;
pub use webhook_content_type::WebhookContentType;
pub(crate) use webhook_url::WebhookUrl;

/// All settings. The defaults are what keyin's reading of the API takes for the likeliest behaviour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The REST API key that `getToken` takes. Default `imp_apikey`.
    pub api_key: String,
    /// The REST API secret that `getToken` takes; made up, guards nothing. Default `imp_secret`.
    pub api_secret: String,
    /// The shop's PG channels; the first one of type `api_payment` is the default channel.
    /// Default: one Settlebank development channel, [`Channel::development`].
    pub channels: Vec<Channel>,
    /// Whether a billing key can be issued without a payment. Default false: Settlebank wants a contract of its own.
    pub standalone_billing_key: bool,
    /// Which card fields the contract verifies.
    pub auth: Auth,
    /// Whether a payment may have a tax-free part (a mixed-tax MID). Default false.
    pub mixed_tax: bool,
    /// Smallest amount in won; below it a payment fails with `CA42`. 0: no limit. Default 1,000.
    pub minimum_amount: u64,
    /// Largest amount in won; above it a payment fails with `CA42`. 0: no limit. Default 99,999,998.
    pub maximum_amount: u64,
    /// What happens to a merchant_uid that is already paid or cancelled.
    pub same_merchant_uid: SameMerchantUid,
    /// Whether a merchant_uid whose payment failed may be used again. Default true.
    pub reuse_failed_merchant_uid: bool,
    /// Whether look-ups hide payments made through a test channel unless `include_sandbox=true`. Default false.
    pub hide_test_payments: bool,
    /// How much the PG tells about a card.
    pub answers: Answers,
    /// Which form a test card's refusal takes.
    pub decline_form: DeclineForm,
    /// What look-ups show of a payment while its call is still waiting (a `delay` fault).
    pub in_flight: InFlight,
    /// What a `pg` that names no API channel leads to.
    pub unknown_pg: UnknownPg,
    /// How the look-up and deletion of an unknown customer_uid is answered.
    pub unknown_customer: UnknownCustomer,
    /// What happens to values over the API's length.
    pub over_length: OverLength,
    /// How long after its time a scheduled payment is attempted, in seconds, at most 60. It holds for schedules
    /// registered or moved after it is set. Default 0.
    pub schedule_delay_seconds: u32,
    /// How many schedules one call may register. Default 100.
    pub schedules_per_call: usize,
    /// Where the shop is told of its payments, an `http` URL; `None`: nowhere. A call's own `notice_url` goes before it.
    /// Only this machine and the hosts that the sandbox was started with are really called. Default `None`.
    pub webhook_url: Option<String>,
    /// The same for payments made through a test channel; `None`: the same address. Default `None`.
    pub webhook_test_url: Option<String>,
    /// In which form webhooks are sent.
    pub webhook_content_type: WebhookContentType,
    /// Whether a webhook without an answer, or answered with 5xx, is sent up to five times more, a minute apart.
    /// Default false.
    pub webhook_retries: bool,
    /// Whether callers count as outside the shop's IP allow-list: every API call is then answered with 403.
    /// Default false.
    pub outside_allow_list: bool,
}

/// See [`Settings::same_merchant_uid`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameMerchantUid {
    /// The second call gets the duplicate answer; of two overlapping calls one is captured.
    #[default]
    Refuse,
    /// Every POST is captured, also of a paid uid: for proofs that the caller's own rules suffice.
    ChargeAgain,
}

/// See [`Settings::answers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// Masked card number, card type and receipt are there.
    #[default]
    Full,
    /// They are null, as Settlebank does for most shops.
    Sparse,
}

/// See [`Settings::decline_form`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineForm {
    /// The form that the test card's number says.
    #[default]
    ByCard,
    /// Always a failed record.
    Record,
    /// Always only a message.
    Message,
}

/// See [`Settings::in_flight`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InFlight {
    /// Nothing: look-ups answer 404 until it is done.
    #[default]
    Hidden,
    /// A payment with status `ready`.
    Ready,
}

/// See [`Settings::unknown_pg`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownPg {
    /// The call is refused.
    #[default]
    Error,
    /// The default channel is taken.
    DefaultChannel,
}

/// See [`Settings::unknown_customer`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownCustomer {
    /// HTTP 200 and code 1, as public clients have recorded.
    #[default]
    Ok,
    /// HTTP 404, as the official definitions say.
    NotFound,
}

/// See [`Settings::over_length`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverLength {
    /// The call is refused.
    #[default]
    Refuse,
    /// The rest is cut off.
    Cut,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            api_key: "imp_apikey".to_owned(),
            api_secret: "imp_secret".to_owned(),
            channels: vec![Channel::development()],
            standalone_billing_key: false,
            auth: Auth::default(),
            mixed_tax: false,
            minimum_amount: 1_000,
            maximum_amount: 99_999_998,
            same_merchant_uid: SameMerchantUid::default(),
            reuse_failed_merchant_uid: true,
            hide_test_payments: false,
            answers: Answers::default(),
            decline_form: DeclineForm::default(),
            in_flight: InFlight::default(),
            unknown_pg: UnknownPg::default(),
            unknown_customer: UnknownCustomer::default(),
            over_length: OverLength::default(),
            schedule_delay_seconds: 0,
            schedules_per_call: 100,
            webhook_url: None,
            webhook_test_url: None,
            webhook_content_type: WebhookContentType::default(),
            webhook_retries: false,
            outside_allow_list: false,
        }
    }
}

impl Settings {
    /// Seconds from a schedule's time to its attempt.
    pub(crate) fn schedule_delay(&self) -> i64 {
        i64::from(self.schedule_delay_seconds)
    }

    /// The shop's own address for payments of a test channel, or of a live one.
    pub(crate) fn webhook_address(&self, sandbox: bool) -> Option<&str> {
        let of_tests = self.webhook_test_url.as_deref().filter(|_| sandbox);
        of_tests.or(self.webhook_url.as_deref())
    }

    /// Adds the Settlebank development channel, or puts it back as it was: what one press of the button in the
    /// shop's console does.
    pub fn add_development_account(&mut self) {
        let development = Channel::development();
        match self.channels.iter_mut().find(|channel| channel.is_same_account(&development)) {
            Some(channel) => *channel = development,
            None => self.channels.push(development),
        }
    }
}

#[cfg(test)]
mod tests;
