//! Somebody between journal and server, who may let go of either or keep what they say to himself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Forwards connections to a server.
pub(crate) struct Middleman {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// Whether what the server answers is kept back.
    holds_answers: AtomicBool,
    /// Whether it is kept back from the next COMMIT on.
    waits_for_commit: AtomicBool,
    /// Breaks every connection.
    cut: Notify,
}

impl Middleman {
    /// Before the server of that URL.
    pub(crate) async fn before(url: &str) -> Self {
        let server = address_of(url).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::<State>::default();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(forward(client, server, Arc::clone(&shared)));
            }
        });
        Self { address, state }
    }

    /// The URL of the database, by way of here.
    pub(crate) fn url(&self, url: &str) -> String {
        url.replace(address_of(url), &self.address.to_string())
    }

    /// From now on the server hears everything and nobody hears the server.
    pub(crate) fn hold_answers(&self) {
        self.state.holds_answers.store(true, Ordering::SeqCst);
    }

    /// The server hears everything, and of the next COMMIT and what comes after it nobody hears the server.
    pub(crate) fn hold_answers_from_commit(&self) {
        self.state.waits_for_commit.store(true, Ordering::SeqCst);
    }

    /// Breaks every connection; new ones are as they should be.
    pub(crate) fn cut(&self) {
        self.state.waits_for_commit.store(false, Ordering::SeqCst);
        self.state.holds_answers.store(false, Ordering::SeqCst);
        self.state.cut.notify_waiters();
    }
}

fn address_of(url: &str) -> &str {
    url.split_once('@').unwrap().1.split('/').next().unwrap()
}

fn has_commit(asked: &[u8]) -> bool {
    asked.windows(6).any(|word| word == b"COMMIT")
}

async fn forward(client: TcpStream, server: TcpStream, state: Arc<State>) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let asking = pass_on(from_client, to_server, |asked| {
        if state.waits_for_commit.load(Ordering::SeqCst) && has_commit(asked) {
            state.holds_answers.store(true, Ordering::SeqCst);
        }
        true
    });
    let answering = pass_on(from_server, to_client, |_| !state.holds_answers.load(Ordering::SeqCst));
    tokio::select! {
        () = state.cut.notified() => {}
        _ = asking => {}
        _ = answering => {}
    }
}

/// Passes on what may pass, until one side lets go.
async fn pass_on(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    may_pass: impl Fn(&[u8]) -> bool,
) -> std::io::Result<()> {
    let mut bytes = [0; 8_192];
    loop {
        let count = from.read(&mut bytes).await?;
        if count == 0 {
            return Ok(());
        }
        if may_pass(&bytes[..count]) {
            to.write_all(&bytes[..count]).await?;
        }
    }
}
