use keyin_app::Consequence::{NotFound, Refused, Unavailable, Unknown};
use keyin_domain::{NotSentCause, Refusal, RefusalKind, UnknownCause};
use keyin_ports::{ReadError, UnavailableCause};

use super::told;

#[test]
fn a_refusal_of_the_caller_is_one_to_mend_and_try_again_and_any_other_is_an_answer() {
    for (kind, code, consequence) in [
        (RefusalKind::Unauthorized, "refused.unauthorized", Unavailable),
        (RefusalKind::Forbidden, "refused.forbidden", Unavailable),
        (RefusalKind::InvalidRequest, "refused.invalid_request", Refused),
        (RefusalKind::UnknownCustomer, "refused.unknown_customer", Refused),
        (RefusalKind::NoChannel, "refused.no_channel", Refused),
        (RefusalKind::Unsupported, "refused.unsupported", Refused),
    ] {
        told(&Refusal::new(kind, "words of 7 letters"), code, consequence, &["words of 7 letters"]);
        told(&Refusal::new(kind, ""), code, consequence, &[]);
    }
}

#[test]
fn what_was_not_sent_charged_nothing() {
    for (cause, code) in [
        (NotSentCause::Unreachable, "gateway.unreachable"),
        (NotSentCause::Tls, "gateway.tls"),
        (NotSentCause::RequestNotBuilt, "gateway.request_not_built"),
        (NotSentCause::PermitExpired, "gateway.permit_expired"),
        (NotSentCause::PermitForeign, "gateway.permit_foreign"),
        (NotSentCause::NoToken, "gateway.no_token"),
        (NotSentCause::CredentialsRefused, "gateway.credentials_refused"),
    ] {
        told(&cause, code, Unavailable, &[]);
    }
}

#[test]
fn what_may_have_been_sent_is_unknown() {
    for (cause, code) in [
        (UnknownCause::TimedOut, "unknown.timed_out"),
        (UnknownCause::ConnectionLost, "unknown.connection_lost"),
        (UnknownCause::Unreadable, "unknown.unreadable"),
        (UnknownCause::Duplicate, "unknown.duplicate"),
        (UnknownCause::PgFault, "unknown.pg_fault"),
        (UnknownCause::Pending, "unknown.pending"),
        (UnknownCause::Interrupted, "unknown.interrupted"),
        (UnknownCause::Unscheduled, "unknown.unscheduled"),
    ] {
        told(&cause, code, Unknown, &[]);
    }
    told(&UnknownCause::HttpStatus(504), "unknown.http_status", Unknown, &["504"]);
}

#[test]
fn a_read_without_an_answer_leaves_the_money_where_it_is() {
    let unavailable = ReadError::Unavailable;
    told(&ReadError::NotFound, "not_found", NotFound, &[]);
    told(&unavailable(UnavailableCause::Unreachable), "gateway.unreachable", Unavailable, &[]);
    told(&unavailable(UnavailableCause::NoAnswer), "gateway.no_answer", Unavailable, &[]);
    told(&unavailable(UnavailableCause::HttpStatus(503)), "gateway.unavailable", Unavailable, &["503"]);
    told(&ReadError::Protocol, "gateway.protocol", Unavailable, &[]);
    told(&ReadError::Refused(super::refusal()), "refused.no_channel", Refused, &["settle"]);
}
