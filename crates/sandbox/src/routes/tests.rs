//! A seeded fuzzer: any method on any path with every kind of bad body is answered in the API's own way.

use axum::body::Body;
use axum::http::{Method, Response, header};
use fastrand::Rng;
use http_body_util::BodyExt;
use serde_json::Value;
use tower_service::Service;

use super::*;
use crate::http::accept::Peer;
use crate::merchants::Merchants;
use crate::settings::Settings;

/// How many bodies of each kind are sent.
const OF_EACH: usize = 10_000;
const SEED: u64 = 0x006b_6579_696e;

/// A kind of bad body: drawn anew for each call.
type Kind = (&'static str, fn(&mut Rng) -> (&'static str, Vec<u8>));

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

const KINDS: [Kind; 6] = [
    ("malformed", |random| {
        let mut body = order(random).to_string().into_bytes();
        for _ in 0..random.usize(1..6) {
            let place = random.usize(0..body.len());
            match random.u8(0..3) {
                0 => body.truncate(place.max(1)),
                1 => body[place] = random.u8(..),
                _ => body.insert(place, *random.choice(b"{}[]\",:\\&=%").unwrap_or(&b'{')),
            }
        }
        (kind(random), body)
    }),
    ("huge", |random| {
        // Most are just over the limit, some far over it; the reader has a test of its own for the sizes.
        let length = 65_537 + if random.u8(0..100) == 0 { random.usize(0..2_000_000) } else { 0 };
        (kind(random), vec![*random.choice(b"{[a\"&%\0\xff").unwrap_or(&b'{'); length])
    }),
    ("deeply nested", |random| {
        let depth = random.usize(100..4_000);
        let (open, close) =
            *random.choice(&[("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")]).unwrap_or(&("[", "]"));
        if random.bool() {
            return (FORM, format!("amount{}=1", "[a]".repeat(depth)).into_bytes());
        }
        let inner = format!("{}1{}", open.repeat(depth), close.repeat(if random.bool() { depth } else { 0 }));
        (JSON, format!("{{\"merchant_uid\":\"m\",\"amount\":{inner}}}").into_bytes())
    }),
    ("wrongly typed", |random| {
        let mut order = order(random);
        for _ in 0..random.usize(1..5) {
            let name = *random.choice(&NAMES).unwrap_or(&"amount");
            order[name] = wrong_value(random, 0);
        }
        let whole = if random.u8(0..10) == 0 { wrong_value(random, 0) } else { order };
        (JSON, whole.to_string().into_bytes())
    }),
    ("wrongly encoded", |random| {
        let text = order(random).to_string();
        let body = match random.u8(0..5) {
            0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            1 => [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
            2 => text.bytes().map(|byte| if byte == b'm' { 0xc7 } else { byte }).collect(),
            3 => b"merchant_uid=%ff%fe&amount=%&customer_uid=%u00e9&card_number=%00%1".to_vec(),
            // The content encoding is not announced, and would not be known if it were.
            _ => [b"\x1f\x8b\x08\0\0\0\0\0".as_slice(), text.as_bytes()].concat(),
        };
        (kind(random), body)
    }),
    ("of random bytes", |random| {
        let body = (0..random.usize(0..600)).map(|_| random.u8(..)).collect();
        (kind(random), body)
    }),
];

const NAMES: [&str; 14] = [
    "merchant_uid",
    "amount",
    "card_number",
    "expiry",
    "birth",
    "pwd_2digit",
    "customer_uid",
    "imp_key",
    "imp_secret",
    "imp_uid",
    "checksum",
    "custom_data",
    "schedules",
    "notice_url",
];

/// Paths that no endpoint has, or with what no caller means.
const ODD: [&str; 11] = [
    "//",
    "/nope",
    "/subscribe/payments/onetime/",
    "/payments/%ff",
    "/payments/find/%00/paid",
    "/payments/findAll/m/nope?page=-1&limit=1e9&sorting=%ff",
    "/payments/status/all?from=9223372036854775807&to=-9223372036854775808",
    "/payments/status/paid?page=18446744073709551616",
    "/subscribe/customers/%F0%9F%92%B3",
    "/subscribe/payments/schedule?schedule_from=x&schedule_to[]=1",
    "/payments?imp_uid[]=&merchant_uid[][]=%00",
];

/// The path of every endpoint, each parameter filled in, and the odd ones.
fn paths() -> Vec<String> {
    let fill = |path: &str| {
        let part = |part: &str| if part.starts_with('{') { "m".to_owned() } else { part.to_owned() };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    ENDPOINTS.iter().map(|endpoint| fill(endpoint.path)).chain(ODD.map(str::to_owned)).collect()
}

const CONTROLS: [&str; 20] = [
    "/_sandbox/ledger",
    "/_sandbox/faults",
    "/_sandbox/settings",
    "/_sandbox/settings/development-account",
    "/_sandbox/requests",
    "/_sandbox/turn-paid",
    "/_sandbox/clock/",
    "/_sandbox/clock/advance",
    "/_sandbox/merchants",
    "/_sandbox/merchants/%ff",
    "/_sandbox/nope",
    "/_sandbox/ledger?merchant=%ff",
    "/_sandbox/webhooks",
    "/_sandbox/payments?status=%ff&page=0&limit=-1",
    "/_sandbox/billing-keys",
    "/_sandbox/schedules/",
    "/_sandbox/faults/names",
    "/_sandbox/pgs",
    "/_sandbox/test-cards",
    "/_sandbox/webhooks/1/resend",
];

fn kind(random: &mut Rng) -> &'static str {
    random
        .choice(&[JSON, FORM, "text/plain", "application/json; charset=euc-kr", ""])
        .copied()
        .unwrap_or(JSON)
}

fn order(random: &mut Rng) -> Value {
    serde_json::json!({
        "merchant_uid": format!("m{}", random.u8(..)), "amount": 3000, "card_number": "1234-1234-1234-1234",
        "expiry": "2019-01", "birth": "123456", "customer_uid": "c", "name": "n",
    })
}

fn wrong_value(random: &mut Rng, depth: u8) -> Value {
    match random.u8(0..if depth < 3 { 11 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(random.bool()),
        2 => Value::from(random.i64(..)),
        3 => Value::from(random.u64(..)),
        4 => Value::from(f64::from_bits(random.u64(..))),
        5 => Value::from(""),
        6 => Value::from("가".repeat(random.usize(0..200))),
        7 => Value::from("\0\u{202e}\r\n"),
        8 => Value::from(format!("{}e{}", random.i32(..), random.i32(..))),
        9 => (0..random.usize(0..4)).map(|_| wrong_value(random, depth + 1)).collect(),
        _ => (0..random.usize(0..4)).map(|n| (NAMES[n].to_owned(), wrong_value(random, depth + 1))).collect(),
    }
}

fn site() -> Arc<Site> {
    let patience = std::time::Duration::from_secs(30);
    Arc::new(Site {
        merchants: Merchants::new(
            SEED,
            Settings::default(),
            crate::shared::Shared::default(),
            None,
            Vec::new(),
        )
        .unwrap(),
        control_token: None,
        patience,
    })
}

fn request(random: &mut Rng, paths: &[String], kind: &Kind, token: Option<&str>) -> Request {
    const METHODS: [Method; 7] = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::OPTIONS,
        Method::TRACE,
    ];
    let (content_type, body) = (kind.1)(random);
    let mut request = Request::new(Body::from(body));
    // Half of them where a body is expected.
    *request.method_mut() =
        if random.bool() { Method::POST } else { random.choice(&METHODS).cloned().unwrap_or_default() };
    *request.uri_mut() = random.choice(paths).map_or("/", String::as_str).parse().unwrap();
    request.extensions_mut().insert(Peer("127.0.0.1:9".parse().unwrap()));
    if !content_type.is_empty() {
        request.headers_mut().insert(header::CONTENT_TYPE, content_type.parse().unwrap());
    }
    if let Some(token) = token {
        request.headers_mut().insert(header::AUTHORIZATION, token.parse().unwrap());
    }
    request
}

async fn answered(router: &mut Router, request: Request) -> (u16, Value) {
    let response: Response<Body> = router.call(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_else(|_| panic!("{status}: no JSON")))
}

#[tokio::test]
async fn every_call_with_a_bad_body_is_answered_with_an_envelope() {
    let site = site();
    let world = site.merchants.first();
    // Nothing that is paid by chance fills the memory under another name each time.
    let token = world.issue_token("imp_apikey").value;
    let mut router = router(&site);
    let mut random = Rng::with_seed(SEED);
    let paths = paths();
    for kind in &KINDS {
        for number in 0..OF_EACH {
            let with_token = (random.u8(0..8) != 0).then_some(token.as_str());
            let request = request(&mut random, &paths, kind, with_token);
            let call = format!("{} body {number}: {} {}", kind.0, request.method(), request.uri());
            let (status, body) = answered(&mut router, request).await;
            let of_api = [200, 207, 400, 401, 404, 405, 408, 413];
            assert!(of_api.contains(&status), "{call}: {status} {body}");
            let fields = body.as_object().unwrap_or_else(|| panic!("{call}: {body}"));
            assert_eq!(fields.keys().collect::<Vec<_>>(), ["code", "message", "response"], "{call}");
            let is_error = body["code"] != 0;
            assert_eq!(
                body["message"].as_str().is_some_and(|text| !text.is_empty()),
                is_error,
                "{call}: {body}"
            );
            assert!(is_error || status == 200 || status == 207, "{call}: {status} {body}");
        }
    }
    let kept = world.requests.list();
    assert_eq!(kept.len(), 10_000);
    let longest = kept.iter().map(|call| serde_json::to_string(call).unwrap().len()).max();
    assert!(longest < Some(6_000), "{longest:?}");
    assert!(!serde_json::to_string(&kept).unwrap().contains("1234-1234-1234-1234"));
    // Only what the orders name was ever stored: 256 merchant_uids, and what chance made of them.
    assert!(world.store.lock().ledger().len() < 2_000);
}

#[tokio::test]
async fn every_control_with_a_bad_body_is_answered_with_an_error() {
    let site = site();
    let mut router = router(&site);
    let mut random = Rng::with_seed(SEED);
    let paths = CONTROLS.map(str::to_owned);
    for kind in &KINDS {
        for number in 0..OF_EACH / 10 {
            let request = request(&mut random, &paths, kind, None);
            let call = format!("{} body {number}: {} {}", kind.0, request.method(), request.uri());
            let (status, body) = answered(&mut router, request).await;
            assert!([200, 201, 400, 404, 405, 408, 413].contains(&status), "{call}: {status} {body}");
            let error = &body["error"];
            assert_eq!(
                error["message"].is_string() && error["code"].is_string(),
                status >= 400,
                "{call}: {body}"
            );
        }
    }
}
