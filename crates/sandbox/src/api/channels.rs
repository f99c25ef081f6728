//! `GET /users/pg`

use serde::Serialize;

use super::Call;
use crate::http::answer::Answer;
use crate::settings::{Channel, ChannelType};
use crate::world::World;

/// A channel as the API tells it: without the sandbox's own switches.
#[derive(Serialize)]
struct Listed<'a> {
    pg_provider: &'a str,
    pg_id: &'a str,
    sandbox: bool,
    #[serde(rename = "type")]
    kind: ChannelType,
    channel_name: &'a str,
    channel_key: &'a str,
}

impl<'a> From<&'a Channel> for Listed<'a> {
    fn from(channel: &'a Channel) -> Self {
        Self {
            pg_provider: &channel.pg_provider,
            pg_id: &channel.pg_id,
            sandbox: channel.sandbox,
            kind: channel.kind,
            channel_name: &channel.channel_name,
            channel_key: &channel.channel_key,
        }
    }
}

pub(super) fn handle(world: &World, _: &Call) -> Answer {
    let settings = world.settings();
    Answer::ok(&settings.channels.iter().map(Listed::from).collect::<Vec<_>>())
}
