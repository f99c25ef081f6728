//! A PG channel as the gateway lists it.

use keyin_domain::{Channel, ChannelKind};
use serde::Deserialize;

use super::payment;
use super::value::{Text, Truth};

/// One entry of `GET /users/pg`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ChannelRecord<'a> {
    #[serde(borrow)]
    pg_provider: Text<'a>,
    #[serde(borrow)]
    pg_id: Text<'a>,
    sandbox: Truth,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    channel_name: Text<'a>,
    #[serde(borrow)]
    channel_key: Text<'a>,
}

impl ChannelRecord<'_> {
    /// The channel; none if its PG has no code that a request could name.
    pub(crate) fn into_channel(self) -> Option<Channel> {
        Some(Channel {
            pg: payment::pg(&self.pg_provider, &self.pg_id)?,
            kind: match self.kind.get() {
                Some("payment") => ChannelKind::Payment,
                Some("api_payment") => ChannelKind::ApiPayment,
                Some("certification") => ChannelKind::Certification,
                other => ChannelKind::Other(other.unwrap_or_default().to_owned()),
            },
            sandbox: self.sandbox.0,
            name: self.channel_name.owned(),
            channel_key: self.channel_key.owned(),
        })
    }
}
