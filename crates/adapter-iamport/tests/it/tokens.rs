//! One token for all, renewed once, and never a charge that the permit does not cover.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{ChargeMethod, NotSentCause, RefusalKind};
use keyin_ports::{Channels, ChargeError, ReadError};
use keyin_sandbox::{Fault, FaultKind, Operation};
use tokio::task::JoinSet;

use crate::orders::{charge, intent, key_in, paid};
use crate::setting::{HandClock, Setting, config};
use crate::stub_server::{StubServer, Then, answer, paid_body, token};

const TOKEN: &str = "/users/getToken";
const CHARGE: &str = "POST /subscribe/payments/onetime";

/// So many first charges at once.
async fn stampede(setting: &Setting) -> Vec<Result<keyin_ports::Reply, ChargeError>> {
    let mut tasks = JoinSet::new();
    for place in 0..64 {
        let (gateway, clock) = (setting.gateway.clone(), setting.clock.clone());
        tasks.spawn(async move { key_in(&gateway, &clock, &format!("order-{place}")).await });
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_first_calls_ask_for_one_token() {
    let setting = Setting::new();
    for reply in stampede(&setting).await {
        paid(reply);
    }
    assert_eq!((setting.calls(TOKEN), setting.charges()), (1, 64));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_renewal_serves_all_whose_token_was_refused() {
    let setting = Setting::new();
    setting.gateway.list().await.unwrap();
    let refusals = Fault::new(Operation::Onetime, FaultKind::ExpireToken).times(1);
    setting.sandbox.set_faults(vec![refusals]).unwrap();
    for reply in stampede(&setting).await {
        paid(reply);
    }
    assert_eq!((setting.calls(TOKEN), setting.charges()), (2, 64));
}

#[tokio::test]
async fn those_who_wait_share_a_failure_and_the_next_asks_again() {
    let setting = Setting::new();
    // Late enough that all are waiting when it fails.
    let failure = Fault::new(Operation::GetToken, FaultKind::Status).delay_ms(200).times(1);
    setting.sandbox.set_faults(vec![failure]).unwrap();
    for reply in stampede(&setting).await {
        assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::NoToken)));
    }
    assert_eq!((setting.calls(TOKEN), setting.charges()), (1, 0));
    paid(key_in(&setting.gateway, &setting.clock, "after").await);
    assert_eq!(setting.calls(TOKEN), 2);
}

#[tokio::test]
async fn a_caller_who_goes_away_harms_nobody() {
    let setting = Setting::new();
    let slow = Fault::new(Operation::GetToken, FaultKind::Delay).delay_ms(60_000).times(1);
    setting.sandbox.set_faults(vec![slow]).unwrap();
    let (gateway, clock) = (setting.gateway.clone(), setting.clock.clone());
    let first = tokio::spawn(async move { key_in(&gateway, &clock, "first").await });
    while setting.calls(TOKEN) == 0 {
        tokio::task::yield_now().await;
    }
    let (gateway, clock) = (setting.gateway.clone(), setting.clock.clone());
    let second = tokio::spawn(async move { key_in(&gateway, &clock, "second").await });
    first.abort();
    paid(second.await.unwrap());
    assert_eq!((setting.calls(TOKEN), setting.charges()), (2, 1));
}

