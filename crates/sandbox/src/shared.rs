//! What the merchants of one sandbox have in common.

use std::sync::Arc;

use crate::api_keys::ApiKeys;
use crate::data::Data;
use crate::webhooks::Hosts;

/// The same for every merchant.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// The keys of all of them.
    pub(crate) keys: ApiKeys,
    /// The hosts that webhooks may be sent to.
    pub(crate) webhook_hosts: Hosts,
    /// Where changes are kept, if they are to outlive the process.
    pub(crate) data: Option<Arc<Data>>,
}
