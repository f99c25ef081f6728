//! The channel port.

use async_trait::async_trait;
use keyin_domain::Channel;
use keyin_ports::{Channels, ReadError};

use crate::call::Outgoing;
use crate::gateway::IamportGateway;
use crate::read;
use crate::wire::channel::ChannelRecord;

#[async_trait]
impl Channels for IamportGateway {
    /// Channels of a PG whose code no request could name are left out.
    async fn list(&self) -> Result<Vec<Channel>, ReadError> {
        let outgoing = Outgoing::get(&self.inner().addresses.channels);
        let answer = read::ask(&self.inner().line, &outgoing).await?;
        let records = read::answered::<Vec<ChannelRecord<'_>>>(&answer, |_, _| false)?;
        Ok(records.into_iter().filter_map(ChannelRecord::into_channel).collect())
    }
}
