//! Callers who do not wait for their answer.

use keyin_sandbox::{Fault, FaultKind, Operation, Sandbox, SandboxOptions};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::client::{GUIDE_CARD, ONETIME, Shop, order};

/// Sends a whole payment and closes the connection at once.
async fn send_and_leave(shop: &Shop, merchant_uid: &str) {
    let body = order(merchant_uid, GUIDE_CARD).to_string();
    let request = format!(
        "POST {ONETIME} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        shop.token(),
        body.len(),
    );
    let mut stream = TcpStream::connect(shop.sandbox.local_addr()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
}

async fn wait_for_charges(shop: &Shop, count: usize) {
    let all = async {
        while shop.sandbox.ledger().len() < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), all).await.unwrap();
}

#[tokio::test]
async fn a_caller_who_leaves_is_charged_all_the_same() {
    let shop = Shop::open().await;
    for number in 0..20 {
        send_and_leave(&shop, &format!("left-{number}")).await;
    }
    wait_for_charges(&shop, 20).await;
}

#[tokio::test]
async fn a_caller_who_leaves_during_a_delay_is_charged_all_the_same() {
    let shop = Shop::open().await;
    shop.sandbox.set_faults(vec![Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(50)]).unwrap();
    for number in 0..20 {
        send_and_leave(&shop, &format!("left-{number}")).await;
    }
    wait_for_charges(&shop, 20).await;
}

#[tokio::test]
async fn half_a_request_charges_nothing() {
    let shop = Shop::open().await;
    let mut stream = TcpStream::connect(shop.sandbox.local_addr()).await.unwrap();
    let head = format!(
        "POST {ONETIME} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Length: 500\r\n\r\n{{",
        shop.token()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    drop(stream);
    // Another call goes through meanwhile.
    shop.pay("whole", GUIDE_CARD).await.ok();
    assert_eq!(shop.sandbox.ledger().len(), 1);
}

#[tokio::test]
async fn a_stopped_sandbox_frees_its_port() {
    let shop = Shop::open().await;
    let address = shop.sandbox.local_addr();
    shop.get("/users/pg").await.ok();
    shop.sandbox.shutdown().await;
    assert!(TcpStream::connect(address).await.is_err());
    let again = Sandbox::start(SandboxOptions { listen: address, ..SandboxOptions::default() }).unwrap();
    assert_eq!(again.url(), format!("http://{address}"));
    let taken = Sandbox::start(SandboxOptions { listen: address, ..SandboxOptions::default() });
    assert!(taken.is_err());
}

#[tokio::test]
async fn a_dropped_sandbox_stops() {
    let shop = Shop::open().await;
    let address = shop.sandbox.local_addr();
    drop(shop);
    let refused = async { while TcpStream::connect(address).await.is_ok() {} };
    tokio::time::timeout(std::time::Duration::from_secs(20), refused).await.unwrap();
}

#[test]
fn a_sandbox_needs_a_runtime() {
    let error = Sandbox::start(SandboxOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "a sandbox must be started inside a tokio runtime");
}
