//! Every fault on every operation: what is said of the money, and what the ledger says.

use std::time::Duration;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{NotSentCause, RefusalKind, UnknownCause};
use keyin_ports::UnavailableCause;
use keyin_sandbox::{Fault, FaultKind, Operation, SettingsPatch};
use tokio::task::JoinSet;

use crate::scene::{Call, Known, READS, Scene, WITH_EFFECT};
use crate::setting::{Setting, config};

fn status(call: Call, status: u16) -> Fault {
    Fault { status: Some(status), ..Fault::new(call.operation(), FaultKind::Status) }
}

/// The gateway says with 400 that a schedule no longer waits to be moved. Elsewhere it proves nothing.
fn by_400(call: Call) -> Known {
    match call {
        Call::MoveTo => Known::Refused(RefusalKind::InvalidRequest),
        _ => Known::Unknown(UnknownCause::HttpStatus(400)),
    }
}

#[tokio::test]
async fn without_a_fault_everything_is_done() {
    for call in WITH_EFFECT {
        let scene = Scene::new().await;
        assert_eq!(scene.make(call).await, Known::Done, "{call:?}");
        assert!(scene.is_carried_out(call).await, "{call:?}");
    }
    for call in READS {
        assert_eq!(Scene::new().await.make(call).await, Known::Done, "{call:?}");
    }
}

#[tokio::test]
async fn a_call_with_an_effect_is_sorted_by_what_is_proven() {
    for call in WITH_EFFECT {
        let fault = |kind| Fault::new(call.operation(), kind);
        for (fault, expected, carried_out, calls) in [
            (fault(FaultKind::DropBefore), Known::Unknown(UnknownCause::ConnectionLost), false, 1),
            (fault(FaultKind::DropAfter), Known::Unknown(UnknownCause::ConnectionLost), true, 1),
            (fault(FaultKind::Malformed), Known::Unknown(UnknownCause::Unreadable), true, 1),
            (fault(FaultKind::Truncate), Known::Unknown(UnknownCause::Unreadable), true, 1),
            (fault(FaultKind::RateLimit), Known::Unknown(UnknownCause::HttpStatus(429)), false, 1),
            (fault(FaultKind::ExpireToken), Known::Refused(RefusalKind::Unauthorized), false, 2),
            (fault(FaultKind::ExpireToken).times(1), Known::Done, true, 2),
            (status(call, 403), Known::Refused(RefusalKind::Forbidden), false, 1),
            (status(call, 400), by_400(call), false, 1),
            (status(call, 302), Known::Unknown(UnknownCause::HttpStatus(302)), false, 1),
            (status(call, 307), Known::Unknown(UnknownCause::HttpStatus(307)), false, 1),
            (status(call, 500), Known::Unknown(UnknownCause::HttpStatus(500)), false, 1),
            (status(call, 503), Known::Unknown(UnknownCause::HttpStatus(503)), false, 1),
            (status(call, 204), Known::Unknown(UnknownCause::Unreadable), false, 1),
        ] {
            let scene = Scene::new().await;
            let outcome = scene.under(fault.clone(), call).await;
            assert_eq!(outcome, (expected, carried_out, calls), "{call:?} under {fault:?}");
            assert_eq!(scene.setting.calls("/redirected-by-fault"), 0);
        }
    }
}

#[tokio::test]
async fn a_404_proves_nothing_about_money() {
    for call in [Call::KeyIn, Call::Again, Call::Cancel, Call::AddSchedule, Call::Retry] {
        let outcome = Scene::new().await.under(status(call, 404), call).await;
        assert_eq!(outcome, (Known::Unknown(UnknownCause::HttpStatus(404)), false, 1), "{call:?}");
    }
    for call in [Call::LookUp, Call::Find, Call::Channels] {
        let (known, _, _) = Scene::new().await.under(status(call, 404), call).await;
        assert_eq!(known, Known::Refused(RefusalKind::InvalidRequest), "{call:?}");
    }
}

#[tokio::test]
async fn a_read_is_sorted_by_whether_to_ask_again() {
    let no_answer = Known::Unavailable(UnavailableCause::NoAnswer);
    let by_status = |status| Known::Unavailable(UnavailableCause::HttpStatus(status));
    for call in READS {
        let fault = |kind| Fault::new(call.operation(), kind);
        for (fault, expected) in [
            (fault(FaultKind::DropBefore), no_answer.clone()),
            (fault(FaultKind::DropAfter), no_answer.clone()),
            (fault(FaultKind::Malformed), Known::Protocol),
            (fault(FaultKind::Truncate), no_answer.clone()),
            (fault(FaultKind::RateLimit), by_status(429)),
            (status(call, 403), Known::Refused(RefusalKind::Forbidden)),
            (status(call, 400), Known::Refused(RefusalKind::InvalidRequest)),
            (status(call, 307), Known::Protocol),
            (status(call, 500), by_status(500)),
            (status(call, 503), by_status(503)),
        ] {
            let (known, _, calls) = Scene::new().await.under(fault.clone(), call).await;
            assert_eq!((known, calls), (expected, 1), "{call:?} under {fault:?}");
        }
        // A fault on every call would strike the renewal too.
        if call != Call::Channels {
            let (known, _, calls) = Scene::new().await.under(fault(FaultKind::ExpireToken), call).await;
            assert_eq!((known, calls), (Known::Refused(RefusalKind::Unauthorized), 2), "{call:?}");
        }
    }
}

