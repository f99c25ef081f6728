//! The promises of [`BillingKeys`](keyin_ports::BillingKeys).

mod finding;
mod issuing;
mod revoking;

use crate::case::{Case, cases};
use crate::gateway::GatewayFixture;

/// Every promise. Those of `issue` are to be left out where the PG offers no standalone keys.
pub const CASES: &[Case<dyn GatewayFixture>] = cases! {
    prepare heal;
    finding {
        a_registered_key_can_be_read,
        an_unknown_key_is_not_found,
        a_failed_read_of_a_key_is_never_not_found,
    }
    issuing {
        an_issued_key_can_be_read_and_charged,
        an_issue_charges_nothing,
        a_declined_card_gets_no_key,
        a_lost_issue_reply_is_unknown_and_can_be_read,
        an_issue_in_doubt_is_unknown,
        an_issue_without_connection_was_not_sent,
    }
    revoking {
        a_revoked_key_is_gone,
        a_key_is_revoked_once,
        an_unknown_key_cannot_be_revoked,
        a_lost_revoke_reply_is_unknown,
        a_revoke_without_connection_leaves_the_key,
    }
};
