//! Connections that end at every point: nothing is ever received twice, and nothing unproven is called unsent.

use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{NotSentCause, UnknownCause};
use keyin_ports::{Channels, ChargeError, ReadError, Reply, UnavailableCause};
use tokio::net::TcpListener;

use crate::orders::{key_in, paid};
use crate::setting::{HandClock, config};
use crate::stub_server::{StubServer, Then, answer, paid_body, token};

const CHARGE: &str = "POST /subscribe/payments/onetime";

struct Client {
    gateway: IamportGateway,
    clock: Arc<HandClock>,
}

impl Client {
    fn of(url: &str) -> Self {
        let clock = Arc::new(HandClock::default());
        Self { gateway: IamportGateway::new(config(url), clock.clone()).unwrap(), clock }
    }

    async fn charge(&self, merchant_uid: &str) -> Result<Reply, ChargeError> {
        key_in(&self.gateway, &self.clock, merchant_uid).await
    }
}

/// A server that gives tokens and does this with charges: `n` counts them.
async fn on_charge(then: impl Fn(usize) -> Then + Send + Sync + 'static) -> (StubServer, Client) {
    let server =
        StubServer::start(move |line, n| if line == CHARGE { then(n) } else { Then::Answer(token()) }).await;
    let client = Client::of(&server.url);
    (server, client)
}

fn cut(body: &str, announced: usize) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {announced}\r\n\r\n{body}")
}

#[tokio::test]
async fn a_connection_that_breaks_is_no_reason_to_send_again() {
    let lost = UnknownCause::ConnectionLost;
    let unreadable = UnknownCause::Unreadable;
    let whole = paid_body("order");
    type Act = Box<dyn Fn(usize) -> Then + Send + Sync>;
    let half = cut(&whole[..40], whole.len());
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod\r\n".to_owned();
    let cases: Vec<(&str, Act, UnknownCause)> = vec![
        ("closed at the head", Box::new(|_| Then::CloseAtHead), lost),
        ("closed after the body", Box::new(|_| Then::Close), lost),
        ("reset after the body", Box::new(|_| Then::Reset), lost),
        ("half a status line", Box::new(|_| Then::AnswerAndClose("HTTP/1.1 20".into())), lost),
        ("no status line", Box::new(|_| Then::AnswerAndClose("paid, thanks\r\n\r\n".into())), lost),
        (
            "no end of the head",
            Box::new(|_| Then::AnswerAndClose("HTTP/1.1 200 OK\r\nA: b\r\n".into())),
            lost,
        ),
        ("no body", Box::new(|_| Then::AnswerAndClose(cut("", 90))), unreadable),
        ("half a body", Box::new(move |_| Then::AnswerAndClose(half.clone())), unreadable),
        ("half of the chunks", Box::new(move |_| Then::AnswerAndClose(chunked.clone())), unreadable),
        ("too long", Box::new(|_| Then::Answer(cut("", 20_000_000))), unreadable),
    ];
    for (what, then, cause) in cases {
        let (server, client) = on_charge(then).await;
        assert_eq!(client.charge("order").await, Err(ChargeError::Unknown(cause)), "{what}");
        assert_eq!(server.count(CHARGE), 1, "{what}");
    }
}

/// The token and a first charge have gone over the connection before, so it is a kept one that breaks.
#[tokio::test]
async fn a_kept_connection_that_breaks_is_no_reason_either() {
    type Act = fn() -> Then;
    let acts: [(&str, Act); 4] = [
        ("closed at the head", || Then::CloseAtHead),
        ("closed after the body", || Then::Close),
        ("reset after the body", || Then::Reset),
        ("half a status line", || Then::AnswerAndClose("HTTP/1.1 20".into())),
    ];
    for (what, act) in acts {
        let (server, client) = on_charge(move |n| match n {
            0 => Then::Answer(answer("200 OK", &paid_body("first"))),
            _ => act(),
        })
        .await;
        paid(client.charge("first").await);
        let second = client.charge("second").await;
        assert_eq!(second, Err(ChargeError::Unknown(UnknownCause::ConnectionLost)), "{what}");
        assert_eq!(
            (server.count_with_body("second"), server.count(CHARGE)),
            (usize::from(!what.contains("head")), 2)
        );
    }
}

