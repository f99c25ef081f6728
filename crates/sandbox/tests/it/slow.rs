//! Callers who send or read slowly: they lose their connection, and nobody else notices.

use std::time::Duration;

use keyin_sandbox::{Fault, FaultKind, Operation, SandboxOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{GUIDE_CARD, ONETIME, Shop};

async fn shop_with(patience: Duration) -> Shop {
    Shop::start(SandboxOptions { patience, seed: Some(1), ..SandboxOptions::default() }).await
}

/// A connection on which this much was said, and no more.
async fn said(shop: &Shop, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(shop.sandbox.local_addr()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8(bytes).unwrap()
}

fn head(shop: &Shop, length: usize) -> String {
    format!(
        "POST {ONETIME} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n",
        shop.token(),
    )
}

#[tokio::test]
async fn a_head_that_does_not_come_to_an_end_is_hung_up_on() {
    let shop = shop_with(Duration::from_secs(1)).await;
    let stream = said(&shop, "GET /users/pg HTTP/1.1\r\nHost:").await;
    rest(stream).await;
    assert!(shop.sandbox.requests().iter().all(|call| call.path != "/users/pg"));
}

#[tokio::test]
async fn a_body_that_does_not_come_to_an_end_is_answered_in_the_end() {
    let shop = shop_with(Duration::from_secs(1)).await;
    let told = rest(said(&shop, &format!("{}{{\"merchant_uid\":", head(&shop, 500))).await).await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
    assert!(
        told.ends_with(
            r#"{"code":-1,"message":"요청 본문을 제한 시간 안에 받지 못했습니다.","response":null}"#
        ),
        "{told}"
    );
    assert!(shop.sandbox.ledger().is_empty());
    assert_eq!(shop.sandbox.requests().last().unwrap().status, Some(408));
}

#[tokio::test]
async fn many_slow_callers_starve_nobody() {
    let shop = shop_with(Duration::from_secs(60)).await;
    let mut slow = Vec::new();
    for number in 0..200 {
        let text = if number % 2 == 0 { "GET /users/pg HT".to_owned() } else { head(&shop, 500) };
        slow.push(said(&shop, &text).await);
    }
    for number in 0..20 {
        let uid = format!("quick-{number}");
        tokio::time::timeout(Duration::from_secs(10), shop.pay(&uid, GUIDE_CARD)).await.unwrap().ok();
    }
    drop(slow);
}

/// A shop whose callers' time does not run out, with so few connections.
async fn shop_with_connections(connections: usize) -> Shop {
    let patience = Duration::from_secs(600);
    Shop::start(SandboxOptions { patience, connections, seed: Some(1), ..SandboxOptions::default() }).await
}

fn delayed(milliseconds: u64) -> Vec<Fault> {
    vec![Fault::new(Operation::Payment, FaultKind::Delay).delay_ms(milliseconds)]
}

/// A call that ends its connection.
fn looking_up(shop: &Shop) -> String {
    let token = shop.token();
    format!("GET /payments/imps_1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {token}\r\n\r\n")
}

/// As many files and sockets as this process may have by itself.
#[cfg(unix)]
fn raise_the_limit_of_sockets() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn thousands_of_silent_callers_do_not_keep_a_real_one_waiting() {
    raise_the_limit_of_sockets();
    let shop = shop_with_connections(100).await;
    shop.sandbox.set_faults(delayed(2_000)).unwrap();
    let mut under_way = said(&shop, &looking_up(&shop)).await;
    while !shop.sandbox.requests().iter().any(|call| call.path == "/payments/imps_1") {
        tokio::task::yield_now().await;
    }
    let mut silent = Vec::new();
    for number in 0..3_000 {
        let text = match number % 3 {
            0 => String::new(),
            1 => "GET /users/pg HT".to_owned(),
            _ => head(&shop, 500),
        };
        // Who is closed while he speaks is closed all the same.
        let mut stream = TcpStream::connect(shop.sandbox.local_addr()).await.unwrap();
        let _ = stream.write_all(text.as_bytes()).await;
        silent.push(stream);
        if number % 300 == 299 {
            let uid = format!("real-{number}");
            tokio::time::timeout(Duration::from_secs(10), shop.pay(&uid, GUIDE_CARD)).await.unwrap().ok();
        }
    }
    // The call that was being carried out all the time is answered.
    let mut told = [0; 12];
    under_way.read_exact(&mut told).await.unwrap();
    assert_eq!(told, *b"HTTP/1.1 404");
    // The first silent one was closed for another, without a byte.
    assert!(matches!(silent[0].read(&mut [0]).await, Ok(0) | Err(_)));
}

#[tokio::test]
async fn while_all_connections_have_a_call_under_way_the_next_caller_waits() {
    let shop = shop_with_connections(2).await;
    shop.sandbox.set_faults(delayed(300)).unwrap();
    let get = looking_up(&shop);
    let callers = (0..6).map(|_| async { rest(said(&shop, &get).await).await });
    for told in futures::future::join_all(callers).await {
        assert!(told.starts_with("HTTP/1.1 404"), "{told}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_answered_and_charges_nothing() {
    let shop = Shop::open().await;
    for length in [65_537_usize, 1_000_000, 1_200_000, 20_000_000] {
        let stream = TcpStream::connect(shop.sandbox.local_addr()).await.unwrap();
        let (mut read, mut write) = stream.into_split();
        let head = head(&shop, length);
        // A caller like any other: sends all he has, then reads; beyond a megabyte he may be cut off while he sends.
        let send = async move {
            write.write_all(head.as_bytes()).await.unwrap();
            let part = [b'x'; 64 * 1024];
            let mut left = length;
            while left > 0 && write.write_all(&part[..left.min(part.len())]).await.is_ok() {
                left -= left.min(part.len());
            }
            left
        };
        let receive = async move {
            let mut told = [0; 12];
            read.read_exact(&mut told).await.map(|_| told)
        };
        let (left, told) = tokio::join!(send, receive);
        if length < 1_100_000 {
            assert_eq!((left, told.unwrap()), (0, *b"HTTP/1.1 413"), "{length}");
        } else if let Ok(told) = told {
            assert_eq!(told, *b"HTTP/1.1 413", "{length}");
        }
    }
    assert!(shop.sandbox.ledger().is_empty());
    shop.pay("after", GUIDE_CARD).await.ok();
}
