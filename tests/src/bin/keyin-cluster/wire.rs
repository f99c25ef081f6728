//! The wire between a process and a server, which can be cut.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A forwarder on a loopback port of its own. While it is cut not a byte goes through, as when a cable is pulled:
/// nobody is told. Connections that lived through a cut end with it.
#[derive(Clone)]
pub(crate) struct Wire {
    port: u16,
    is_cut: Arc<watch::Sender<bool>>,
}

impl Wire {
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let is_cut = Arc::new(watch::Sender::new(false));
        let wire = Self { port, is_cut };
        let state = Arc::clone(&wire.is_cut);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(forward(client, server, state.subscribe()));
            }
        });
        wire
    }

    /// The same address, through this wire.
    pub(crate) fn through(&self, url: &str, server: SocketAddr) -> String {
        url.replacen(&server.to_string(), &format!("127.0.0.1:{}", self.port), 1)
    }

    pub(crate) async fn cut_for(&self, time: Duration) {
        self.is_cut.send_replace(true);
        tokio::time::sleep(time).await;
        self.is_cut.send_replace(false);
    }
}

async fn forward(client: TcpStream, server: SocketAddr, mut cut: watch::Receiver<bool>) {
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    let mut client = client;
    let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    loop {
        if *cut.borrow_and_update() {
            // Held until the cut is over, then gone.
            let _ = cut.changed().await;
            return;
        }
        let moved = tokio::select! {
            _ = cut.changed() => continue,
            read = client.read(&mut up) => pass(read, &up, &mut server).await,
            read = server.read(&mut down) => pass(read, &down, &mut client).await,
        };
        if moved.is_none() {
            return;
        }
    }
}

/// Hands on what was read; none at the end.
async fn pass(read: std::io::Result<usize>, bytes: &[u8], to: &mut TcpStream) -> Option<()> {
    let length = read.ok().filter(|length| *length > 0)?;
    to.write_all(&bytes[..length]).await.ok()
}

/// Host and port of a URL on this machine.
pub(crate) fn address_of(url: &str) -> SocketAddr {
    let after_scheme = url.split_once("://").unwrap().1;
    let authority = after_scheme.split(['/', '?']).next().unwrap();
    authority.rsplit('@').next().unwrap().parse().unwrap()
}
