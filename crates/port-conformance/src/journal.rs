//! The promises of [`Journal`](keyin_ports::Journal).

mod beginning;
mod claiming;
mod crowds;
mod evidence;
mod fixture;
mod history;
mod intending;
mod lasting;
mod listing;
mod lists;
mod random_walk;
mod rows;
mod scheduling;
mod sweeping;

pub use fixture::{JournalFixture, Store};

use crate::case::{Case, cases};

/// The promises of stores that outlast their journals: skipped where [`Store::outlasts_its_journals`] denies.
pub const OF_LASTING_STORES: [&str; 5] = [
    "everything_is_there_when_the_store_is_opened_again",
    "two_journals_on_one_store_are_one_journal",
    "of_claims_through_two_journals_one_wins",
    "lists_and_sweeps_are_there_when_the_store_is_opened_again",
    "of_many_writers_through_two_journals_each_is_written_down",
];

/// Every promise. [`OF_LASTING_STORES`] are skipped by stores that do not last.
pub const CASES: &[Case<dyn JournalFixture>] = cases! {
    intending {
        a_first_intent_is_new,
        the_same_intent_again_changes_nothing,
        the_same_intent_tells_where_it_stands,
        another_intent_under_the_uid_is_a_conflict,
        an_intent_keeps_every_part,
    }
    beginning {
        a_new_charge_is_begun_in_one_step,
        what_was_written_down_before_is_not_begun,
        of_sixty_four_that_begin_a_charge_one_wins,
    }
    claiming {
        a_claim_wins_once_and_yields_its_permit,
        a_second_claim_of_the_same_row_loses,
        a_settled_charge_cannot_be_claimed,
        a_charge_in_doubt_cannot_be_claimed,
        a_claim_of_a_stale_row_loses,
        a_charge_not_sent_is_claimed_again_with_the_next_epoch,
        a_claim_of_nothing_is_missing,
        of_sixty_four_claims_one_wins,
    }
    evidence {
        each_piece_of_evidence_moves_the_row_as_the_domain_says,
        evidence_of_an_old_send_leaves_the_row,
        evidence_out_of_place_leaves_the_row,
        a_payment_of_an_old_send_is_taken,
        evidence_of_nothing_is_missing,
        look_ups_settle_a_charge,
    }
    listing {
        a_charge_is_found_by_its_uid,
        unsettled_charges_come_in_pages,
        settled_charges_are_not_listed,
    }
    lists {
        charges_are_listed_newest_first_in_pages,
        a_list_by_payment_shows_paid_charges_alone,
        a_list_shows_what_its_filter_takes,
        a_charge_goes_from_list_to_list_as_it_changes,
    }
    sweeping {
        a_charge_is_swept_when_it_is_due,
        sweepable_charges_come_in_pages,
        what_hides_no_payment_is_not_swept,
    }
    scheduling {
        a_charge_of_the_scheduler_is_kept_whole,
        an_order_about_what_was_declined_can_be_claimed_anew,
        what_the_scheduler_holds_cannot_be_claimed,
        what_the_scheduler_holds_is_swept_after_its_time,
        who_makes_a_charge_is_part_of_the_request,
    }
    history {
        every_change_is_one_event,
        what_changes_nothing_is_no_event,
        events_come_in_pages_and_their_numbers_grow,
        the_history_of_a_charge_is_its_own,
        a_history_comes_in_pages,
        concurrent_changes_are_all_in_the_history,
    }
    crowds {
        of_many_writers_each_is_written_down,
        of_many_intents_of_one_uid_one_is_new,
        of_many_claims_of_many_charges_one_wins_each,
        evidence_that_many_bring_at_once_is_taken_once,
        reads_amid_claims_see_whole_rows,
    }
    lasting {
        everything_is_there_when_the_store_is_opened_again,
        two_journals_on_one_store_are_one_journal,
        of_claims_through_two_journals_one_wins,
        lists_and_sweeps_are_there_when_the_store_is_opened_again,
        of_many_writers_through_two_journals_each_is_written_down,
    }
    random_walk {
        a_random_walk_goes_as_the_domain_says,
    }
};
