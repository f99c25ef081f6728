//! Every fault on every operation: what is said of the money, and what the ledger says.

use std::time::Duration;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{CancelReason, ChargeMethod, ImpUid, NotSentCause, RefusalKind, UnknownCause};
use keyin_ports::{
    BillingKeys, CancelError, Channels, ChargeError, IssueError, PaymentGateway, ReadError, Reply,
    RevokeError, UnavailableCause,
};
use keyin_sandbox::{Fault, FaultKind, Operation, SettingsPatch};

use crate::orders::{GOOD_CARD, charge, customer, intent, key_in, paid, uid};
use crate::setting::{Setting, config};
use crate::{cancels, keys};

/// What a call came to, for all calls alike.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    Done,
    NotSent(NotSentCause),
    Refused(RefusalKind),
    Unknown(UnknownCause),
    Unavailable(UnavailableCause),
    Protocol,
    Else(String),
}

macro_rules! known {
    ($($error:ident),+) => {$(
        impl From<$error> for Known {
            fn from(error: $error) -> Self {
                match error {
                    $error::NotSent(cause) => Self::NotSent(cause),
                    $error::Refused(refusal) => Self::Refused(refusal.kind),
                    $error::Unknown(cause) => Self::Unknown(cause),
                    other => Self::Else(format!("{other:?}")),
                }
            }
        }
    )+};
}

known!(ChargeError, CancelError, IssueError, RevokeError);

impl From<ReadError> for Known {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refusal) => Self::Refused(refusal.kind),
            ReadError::Unavailable(cause) => Self::Unavailable(cause),
            ReadError::Protocol => Self::Protocol,
            ReadError::NotFound => Self::Else("not found".to_owned()),
        }
    }
}

fn known<T, E: Into<Known>>(outcome: Result<T, E>) -> Known {
    outcome.map_or_else(Into::into, |_| Known::Done)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Call {
    KeyIn,
    Again,
    Cancel,
    Issue,
    Revoke,
    LookUp,
    Find,
    FindKey,
    Channels,
}

const WITH_EFFECT: [Call; 5] = [Call::KeyIn, Call::Again, Call::Cancel, Call::Issue, Call::Revoke];
const READS: [Call; 4] = [Call::LookUp, Call::Find, Call::FindKey, Call::Channels];

impl Call {
    fn operation(self) -> Operation {
        match self {
            Self::KeyIn => Operation::Onetime,
            Self::Again => Operation::Again,
            Self::Cancel => Operation::Cancel,
            Self::Issue | Self::Revoke | Self::FindKey => Operation::Customer,
            Self::LookUp => Operation::Find,
            Self::Find => Operation::Payment,
            Self::Channels => Operation::Any,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::KeyIn => "/subscribe/payments/onetime",
            Self::Again => "/subscribe/payments/again",
            Self::Cancel => "/payments/cancel",
            Self::Issue | Self::Revoke | Self::FindKey => "/subscribe/customers/",
            Self::LookUp => "/payments/findAll/",
            Self::Find => "/payments/imps_",
            Self::Channels => "/users/pg",
        }
    }
}

/// A sandbox in which every call would succeed: a payment, a kept card, and a token in the gateway's hand.
struct Scene {
    setting: Setting,
    imp_uid: ImpUid,
}

impl Scene {
    async fn new() -> Self {
        let setting =
            Setting::with(SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() });
        let method = ChargeMethod::CardRegistering(customer("kept"));
        let payment =
            paid(charge(&setting.gateway, &setting.clock, intent("first", method), GOOD_CARD).await);
        Self { setting, imp_uid: payment.imp_uid().clone() }
    }

    async fn make(&self, call: Call) -> Known {
        self.make_with(&self.setting.gateway, call).await
    }

    async fn make_with(&self, gateway: &IamportGateway, call: Call) -> Known {
        let clock = &self.setting.clock;
        match call {
            Call::KeyIn => charged(key_in(gateway, clock, "second").await),
            Call::Again => {
                let method = ChargeMethod::BillingKey(customer("kept"));
                charged(charge(gateway, clock, intent("second", method), "").await)
            }
            Call::Cancel => known(gateway.cancel(cancels::request(&self.imp_uid, 3_000, 3_000)).await),
            Call::Issue => known(gateway.issue(keys::request("new", GOOD_CARD)).await),
            Call::Revoke => {
                let reason = CancelReason::parse("정리").unwrap();
                known(gateway.revoke(&customer("kept"), &reason).await)
            }
            Call::LookUp => known(gateway.look_up(&uid("first")).await),
            Call::Find => known(PaymentGateway::find(gateway, &self.imp_uid).await),
            Call::FindKey => known(BillingKeys::find(gateway, &customer("kept")).await),
            Call::Channels => known(gateway.list().await),
        }
    }

    /// Makes the call under a fault; then says whether the gateway carried it out, and how often it came.
    async fn under(&self, fault: Fault, call: Call) -> (Known, bool, usize) {
        let calls = self.setting.calls(call.path());
        self.setting.sandbox.set_faults(vec![fault]).unwrap();
        let known = self.make(call).await;
        let calls = self.setting.calls(call.path()) - calls;
        self.setting.sandbox.clear_faults();
        (known, self.is_carried_out(call).await, calls)
    }

    async fn is_carried_out(&self, call: Call) -> bool {
        match call {
            Call::KeyIn | Call::Again => self.setting.charges() == 2,
            Call::Cancel => self.setting.sandbox.ledger().len() == 2,
            Call::Issue => BillingKeys::find(&self.setting.gateway, &customer("new")).await.is_ok(),
            Call::Revoke => BillingKeys::find(&self.setting.gateway, &customer("kept")).await.is_err(),
            Call::LookUp | Call::Find | Call::FindKey | Call::Channels => false,
        }
    }
}

fn charged(reply: Result<Reply, ChargeError>) -> Known {
    match reply {
        Ok(Reply::Declined { decline, .. }) => Known::Else(decline.code().to_owned()),
        other => known(other),
    }
}

fn status(call: Call, status: u16) -> Fault {
    Fault { status: Some(status), ..Fault::new(call.operation(), FaultKind::Status) }
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
            (status(call, 400), Known::Unknown(UnknownCause::HttpStatus(400)), false, 1),
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
    for call in [Call::KeyIn, Call::Again, Call::Cancel] {
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
    for call in WITH_EFFECT.into_iter().chain(READS) {
        let scene = Scene::new().await;
        let mut impatient = config(&scene.setting.sandbox.url());
        impatient.timeout = Duration::from_millis(150);
        let gateway = IamportGateway::new(impatient, scene.setting.clock.clone()).unwrap();
        // The token is fetched before the fault is set.
        assert_eq!(scene.make_with(&gateway, Call::Channels).await, Known::Done);
        let late = Fault::new(call.operation(), FaultKind::Delay).delay_ms(60_000);
        scene.setting.sandbox.set_faults(vec![late]).unwrap();
        let expected = if WITH_EFFECT.contains(&call) {
            Known::Unknown(UnknownCause::TimedOut)
        } else {
            Known::Unavailable(UnavailableCause::NoAnswer)
        };
        assert_eq!(scene.make_with(&gateway, call).await, expected, "{call:?}");
    }
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
