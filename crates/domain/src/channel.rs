//! A PG channel of the merchant, as the gateway lists them.

use crate::Pg;

/// What a channel is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ChannelKind {
    /// The payment window.
    Payment,
    /// Key-in and billing-key payments through the API: what keyin needs.
    ApiPayment,
    /// Identity checks.
    Certification,
    /// A word that was not known when this was written.
    Other(String),
}

/// One PG setting of the merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Channel {
    /// The PG and merchant id.
    pub pg: Pg,
    /// What it is for.
    pub kind: ChannelKind,
    /// A test channel.
    pub sandbox: bool,
    /// The merchant's name for it.
    pub name: Option<String>,
    /// The gateway's key for it.
    pub channel_key: Option<String>,
}
