use keyin_app::Consequence::{NotFound, NothingSent, Refused, Unavailable, Unknown};
use keyin_app::{
    BillingKeyTaken, CardDoubt, Explain, IssueProblem, Operation, RevokeProblem, ScheduleProblem, Unsupported,
};
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Decline, DeclineReason, Language};
use keyin_ports::{IssueError, ReadError, RevokeError};

use super::{not_sent, refusal, store_fails, told, unknown};
use crate::stage::uid;

#[test]
fn a_key_that_was_not_issued_is_told() {
    let unsupported = Unsupported { pg: None, operation: Operation::StandaloneBillingKey };
    told(&IssueProblem::from(unsupported), "unsupported.pg_not_set", NothingSent, &[]);
    told(&IssueProblem::CardDoubt(CardDoubt::Expired), "card.expired", NothingSent, &[]);
    told(&IssueProblem::from(BillingKeyTaken), "billing_key.taken", NothingSent, &[]);
    told(&IssueProblem::Unread(ReadError::Protocol), "gateway.protocol", Unavailable, &[]);
    let decline = Decline::new(DeclineReason::LimitExceeded, None, "over the limit");
    let code = decline.code();
    told(&IssueProblem::from(IssueError::Declined(decline)), code, Refused, &[]);
    told(&IssueProblem::from(IssueError::Refused(refusal())), "refused.no_channel", Refused, &["settle"]);
    told(&IssueProblem::from(IssueError::NotSent(not_sent())), "gateway.permit_expired", Unavailable, &[]);
    told(&IssueProblem::from(IssueError::Unknown(unknown())), "unknown.http_status", Unknown, &["502"]);
}

#[test]
fn a_key_that_was_not_revoked_is_told_with_what_holds_it() {
    told(&RevokeProblem::Unfinished(uid("order-7")), "billing_key.in_use", NothingSent, &["order-7"]);
    let at = Timestamp::UNIX_EPOCH;
    let scheduled = RevokeProblem::Scheduled { merchant_uid: "order-8".to_owned(), at };
    told(&scheduled, "billing_key.scheduled", NothingSent, &["order-8", "1970-01-01", "--unschedule"]);
    let may_run = RevokeProblem::MayRun { merchant_uid: "order-8".to_owned(), at };
    told(&may_run, "billing_key.may_run", NothingSent, &["order-8", "1970-01-01", "schedule cancel"]);
    told(&RevokeProblem::from(ScheduleProblem::Stopped), "stopped.nothing_sent", Unavailable, &[]);
    told(&RevokeProblem::from(store_fails()), "store.unavailable", Unavailable, &["row 7"]);
    told(&RevokeProblem::from(RevokeError::NotFound), "not_found", NotFound, &["customer_uid"]);
    told(&RevokeProblem::from(RevokeError::Refused(refusal())), "refused.no_channel", Refused, &["settle"]);
    told(&RevokeProblem::from(RevokeError::NotSent(not_sent())), "gateway.permit_expired", Unavailable, &[]);
    told(&RevokeProblem::from(RevokeError::Unknown(unknown())), "unknown.http_status", Unknown, &["502"]);
}

#[test]
fn what_was_taken_back_before_is_told_and_never_that_nothing_was_sent() {
    for (source, told_of) in [
        (RevokeProblem::Unfinished(uid("order-7")), "billing_key.in_use: order-7"),
        (RevokeProblem::from(store_fails()), "store.unavailable"),
        (RevokeProblem::from(RevokeError::Unknown(unknown())), "unknown.http_status"),
    ] {
        let taken = vec!["order-8".to_owned(), "order-9".to_owned()];
        let after = RevokeProblem::AfterTakingBack { taken, source: Box::new(source) };
        told(&after, "billing_key.schedules_taken_back", Unknown, &["order-8, order-9", told_of]);
        assert!(!after.message(Language::English).contains("Nothing was sent"));
    }
}
