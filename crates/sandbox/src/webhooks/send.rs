//! Sending one webhook: a POST on a connection of its own, without redirects and without TLS.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::target::{Hosts, Target};
use super::{Failure, Message};

/// How long the first sending waits for a connection …
const CONNECT: Duration = Duration::from_secs(10);
/// … and then for the answer.
const READ: Duration = Duration::from_secs(30);
/// How long every later sending takes in all.
const AGAIN: Duration = Duration::from_secs(15);
/// As much of an answer is read, in bytes: only its status counts.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Which time-outs hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    First,
    Again,
}

/// Sends the message and tells the HTTP status it was answered with.
pub(crate) async fn send(
    url: &str,
    message: &Message,
    hosts: &Hosts,
    sending: Sending,
) -> Result<u16, Failure> {
    let target = Target::of(url, hosts)?;
    match sending {
        Sending::First => {
            let stream = timeout(CONNECT, connect(&target)).await.map_err(|_| Failure::TimedOut)??;
            timeout(READ, exchange(stream, &target, message)).await.map_err(|_| Failure::TimedOut)?
        }
        Sending::Again => {
            let whole = async { exchange(connect(&target).await?, &target, message).await };
            timeout(AGAIN, whole).await.map_err(|_| Failure::TimedOut)?
        }
    }
}

/// Tries each address of the host in turn.
async fn connect(target: &Target) -> Result<TcpStream, Failure> {
    let found = tokio::net::lookup_host((target.url.host.as_str(), target.url.port)).await;
    let may_be = |address: &SocketAddr| !target.only_loopback || address.ip().to_canonical().is_loopback();
    for address in found.map_err(|_| Failure::NoAddress)?.filter(may_be) {
        if let Ok(stream) = TcpStream::connect(address).await {
            return Ok(stream);
        }
    }
    Err(Failure::NotConnected)
}

async fn exchange(stream: TcpStream, target: &Target, message: &Message) -> Result<u16, Failure> {
    let broken = |_| Failure::Broken;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let request = Request::post(&target.url.path)
        .header(header::HOST, &target.url.authority)
        .header(header::CONTENT_TYPE, message.content_type)
        .body(Full::new(Bytes::copy_from_slice(message.body.as_bytes())))
        .map_err(|_| Failure::BadUrl)?;
    let answered = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        let status = answer.status().as_u16();
        // The status has been said; what comes behind it is read for politeness.
        let _ = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
        Ok(status)
    };
    tokio::pin!(answered);
    // The connection moves only as long as it is asked to.
    tokio::select! {
        status = &mut answered => status,
        ended = connection => match ended {
            Ok(()) => answered.await,
            Err(_) => Err(Failure::Broken),
        },
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    fn message() -> Message {
        Message { content_type: "application/json", body: "{\"a\":1}".into() }
    }

    async fn listen() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?x=1", listener.local_addr().unwrap());
        (listener, url)
    }

    /// Sends to a receiver that says this, and returns what it was told.
    async fn said(answer: &str) -> (Result<u16, Failure>, String) {
        let (listener, url) = listen().await;
        let receive = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut told = vec![0; 4_096];
            let mut length = 0;
            while !told[..length].ends_with(b"{\"a\":1}") {
                length += stream.read(&mut told[length..]).await.unwrap();
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(told[..length].to_vec()).unwrap()
        };
        let (message, hosts) = (message(), Hosts::default());
        tokio::join!(send(&url, &message, &hosts, Sending::First), receive)
    }

    #[tokio::test]
    async fn it_is_a_post_with_the_body_and_nothing_of_our_own() {
        let (status, told) = said("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await;
        assert_eq!(status, Ok(200));
        let (head, body) = told.split_once("\r\n\r\n").unwrap();
        assert_eq!((body, head.lines().next()), ("{\"a\":1}", Some("POST /hook?x=1 HTTP/1.1")));
        let mut names: Vec<_> = head.lines().skip(1).filter_map(|line| line.split(':').next()).collect();
        names.sort_unstable();
        assert_eq!(names, ["content-length", "content-type", "host"]);
    }

    #[tokio::test]
    async fn redirects_are_told_and_not_followed() {
        let (status, _) =
            said("HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n").await;
        assert_eq!(status, Ok(302));
    }

    #[tokio::test]
    async fn an_answer_that_is_none_is_a_broken_connection() {
        for answer in ["", "nonsense\r\n\r\n"] {
            assert_eq!(said(answer).await.0, Err(Failure::Broken), "{answer:?}");
        }
        let (cut, _) = said("HTTP/1.1 500 No\r\nContent-Length: 99\r\n\r\n").await;
        assert_eq!(cut, Ok(500), "the status was said");
    }

    #[tokio::test]
    async fn nobody_listening_and_nobody_allowed_are_told_apart() {
        let (listener, url) = listen().await;
        drop(listener);
        let (message, hosts) = (message(), Hosts::default());
        assert_eq!(send(&url, &message, &hosts, Sending::First).await, Err(Failure::NotConnected));
        let refused = send("http://192.0.2.1/", &message, &hosts, Sending::Again).await;
        assert_eq!(refused, Err(Failure::HostNotAllowed));
    }

    #[tokio::test(start_paused = true)]
    async fn a_receiver_who_does_not_answer_is_given_up() {
        let (_listener, url) = listen().await;
        let (message, hosts) = (message(), Hosts::default());
        for (sending, seconds) in [(Sending::First, 30), (Sending::Again, 15)] {
            let began = tokio::time::Instant::now();
            assert_eq!(send(&url, &message, &hosts, sending).await, Err(Failure::TimedOut));
            assert_eq!(began.elapsed().as_secs(), seconds, "{sending:?}");
        }
    }
}
