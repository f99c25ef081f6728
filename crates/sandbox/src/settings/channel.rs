//! A PG channel: the shop's account with one payment gateway.

use serde::{Deserialize, Serialize};

use super::{Pg, Settings};

/// One PG channel as `GET /users/pg` lists it, with switches of its own.
///
/// A switch that is `None` follows the setting of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// The PG's code, `settle` for Settlebank.
    pub pg_provider: String,
    /// The shop's account with the PG (MID).
    pub pg_id: String,
    /// Whether it is a test channel.
    pub sandbox: bool,
    /// What it can be used for.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// A name for people.
    pub channel_name: String,
    /// The key by which newer calls name the channel.
    pub channel_key: String,
    /// Overrides [`Settings::standalone_billing_key`].
    pub standalone_billing_key: Option<bool>,
    /// Overrides [`Settings::auth`].
    pub auth: Option<Auth>,
    /// Overrides [`Settings::mixed_tax`].
    pub mixed_tax: Option<bool>,
    /// Overrides [`Settings::minimum_amount`].
    pub minimum_amount: Option<u64>,
    /// Overrides [`Settings::maximum_amount`].
    pub maximum_amount: Option<u64>,
    /// Whether a key-in payment with a customer_uid keeps the card; `None`: yes.
    pub key_with_payment: Option<bool>,
}

/// What a channel can be used for (PortOne V1 API, `GET /users/pg`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelType {
    /// Payments in a window.
    Payment,
    /// Payments through the API: key-in and billing keys.
    ApiPayment,
    /// Identity checks.
    Certification,
}

/// Which card fields a contract verifies (Settlebank guide: 비인증 and 구인증).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// Number and expiry; birth and password digits are not looked at.
    #[default]
    CardExpiry,
    /// Number, expiry, birth or business number, and the password's first two digits.
    CardExpiryBirthPwd,
}

impl Channel {
    /// A test channel of type `api_payment` with the PG's code and MID. Where the PG is known to differ from what the
    /// settings say, it has switches of its own: only Settlebank goes by their limits, tax kinds and contracts.
    #[must_use]
    pub fn new(pg_provider: impl Into<String>, pg_id: impl Into<String>) -> Self {
        let (pg_provider, pg_id) = (pg_provider.into(), pg_id.into());
        let pg = Pg::of(&pg_provider);
        let differs = pg.is_known() && !pg.is_hecto;
        Self {
            channel_name: format!("{pg_provider} {pg_id}"),
            channel_key: format!("channel-key-{pg_provider}-{pg_id}"),
            sandbox: true,
            kind: ChannelType::ApiPayment,
            standalone_billing_key: pg.key_alone,
            auth: pg.verifies_four_fields(&pg_id).then_some(Auth::CardExpiryBirthPwd),
            mixed_tax: differs.then_some(true),
            minimum_amount: differs.then_some(0),
            maximum_amount: differs.then_some(0),
            key_with_payment: (!pg.key_with_payment).then_some(false),
            pg_provider,
            pg_id,
        }
    }

    /// The Settlebank development account: PG `settle` with its public key-in test MID `nxca_jt_bi`.
    #[must_use]
    pub fn development() -> Self {
        Self {
            channel_name: "세틀뱅크 키인결제 (개발 계정)".to_owned(), ..Self::new("settle", "nxca_jt_bi")
        }
    }

    pub(crate) fn is_same_account(&self, other: &Self) -> bool {
        self.pg_provider == other.pg_provider && self.pg_id == other.pg_id && self.kind == other.kind
    }
}

/// The rules under which one call runs: a channel's own switches over the settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) pg: &'static Pg,
    pub(crate) key_with_payment: bool,
    pub(crate) standalone_billing_key: bool,
    pub(crate) auth: Auth,
    pub(crate) mixed_tax: bool,
    pub(crate) minimum_amount: u64,
    pub(crate) maximum_amount: u64,
}

impl Settings {
    /// The channel a `pg` parameter names: `settle`, `settle.MID`, or the default channel without one.
    pub(crate) fn api_channel(&self, pg: Option<&str>) -> Option<&Channel> {
        let mut channels = self.channels.iter().filter(|channel| channel.kind == ChannelType::ApiPayment);
        let Some(pg) = pg else { return channels.next() };
        let (provider, mid) = pg.split_once('.').map_or((pg, None), |(provider, mid)| (provider, Some(mid)));
        let named = channels
            .clone()
            .find(|channel| channel.pg_provider == provider && mid.is_none_or(|mid| channel.pg_id == mid));
        match self.unknown_pg {
            super::UnknownPg::Error => named,
            super::UnknownPg::DefaultChannel => named.or_else(|| channels.next()),
        }
    }

    /// The rules of the account; an account that is no longer among the channels follows the settings.
    pub(crate) fn rules(&self, pg_provider: &str, pg_id: &str) -> Rules {
        let own = self.channels.iter().find(|channel| {
            channel.kind == ChannelType::ApiPayment
                && channel.pg_provider == pg_provider
                && channel.pg_id == pg_id
        });
        Rules {
            pg: Pg::of(pg_provider),
            key_with_payment: own.and_then(|c| c.key_with_payment).unwrap_or(true),
            standalone_billing_key: own
                .and_then(|c| c.standalone_billing_key)
                .unwrap_or(self.standalone_billing_key),
            auth: own.and_then(|c| c.auth).unwrap_or(self.auth),
            mixed_tax: own.and_then(|c| c.mixed_tax).unwrap_or(self.mixed_tax),
            minimum_amount: own.and_then(|c| c.minimum_amount).unwrap_or(self.minimum_amount),
            maximum_amount: own.and_then(|c| c.maximum_amount).unwrap_or(self.maximum_amount),
        }
    }
}
