//! A bare hyper server: the same two answers to whoever asks, and how often the first was asked for.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
pub(crate) const MERCHANT_UID: &str = "order-20260101-0001";
pub(crate) const CUSTOMER_UID: &str = "customer-1-card-1";
pub(crate) const AMOUNT: u64 = 3_000;

/// Where it tells how many tokens were asked for.
pub(crate) const TOKEN_REQUESTS: &str = "/token-requests";

/// What it answers with.
struct Answers {
    token: Bytes,
    payment: Bytes,
    token_requests: AtomicU64,
}

/// Answers whoever connects, on this thread, until the process ends.
pub(crate) fn serve(listener: std::net::TcpListener) {
    listener.set_nonblocking(true).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(accept(listener));
}

async fn accept(listener: std::net::TcpListener) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let answers =
        Answers { token: token().into(), payment: payment().into(), token_requests: AtomicU64::new(0) };
    let answers = Arc::new(answers);
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let answers = answers.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, answers.clone()));
            let connection = hyper::server::conn::http1::Builder::new();
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    answers: Arc<Answers>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = match request.uri().path() {
        "/users/getToken" => {
            answers.token_requests.fetch_add(1, Ordering::Relaxed);
            answers.token.clone()
        }
        TOKEN_REQUESTS => {
            let asked = answers.token_requests.load(Ordering::Relaxed);
            serde_json::json!({ "code": 0, "message": null, "response": asked }).to_string().into()
        }
        _ => answers.payment.clone(),
    };
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(body));
    response
        .headers_mut()
        .insert("content-type", hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

fn token() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let response = serde_json::json!({ "access_token": TOKEN, "now": now, "expired_at": now + 1_800 });
    serde_json::json!({ "code": 0, "message": null, "response": response }).to_string()
}

/// A paid answer with every key that the real one has.
fn payment() -> String {
    let response = serde_json::json!({
        "amount": AMOUNT, "apply_num": "30012345", "bank_code": null, "bank_name": null, "buyer_addr": null,
        "buyer_email": null, "buyer_name": "홍길동", "buyer_postcode": null, "buyer_tel": "010-1234-5678",
        "cancel_amount": 0, "cancel_history": [], "cancel_reason": null, "cancel_receipt_urls": [],
        "cancelled_at": 0, "card_code": "361", "card_issuer_code": null, "card_issuer_name": null,
        "card_name": "BC카드", "card_number": "111122******4444", "card_publisher_code": null,
        "card_publisher_name": null, "card_quota": 0, "card_type": 0, "cash_receipt_issued": false,
        "channel": "api", "currency": "KRW", "custom_data": null, "customer_uid": CUSTOMER_UID,
        "customer_uid_usage": "payment", "emb_pg_provider": null, "escrow": false, "fail_reason": null,
        "failed_at": 0, "imp_uid": "imps_100000000001", "merchant_uid": MERCHANT_UID, "name": "월간 이용권",
        "paid_at": 1_767_225_602, "pay_method": "card", "pg_id": "nxca_jt_bi", "pg_provider": "settle",
        "pg_tid": "STFP_PGCAnxca_jt_bi0260101090002M1000001", "sandbox": false,
        "receipt_url": "https://pg.example.invalid/receipt?tid=STFP_PGCAnxca_jt_bi0260101090002M1000001",
        "started_at": 1_767_225_602, "status": "paid", "user_agent": "keyin/0.1.0", "vbank_code": null,
        "vbank_date": 0, "vbank_holder": null, "vbank_issued_at": 0, "vbank_name": null, "vbank_num": null,
    });
    serde_json::json!({ "code": 0, "message": null, "response": response }).to_string()
}
