//! The promises of [`PaymentGateway`](keyin_ports::PaymentGateway).

mod cancels;
mod charges;
mod declines;
mod doubts;
mod finds;
mod fixture;
mod look_ups;
pub(crate) mod order;
mod permits;

pub use fixture::{Call, Fault, GatewayFixture, Injected, TestCard};

use crate::case::{Case, cases};

/// Every promise.
///
/// `a_paid_uid_charged_again_is_unknown` and `a_cancelled_uid_charged_again_is_unknown` are to be left
/// out where the gateway charges a merchant_uid again.
pub const CASES: &[Case<dyn GatewayFixture>] = cases! {
    prepare heal;
    charges {
        a_paid_charge_is_the_one_asked_for,
        a_charge_with_every_part_is_paid,
        payments_have_numbers_of_their_own,
        a_registered_card_can_be_charged,
        sixty_four_charges_at_once_are_each_paid_once,
    }
    declines {
        a_decline_in_record_form_is_an_answer,
        a_decline_in_words_is_an_answer,
        a_declined_card_is_not_registered,
        a_declined_card_leaves_the_earlier_key,
        an_unknown_customer_is_refused,
        a_declined_uid_can_be_charged_again,
    }
    permits {
        an_expired_permit_sends_nothing,
        a_foreign_permit_sends_nothing,
        one_charge_is_one_call,
    }
    doubts {
        a_lost_reply_is_unknown_and_can_be_looked_up,
        a_lost_request_is_unknown,
        a_server_fault_is_unknown,
        too_many_requests_is_unknown,
        a_garbled_reply_is_unknown,
        an_unreachable_gateway_was_sent_nothing,
        a_paid_uid_charged_again_is_unknown,
    }
    look_ups {
        an_unknown_uid_has_no_attempts,
        all_attempts_are_found,
        other_orders_are_not_found,
        a_failed_look_up_is_no_absence,
        a_garbled_look_up_is_a_protocol_error,
    }
    finds {
        a_payment_can_be_read,
        an_unknown_number_is_not_found,
        a_failed_read_is_never_not_found,
    }
    cancels {
        a_part_then_the_rest_then_no_more,
        a_cancel_shows_in_every_read,
        a_wrong_balance_is_refused,
        more_than_the_balance_is_refused,
        a_cancel_of_nothing_gives_nothing_back,
        an_unknown_payment_cannot_be_cancelled,
        a_failed_payment_gives_nothing_back,
        a_lost_cancel_reply_is_unknown,
        a_cancel_in_doubt_is_unknown,
        an_unreachable_gateway_gave_nothing_back,
        a_cancelled_uid_charged_again_is_unknown,
    }
};
