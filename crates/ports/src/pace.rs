//! Calls a second as a port.

use async_trait::async_trait;

/// Spaces out paying calls, so that a batch stays below what the gateway bears. Taken *before* a charge is
/// claimed: waiting must not eat into the time allowed for sending.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Pace: Send + Sync {
    /// Takes a place for the next call if one is free this moment; whether it did. A place that is taken for nothing
    /// stays unused.
    fn admit_now(&self) -> bool;

    /// Returns when the next call may go out. Dropping the future may leave its place unused.
    async fn admit(&self);
}

const _: fn(&dyn Pace) = |_| ();
