//! The form of a webhook's body.

use serde::{Deserialize, Serialize};

/// In which form webhooks are sent, for all of a merchant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookContentType {
    /// `application/json`
    #[default]
    #[serde(rename = "json")]
    Json,
    /// `application/x-www-form-urlencoded`
    #[serde(rename = "form")]
    Form,
}
