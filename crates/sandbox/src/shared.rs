//! What the merchants of one sandbox have in common.

use crate::api_keys::ApiKeys;
use crate::webhooks::Hosts;

/// The same for every merchant.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// The keys of all of them.
    pub(crate) keys: ApiKeys,
    /// The hosts that webhooks may be sent to.
    pub(crate) webhook_hosts: Hosts,
}
