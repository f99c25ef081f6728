//! A bare hyper server: the same answers to whoever asks, tokens and payments, and who comes without the present token is
//! turned away. It can be told to end that token, and tells how often one was asked for.

mod tokens;

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokens::Tokens;

/// The first token. Those after it are as long.
pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
pub(crate) const MERCHANT_UID: &str = "order-20260101-0001";
pub(crate) const CUSTOMER_UID: &str = "customer-1-card-1";
pub(crate) const AMOUNT: u64 = 3_000;

/// Where it tells how many tokens were asked for.
pub(crate) const TOKEN_REQUESTS: &str = "/token-requests";
/// Where it is told to end the present token.
pub(crate) const END_TOKEN: &str = "/end-token";

const DONE: &str = r#"{"code":0,"message":null,"response":null}"#;
/// What the API answers with to a token that it does not know.
const UNAUTHORIZED: &str = r#"{"code":-1,"message":"Unauthorized","response":null}"#;

/// What it answers with.
struct Answers {
    tokens: Tokens,
    payment: Bytes,
}

/// Answers whoever connects, on this thread, until the process ends.
pub(crate) fn serve(listener: std::net::TcpListener) {
    listener.set_nonblocking(true).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(accept(listener));
}

async fn accept(listener: std::net::TcpListener) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let answers = Arc::new(Answers { tokens: Tokens::new(), payment: payment().into() });
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
    let (status, body) = answers.to(&request);
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

impl Answers {
    fn to(&self, request: &Request<Incoming>) -> (StatusCode, Bytes) {
        let body = match request.uri().path() {
            "/users/getToken" => self.tokens.grant(),
            TOKEN_REQUESTS => {
                let asked = self.tokens.asked();
                serde_json::json!({ "code": 0, "message": null, "response": asked }).to_string().into()
            }
            END_TOKEN => {
                self.tokens.end();
                Bytes::from_static(DONE.as_bytes())
            }
            _ if self.tokens.allows(request.headers()) => self.payment.clone(),
            _ => return (StatusCode::UNAUTHORIZED, Bytes::from_static(UNAUTHORIZED.as_bytes())),
        };
        (StatusCode::OK, body)
    }
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
