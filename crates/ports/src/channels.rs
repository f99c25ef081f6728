//! The merchant's PG settings.

use async_trait::async_trait;
use keyin_domain::Channel;

use crate::ReadError;

/// Reads the merchant's PG channels.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Channels: Send + Sync {
    /// Every channel, in the gateway's order. A pure read: it may be repeated and dropped at will.
    ///
    /// # Errors
    /// [`ReadError`]; never [`ReadError::NotFound`]: no channel is an empty list.
    async fn list(&self) -> Result<Vec<Channel>, ReadError>;
}

const _: fn(&dyn Channels) = |_| ();
