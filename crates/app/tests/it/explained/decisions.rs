use keyin_app::Consequence::{NotFound, NothingSent, Unavailable};
use keyin_app::DecideProblem;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeState, ImpUid};
use keyin_ports::ReadError;

use super::{store_fails, told};
use crate::stage::won;

#[test]
fn a_word_of_a_person_that_was_not_taken_changed_nothing() {
    let imp_uid = || ImpUid::parse("imp_448280090638").unwrap();
    told(&DecideProblem::NotFound, "not_found", NotFound, &[]);
    let state = ChargeState::Succeeded;
    told(&DecideProblem::NotForAPerson { state }, "decide.not_for_a_person", NothingSent, &["succeeded"]);
    told(&DecideProblem::NotCaptured, "decide.not_captured", NothingSent, &["merchant_uid"]);
    let unowned = DecideProblem::Unowned { imp_uid: imp_uid(), balance: won(700) };
    told(&unowned, "decide.balance_left", NothingSent, &["imp_448280090638", "700"]);
    let undecided = DecideProblem::Undecided { imp_uid: imp_uid() };
    told(&undecided, "decide.payment_undecided", NothingSent, &["imp_448280090638"]);
    told(&DecideProblem::Scheduled, "decide.scheduled", NothingSent, &["keyin schedule cancel"]);
    let early = DecideProblem::TooEarly { until: Timestamp::UNIX_EPOCH };
    told(&early, "decide.too_early", NothingSent, &["1970-01-01"]);
    told(&DecideProblem::from(ReadError::Protocol), "gateway.protocol", Unavailable, &[]);
    told(&DecideProblem::from(store_fails()), "store.unavailable", Unavailable, &["row 7"]);
}