/// A gateway in front of a server that gives tokens of this life, in seconds.
async fn with_token_life(life: i64) -> (StubServer, IamportGateway, Arc<HandClock>) {
    let server = StubServer::start(move |line, _| {
        if line.ends_with(TOKEN) {
            let expired_at = 5_000_000 + life;
            let grant = format!(r#"{{"access_token":"abc","now":5000000,"expired_at":"{expired_at}"}}"#);
            Then::Answer(answer("200 OK", &format!(r#"{{"code":0,"message":null,"response":{grant}}}"#)))
        } else {
            Then::Answer(answer("200 OK", r#"{"code":0,"message":null,"response":[]}"#))
        }
    })
    .await;
    let clock = Arc::new(HandClock::default());
    let gateway = IamportGateway::new(config(&server.url), clock.clone()).unwrap();
    (server, gateway, clock)
}

#[tokio::test]
async fn a_token_is_given_up_before_its_end_by_our_own_clock() {
    for (life, usable) in
        [(1_800, 1_770), (90, 60), (60, 30), (40, 20), (1, 0), (0, 0), (-5, 0), (i64::MIN / 2, 0)]
    {
        let (server, gateway, clock) = with_token_life(life).await;
        gateway.list().await.unwrap();
        if usable > 0 {
            clock.advance(Duration::from_secs(usable) - Duration::from_millis(1));
            gateway.list().await.unwrap();
            assert_eq!(server.count(&format!("POST {TOKEN}")), 1, "{life}");
        }
        clock.advance(Duration::from_millis(1000));
        gateway.list().await.unwrap();
        assert_eq!(server.count(&format!("POST {TOKEN}")), 2, "{life}");
    }
}

#[tokio::test]
async fn a_token_refused_twice_is_a_refusal() {
    let setting = Setting::new();
    setting.fault(Operation::Onetime, FaultKind::ExpireToken);
    match key_in(&setting.gateway, &setting.clock, "order").await {
        Err(ChargeError::Refused(refusal)) => assert_eq!(refusal.kind, RefusalKind::Unauthorized),
        other => panic!("{other:?}"),
    }
    assert_eq!((setting.calls("/subscribe"), setting.calls(TOKEN), setting.charges()), (2, 2, 0));
}

/// A server that refuses the token of every first charge, and turns the clock on while it does.
async fn refusing(clock: &Arc<HandClock>, takes: Duration) -> StubServer {
    let moved = Arc::clone(clock);
    StubServer::start(move |line, earlier| match (line, earlier) {
        (CHARGE, 0) => {
            moved.advance(takes);
            Then::Answer(answer(
                "401 Unauthorized",
                r#"{"code":-1,"message":"Unauthorized","response":null}"#,
            ))
        }
        (CHARGE, _) => Then::Answer(answer("200 OK", &paid_body("order"))),
        _ => Then::Answer(token()),
    })
    .await
}

#[tokio::test]
async fn a_charge_is_made_again_after_401_only_while_its_permit_holds() {
    for (takes, charges) in [(4_999, 2), (5_000, 1), (60_000, 1)] {
        let clock = Arc::new(HandClock::default());
        let server = refusing(&clock, Duration::from_millis(takes)).await;
        let gateway = IamportGateway::new(config(&server.url), clock.clone()).unwrap();
        let reply = charge(&gateway, &clock, intent("order", ChargeMethod::Card), "1234123412341234").await;
        if charges == 2 {
            paid(reply);
        } else {
            assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::PermitExpired)));
        }
        assert_eq!(server.count(CHARGE), charges, "{takes}");
    }
}

#[tokio::test]
async fn a_token_that_comes_too_late_is_not_used_for_the_charge() {
    let clock = Arc::new(HandClock::default());
    let moved = Arc::clone(&clock);
    let server = StubServer::start(move |_, _| {
        moved.advance(Duration::from_secs(5));
        Then::Answer(token())
    })
    .await;
    let gateway = IamportGateway::new(config(&server.url), clock.clone()).unwrap();
    let reply = key_in(&gateway, &clock, "order").await;
    assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::PermitExpired)));
    assert_eq!(server.lines(), [format!("POST {TOKEN}")]);
}

/// The renewal fails after the charge was turned away: nothing was charged all the same.
#[tokio::test]
async fn a_renewal_that_fails_leaves_nothing_charged() {
    let refuse = Arc::new(AtomicBool::new(false));
    let refused = Arc::clone(&refuse);
    let server = StubServer::start(move |line, _| {
        if line == CHARGE {
            refused.store(true, Ordering::SeqCst);
        }
        if refused.load(Ordering::SeqCst) {
            Then::Answer(answer("401 Unauthorized", ""))
        } else {
            Then::Answer(token())
        }
    })
    .await;
    let clock = Arc::new(HandClock::default());
    let gateway = IamportGateway::new(config(&server.url), clock.clone()).unwrap();
    let reply = key_in(&gateway, &clock, "order").await;
    assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::CredentialsRefused)));
    assert!(matches!(gateway.list().await, Err(ReadError::Refused(_))));
    assert_eq!(server.count(CHARGE), 1);
}
