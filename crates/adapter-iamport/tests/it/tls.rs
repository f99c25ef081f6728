//! Secure connections that never come about.

use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::NotSentCause;
use keyin_ports::{Channels, ChargeError, ReadError, UnavailableCause};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::orders::key_in;
use crate::setting::{HandClock, config};

/// What a server does with the first bytes of a handshake.
#[derive(Clone, Copy)]
enum Handshake {
    Garbage,
    Close,
    Silence,
}

async fn server(with: Handshake) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut hello = [0; 4096];
                let _ = stream.read(&mut hello).await;
                match with {
                    Handshake::Garbage => {
                        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
                    }
                    Handshake::Close => {}
                    Handshake::Silence => std::future::pending().await,
                }
            });
        }
    });
    url
}

#[tokio::test]
async fn without_a_secure_connection_nothing_was_sent() {
    for (with, cause) in [
        (Handshake::Garbage, NotSentCause::Tls),
        (Handshake::Close, NotSentCause::Tls),
        (Handshake::Silence, NotSentCause::Unreachable),
    ] {
        let mut config = config(&server(with).await);
        config.connect_timeout = Duration::from_secs(1);
        let clock = Arc::new(HandClock::default());
        let gateway = IamportGateway::new(config, clock.clone()).unwrap();
        assert_eq!(key_in(&gateway, &clock, "order").await, Err(ChargeError::NotSent(cause)));
        assert_eq!(gateway.list().await, Err(ReadError::Unavailable(UnavailableCause::Unreachable)));
    }
}
