//! Accepting connections and serving them.
//!
//! A caller who is slow with his head, or takes no answer in, is disconnected after a while; so nobody holds a socket
//! for long without using it. Written out rather than left to `axum::serve`, because a fault must be able to close a connection without a byte.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service;

use crate::hang_up::HangUp;
use crate::unread::Unread;
use crate::wiped::Wiped;

/// How long calls in progress may still take when the server is told to stop.
const GRACE: Duration = Duration::from_secs(2);
/// How long to wait when the system has no socket to give.
const NO_SOCKET: Duration = Duration::from_millis(50);

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Serves until told to stop, then lets calls in progress finish for a moment.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let serving = connection(stream, Peer(peer), router.clone(), patience, stop.clone());
                    connections.spawn(serving);
                }
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "cannot accept a connection");
                    tokio::time::sleep(NO_SOCKET).await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = stopped(&mut stop) => break,
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, all).await.is_err() {
        connections.shutdown().await;
    }
}

/// Ends when the server is told to stop, or when nobody is left who could tell it.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    patience: Duration,
    mut stop: watch::Receiver<bool>,
) {
    // Answers are small and written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        let answer = router.clone().call(request);
        async move {
            match answer.await {
                Ok(response) => HangUp::or(response),
                Err(never) => match never {},
            }
        }
    });
    let mut http = http1::Builder::new();
    // A caller who closes his sending half still has a call in progress, and one who vanished must not undo it.
    http.timer(TokioTimer::new()).header_read_timeout(patience).half_close(true);
    let stream = TokioIo::new(Unread::new(Wiped(stream), patience));
    let mut connection = pin!(http.serve_connection(stream, service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "connection ended early");
    }
}
