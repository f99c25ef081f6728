//! Accepting connections and serving them.
//!
//! A caller who is slow with his head, or takes no answer in, is disconnected after a while; so nobody holds a socket
//! for long without using it. When all connections that may be open are, the one that has waited longest for its caller
//! is closed for the next: however many are silent, the next one who calls is served. Written out rather than left to `axum::serve`, because a fault must be able to close a connection without a byte.

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
use tower_service::Service;

use crate::http::connections::Connections;
use crate::http::hang_up::HangUp;
use crate::http::unread::Unread;
use crate::http::wait::Wait;
use crate::http::watched::Watched;
use crate::http::wiped::Wiped;

/// How long calls in progress may still take when the server is told to stop.
const GRACE: Duration = Duration::from_secs(2);
/// How long to wait when the system has no socket to give.
const NO_SOCKET: Duration = Duration::from_millis(50);

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// What holds for each connection.
#[derive(Clone)]
pub(crate) struct Serving {
    pub(crate) router: Router,
    /// How long a caller may take to send a head, and again to take an answer in.
    pub(crate) patience: Duration,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Serves at most so many connections until told to stop, then lets calls in progress finish for a moment.
pub(crate) async fn serve(listener: TcpListener, most: usize, serving: Serving) {
    let mut stop = serving.stop.clone();
    let mut connections = Connections::at_most(most);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    tokio::select! {
                        () = connections.room() => {}
                        () = stopped(&mut stop) => break,
                    }
                    let serving = serving.clone();
                    connections.serve(|wait| connection(stream, Peer(peer), wait, serving));
                }
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "cannot accept a connection");
                    tokio::time::sleep(NO_SOCKET).await;
                }
            },
            true = connections.one_ended() => {}
            () = stopped(&mut stop) => break,
        }
    }
    drop(listener);
    connections.end_within(GRACE).await;
}

/// Ends when the server is told to stop, or when nobody is left who could tell it.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(stream: TcpStream, peer: Peer, wait: Wait, serving: Serving) {
    let Serving { router, patience, mut stop } = serving;
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
    let stream = TokioIo::new(Unread::new(Watched::new(Wiped::new(stream), wait), patience));
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
