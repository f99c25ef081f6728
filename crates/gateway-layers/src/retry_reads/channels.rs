//! [`Channels`], its read repeated.

use async_trait::async_trait;
use keyin_domain::Channel;
use keyin_ports::{Channels, ReadError};

use super::RetryReads;

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: Channels + ?Sized> Channels for RetryReads<P> {
    async fn list(&self) -> Result<Vec<Channel>, ReadError> {
        self.read(|| self.inner.list()).await
    }
}