/// The server closes each connection right after its answer although it promised to keep it. Whatever the
/// client finds out when, each charge is received at most once, and what was received is never "not sent".
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_closed_while_idle_loses_and_doubles_nothing() {
    let (server, client) =
        on_charge(|n| Then::AnswerAndClose(answer("200 OK", &paid_body(&format!("order-{n}"))))).await;
    let mut done = 0;
    for round in 0..200 {
        let before = server.count(CHARGE);
        // The server answers about the charge that it counts, so that a lost one does not shift the others.
        let reply = client.charge(&format!("order-{before}")).await;
        let received = server.count(CHARGE) - before;
        match reply {
            Ok(Reply::Paid(_)) => {
                assert_eq!(received, 1, "round {round}");
                done += 1;
            }
            Err(ChargeError::Unknown(UnknownCause::ConnectionLost)) => {
                assert!(received <= 1, "round {round}");
            }
            other => panic!("round {round}: {other:?}"),
        }
    }
    assert!(done > 0);
}

/// Who waits a second is left without an answer, and the request came once.
async fn times_out_once(server: &StubServer, client: &Client) {
    let mut impatient = config(&server.url);
    impatient.timeout = Duration::from_secs(1);
    let gateway = IamportGateway::new(impatient, client.clock.clone()).unwrap();
    let reply = key_in(&gateway, &client.clock, "order").await;
    assert_eq!(reply, Err(ChargeError::Unknown(UnknownCause::TimedOut)));
    assert_eq!(server.count(CHARGE), 1);
}

/// Accepted and never answered: the request may have been read.
#[tokio::test]
async fn a_connection_that_is_never_served_proves_nothing() {
    let (server, client) = on_charge(|_| Then::Silence).await;
    times_out_once(&server, &client).await;
}

#[tokio::test]
async fn an_answer_that_stops_half_way_is_timed_out() {
    // The connection stays open, only the rest of the answer never comes.
    let (server, client) = on_charge(|_| Then::Answer(cut("{\"code\":0", 300))).await;
    times_out_once(&server, &client).await;
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Client::of(&format!("http://{address}"));
    let reply = client.charge("order").await;
    assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::Unreachable)));
    assert_eq!(client.gateway.list().await, Err(ReadError::Unavailable(UnavailableCause::Unreachable)));
}

/// A redirect would carry the card to wherever it points.
#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = StubServer::start(|_, _| Then::Answer(answer("200 OK", &paid_body("order")))).await;
    for status in
        ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let target = elsewhere.url.clone();
        let (server, client) = on_charge(move |_| {
            Then::Answer(format!(
                "HTTP/1.1 {status}\r\nLocation: {target}/steal\r\nContent-Length: 0\r\n\r\n"
            ))
        })
        .await;
        let code = status[..3].parse().unwrap();
        assert_eq!(client.charge("order").await, Err(ChargeError::Unknown(UnknownCause::HttpStatus(code))));
        assert_eq!((server.count(CHARGE), elsewhere.lines().len()), (1, 0));
    }
}

#[tokio::test]
async fn a_base_path_stands_before_every_path() {
    let server = StubServer::start(|line, _| match line {
        "POST /proxy/v1/users/getToken" => Then::Answer(token()),
        "POST /proxy/v1/subscribe/payments/onetime" => Then::Answer(answer("200 OK", &paid_body("order"))),
        _ => Then::Answer(answer("404 Not Found", "")),
    })
    .await;
    paid(Client::of(&format!("{}/proxy/v1/", server.url)).charge("order").await);
}
