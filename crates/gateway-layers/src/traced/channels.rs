//! [`Channels`], told of.

use async_trait::async_trait;
use keyin_domain::Channel;
use keyin_ports::{Channels, ReadError};
use tracing::info_span;

use super::watch::{Kind, watched};
use super::{Traced, outcome};

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: Channels + ?Sized> Channels for Traced<P> {
    async fn list(&self) -> Result<Vec<Channel>, ReadError> {
        let span = info_span!("gateway_call", operation = "list_channels");
        watched(&*self.clock, span, Kind::Read, self.inner.list(), outcome::of_read).await
    }
}
