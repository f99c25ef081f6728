use keyin_app::CancelProblem;
use keyin_app::Consequence::{NotFound, NothingSent, Refused, Unavailable, Unknown};
use keyin_domain::{Decline, DeclineReason, Field};
use keyin_ports::{CancelError, ReadError};

use super::{not_sent, refusal, told, unknown};
use crate::stage::won;

#[test]
fn a_cancel_that_was_not_sent_says_what_is_left() {
    told(&CancelProblem::NotFound, "not_found", NotFound, &[]);
    let not_shown = CancelProblem::NotShown { imp_uid: "imps_123456789012".parse().unwrap() };
    told(&not_shown, "cancel.not_shown", Unavailable, &["imps_123456789012"]);
    told(&CancelProblem::Ambiguous, "cancel.several_payments", NothingSent, &["imp_uid"]);
    let too_much = CancelProblem::TooMuch { asked: won(5_000), left: won(3_000) };
    told(&too_much, "cancel.more_than_left", NothingSent, &["5000", "3000"]);
    told(&CancelProblem::OtherCurrency, "cancel.other_currency", NothingSent, &[]);
    let part = CancelProblem::PartTooLarge { part: Field::VatAmount, stated: won(500), most: won(400) };
    told(&part, "cancel.part_too_large", NothingSent, &["500", "400"]);
    let differs = CancelProblem::BalanceDiffers { believed: won(3_000), left: won(1_000) };
    told(&differs, "cancel.balance_differs", NothingSent, &["3000", "1000"]);
    told(&CancelProblem::Stopped, "stopped.nothing_sent", Unavailable, &[]);
    told(&CancelProblem::Unread(ReadError::Protocol), "gateway.protocol", Unavailable, &[]);
}

#[test]
fn a_cancel_that_is_not_known_says_with_which_balance_it_is_safe_again() {
    let problem = CancelProblem::Unknown { cause: unknown(), balance: won(3_000) };
    told(&problem, "unknown.http_status", Unknown, &["502", "3000"]);
}

#[test]
fn what_the_gateway_said_of_a_cancel_is_told() {
    let gateway = |error: CancelError| CancelProblem::Gateway(error);
    told(&gateway(CancelError::NotFound), "not_found", NotFound, &[]);
    told(&gateway(CancelError::AlreadyCancelled), "cancel.already", Refused, &[]);
    let decline = Decline::new(DeclineReason::LimitExceeded, None, "the books are closed");
    let code = decline.code();
    told(&gateway(CancelError::Declined(decline)), code, Refused, &["the books are closed"]);
    told(&gateway(CancelError::Refused(refusal())), "refused.no_channel", Refused, &["settle"]);
    told(&gateway(CancelError::NotSent(not_sent())), "gateway.permit_expired", Unavailable, &[]);
    told(&gateway(CancelError::Unknown(unknown())), "unknown.http_status", Unknown, &["502"]);
}
