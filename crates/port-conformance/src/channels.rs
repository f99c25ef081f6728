//! The promises of [`Channels`](keyin_ports::Channels).

mod listing;

use crate::case::{Case, cases};
use crate::gateway::GatewayFixture;

/// Every promise. The gateway under test has at least one API channel.
pub const CASES: &[Case<dyn GatewayFixture>] = cases! {
    prepare heal;
    listing {
        the_api_channel_is_listed,
        a_failed_list_is_unavailable,
        a_garbled_list_is_a_protocol_error,
    }
};