#[tokio::test]
async fn a_late_answer_is_unknown() {
    let mut calls = JoinSet::new();
    for call in WITH_EFFECT.into_iter().chain(READS) {
        calls.spawn(async move { (call, made_too_late(call).await) });
    }
    for (call, known) in calls.join_all().await {
        let expected = if WITH_EFFECT.contains(&call) {
            Known::Unknown(UnknownCause::TimedOut)
        } else {
            Known::Unavailable(UnavailableCause::NoAnswer)
        };
        assert_eq!(known, expected, "{call:?}");
    }
}

async fn made_too_late(call: Call) -> Known {
    let scene = Scene::new().await;
    let mut impatient = config(&scene.setting.sandbox.url());
    impatient.timeout = Duration::from_secs(1);
    let gateway = IamportGateway::new(impatient, scene.setting.clock.clone()).unwrap();
    // The token is fetched before the fault is set.
    assert_eq!(scene.make_with(&gateway, Call::Channels).await, Known::Done);
    let late = Fault::new(call.operation(), FaultKind::Delay).delay_ms(60_000);
    scene.setting.sandbox.set_faults(vec![late]).unwrap();
    scene.make_with(&gateway, call).await
}

#[tokio::test]
async fn a_stopped_gateway_was_sent_nothing() {
    for with_token in [false, true] {
        let mut scene = Scene::new().await;
        let clock = scene.setting.clock.clone();
        let gateway = IamportGateway::new(config(&scene.setting.sandbox.url()), clock).unwrap();
        if with_token {
            assert_eq!(scene.make_with(&gateway, Call::Channels).await, Known::Done);
            // No kept connection is left, on which a call could still be written.
            scene.setting.fault(Operation::Any, FaultKind::DropBefore);
            assert_ne!(scene.make_with(&gateway, Call::Channels).await, Known::Done);
        }
        std::mem::replace(&mut scene.setting.sandbox, Setting::new().sandbox).shutdown().await;
        for call in WITH_EFFECT {
            let known = scene.make_with(&gateway, call).await;
            assert_eq!(known, Known::NotSent(NotSentCause::Unreachable), "{call:?}, token: {with_token}");
        }
        for call in READS {
            let known = scene.make_with(&gateway, call).await;
            assert_eq!(known, Known::Unavailable(UnavailableCause::Unreachable), "{call:?}");
        }
    }
}

/// Without a token the call itself is never made.
#[tokio::test]
async fn no_token_means_nothing_was_sent() {
    for (kind, on_effect, on_read) in [
        (FaultKind::DropBefore, NotSentCause::NoToken, Known::Unavailable(UnavailableCause::NoAnswer)),
        (FaultKind::DropAfter, NotSentCause::NoToken, Known::Unavailable(UnavailableCause::NoAnswer)),
        (FaultKind::Malformed, NotSentCause::NoToken, Known::Protocol),
        (FaultKind::Truncate, NotSentCause::NoToken, Known::Unavailable(UnavailableCause::NoAnswer)),
        (FaultKind::Status, NotSentCause::NoToken, Known::Unavailable(UnavailableCause::HttpStatus(500))),
        (FaultKind::RateLimit, NotSentCause::NoToken, Known::Unavailable(UnavailableCause::HttpStatus(429))),
        (FaultKind::ExpireToken, NotSentCause::CredentialsRefused, Known::Refused(RefusalKind::Unauthorized)),
    ] {
        let scene = Scene::new().await;
        let gateway =
            IamportGateway::new(config(&scene.setting.sandbox.url()), scene.setting.clock.clone()).unwrap();
        scene.setting.sandbox.reset();
        scene.setting.fault(Operation::GetToken, kind);
        for call in WITH_EFFECT {
            let known = scene.make_with(&gateway, call).await;
            assert_eq!(known, Known::NotSent(on_effect), "{call:?} under {kind:?}");
        }
        for call in READS {
            assert_eq!(scene.make_with(&gateway, call).await, on_read, "{call:?} under {kind:?}");
        }
        let asked = scene.setting.calls("/users/getToken");
        assert_eq!((scene.setting.calls("/"), scene.setting.charges()), (asked, 0));
    }
}

#[tokio::test]
async fn outside_the_allow_list_nothing_is_sent() {
    let scene = Scene::new().await;
    let outside = SettingsPatch { outside_allow_list: Some(true), ..SettingsPatch::default() };
    scene.setting.sandbox.update_settings(outside).unwrap();
    assert_eq!(scene.make(Call::KeyIn).await, Known::Refused(RefusalKind::Forbidden));
    let fresh =
        IamportGateway::new(config(&scene.setting.sandbox.url()), scene.setting.clock.clone()).unwrap();
    let known = scene.make_with(&fresh, Call::KeyIn).await;
    assert_eq!(known, Known::NotSent(NotSentCause::CredentialsRefused));
    assert_eq!(scene.make_with(&fresh, Call::Find).await, Known::Refused(RefusalKind::Forbidden));
}
