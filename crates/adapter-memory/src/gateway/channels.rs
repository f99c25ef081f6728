//! Listing channels.

use async_trait::async_trait;
use keyin_domain::Channel;
use keyin_ports::{Channels, ReadError};

use super::{Call, MemoryGateway};

#[async_trait]
impl Channels for MemoryGateway {
    async fn list(&self) -> Result<Vec<Channel>, ReadError> {
        self.read(Call::ListChannels, |world| Ok(world.channels.clone()))
    }
}
