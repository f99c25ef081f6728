//! The promises of [`PaymentRecords`](keyin_ports::PaymentRecords).

mod failing;
mod telling;

use crate::case::{Case, cases};
use crate::gateway::GatewayFixture;

/// Every promise. The gateway under test may hold other payments, and its clock need not be the fixture's.
pub const CASES: &[Case<dyn GatewayFixture>] = cases! {
    prepare heal;
    telling {
        a_payment_is_told_at_its_approval,
        a_cancelled_payment_is_told_at_its_last_cancel_and_no_longer_as_paid,
        a_refused_payment_is_told_as_failed,
        an_attempt_does_not_hide_the_other,
        windows_that_touch_tell_each_payment_once,
        nothing_is_an_empty_list,
        a_second_read_tells_the_same,
    }
    failing {
        a_failed_read_is_never_an_empty_list,
        garbled_records_are_a_protocol_error,
    }
};
