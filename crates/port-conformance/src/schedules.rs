//! The promises of [`Schedules`](keyin_ports::Schedules).

mod adding;
mod doubts;
mod listing;
mod moving;
mod order;
mod running;
mod taking_back;

use crate::case::{Case, cases};
use crate::gateway::GatewayFixture;

/// Every promise. The gateway under test may hold other schedules, but none that its scheduler runs a minute from now.
pub const CASES: &[Case<dyn GatewayFixture>] = cases! {
    prepare heal;
    adding {
        what_is_added_waits_and_can_be_read,
        an_order_charges_nothing_before_its_time,
        an_unknown_customer_gets_no_schedule,
        a_uid_is_scheduled_once,
        an_unknown_schedule_is_not_found,
        a_time_too_soon_sends_nothing,
        an_expired_permit_schedules_nothing,
        a_foreign_permit_schedules_nothing,
    }
    running {
        what_is_due_is_charged_once,
        a_failed_run_is_told,
        a_failed_run_can_be_run_again_and_fail_again,
        a_failed_run_can_be_set_to_a_new_time,
        what_was_paid_is_not_run_again,
    }
    moving {
        what_waits_can_be_moved,
        what_is_unknown_cannot_be_moved,
        what_was_taken_back_cannot_be_moved,
        a_move_to_too_soon_sends_nothing,
    }
    taking_back {
        what_is_taken_back_is_not_charged,
        one_is_taken_back_and_no_other,
        of_another_customer_nothing_is_taken_back,
        it_is_taken_back_once,
        all_of_a_customer_are_taken_back_at_once,
        what_was_taken_back_can_be_set_to_a_new_time,
    }
    listing {
        a_window_holds_what_is_due_in_it,
        a_list_is_walked_page_by_page,
        a_list_of_a_customer_holds_no_others,
        a_list_can_be_of_one_status,
        nothing_is_an_empty_page,
        a_failed_list_is_never_empty,
    }
    doubts {
        a_lost_reply_to_an_order_is_unknown_and_can_be_read,
        a_lost_order_is_unknown_and_nothing_is_there,
        a_server_fault_leaves_an_order_unknown,
        an_order_without_connection_was_not_sent,
        a_lost_reply_to_a_retry_is_unknown_and_can_be_looked_up,
        a_lost_reply_to_taking_back_is_unknown_and_can_be_read,
        taking_back_without_connection_leaves_the_schedule,
        a_failed_read_of_a_schedule_is_never_not_found,
    }
};
