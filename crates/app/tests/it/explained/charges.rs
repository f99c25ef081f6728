use keyin_app::Consequence::{NotFound, NothingSent, Unavailable, Unknown};
use keyin_app::{BillingKeyTaken, CardDoubt, ChargeProblem, Explain, FindProblem, Operation, Unsupported};
use keyin_domain::{Field, Language};
use keyin_ports::{ReadError, RequestMismatch};

use super::{store_fails, told};

#[test]
fn a_charge_that_was_not_begun_sent_nothing() {
    let unsupported = Unsupported { pg: None, operation: Operation::StandaloneBillingKey };
    told(&ChargeProblem::CardDoubt(CardDoubt::Luhn), "card.luhn", NothingSent, &[]);
    told(&ChargeProblem::from(unsupported), "unsupported.pg_not_set", NothingSent, &[]);
    told(&ChargeProblem::from(BillingKeyTaken), "billing_key.taken", NothingSent, &[]);
    told(&ChargeProblem::from(RequestMismatch), "request.card", NothingSent, &[]);
    told(&ChargeProblem::ScheduledElsewhere, "conflict.merchant_uid", NothingSent, &["keyin schedule show"]);
    told(&ChargeProblem::Stopped, "stopped.nothing_sent", Unavailable, &[]);
    told(&ChargeProblem::Gateway(ReadError::Protocol), "gateway.protocol", Unavailable, &[]);
    told(&ChargeProblem::Store(store_fails()), "store.unavailable", Unavailable, &["row 7"]);
}

#[test]
fn a_conflict_names_the_fields_that_differ() {
    let problem = ChargeProblem::Conflict(vec![Field::Amount, Field::Name]);
    told(&problem, "conflict.merchant_uid", NothingSent, &["merchant_uid"]);
    assert!(problem.message(Language::English).contains("amount, order name"));
    assert!(problem.message(Language::Korean).contains("금액, 주문명"));
}

#[test]
fn a_journal_that_fails_after_sending_leaves_it_unknown() {
    let problem = ChargeProblem::StoreAfterSend { said: "in_flight", source: store_fails() };
    told(&problem, "store.after_send", Unknown, &["in_flight", "merchant_uid"]);
}

#[test]
fn a_payment_that_was_not_found_may_be_nowhere_or_not_told() {
    told(&FindProblem::NotFound, "not_found", NotFound, &[]);
    told(&FindProblem::from(ReadError::Protocol), "gateway.protocol", Unavailable, &[]);
    told(&FindProblem::from(store_fails()), "store.unavailable", Unavailable, &["row 7"]);
}
