use serde_json::json;

use super::table::{put_faults, put_settings};
use super::*;
use crate::settings::SameMerchantUid;
use crate::settings::Settings;

fn world() -> World {
    World::new(1, Settings::default())
}

fn refused(body: &Value, put: Handle) -> ControlError {
    let world = world();
    let settings = world.settings();
    let error = put(&world, body).unwrap_err();
    assert_eq!(error.status, 400);
    assert!(
        world.faults.list().is_empty() && world.settings() == settings,
        "a refused control changed something"
    );
    assert!(!error.to_string().contains("secret-text"), "{error}");
    error
}

#[test]
fn settings_that_are_not_understood_change_nothing() {
    for (body, field) in [
        (json!({"same_merchant_uid": "charge_again", "auth": "secret-text"}), Some("auth")),
        (json!({"same_merchant_uid": "charge_again", "secret-text": 1}), None),
        (json!({"api_key": ""}), Some("api_key")),
        (json!({"api_secret": 12}), Some("api_secret")),
        (json!({"minimum_amount": -1}), Some("minimum_amount")),
        (json!({"channels": {}}), Some("channels")),
        (json!({"channels": [{"pg_provider": "settle"}]}), Some("channels[0].pg_id")),
        (
            json!({"channels": [{"pg_provider": "settle", "pg_id": "m", "secret-text": 1}]}),
            Some("channels[0]"),
        ),
        (json!([]), None),
        (json!("secret-text"), None),
        (json!(null), None),
    ] {
        assert_eq!(refused(&body, put_settings).field.as_deref(), field, "{body}");
    }
}

#[test]
fn faults_that_are_not_understood_change_nothing() {
    let one = |fault: Value| json!({"faults": [{"operation": "*", "kind": "rate_limit"}, fault]});
    for (fault, field) in [
        (json!({"operation": "onetime", "kind": "secret-text"}), "faults[1].kind"),
        (json!({"operation": "secret-text", "kind": "delay"}), "faults[1].operation"),
        (json!({"kind": "rate_limit"}), "faults[1].operation"),
        (json!({"operation": "*", "kind": "rate_limit", "probability": 2}), "faults[1].probability"),
        (json!({"operation": "*", "kind": "rate_limit", "probability": "1"}), "faults[1].probability"),
        (json!({"operation": "*", "kind": "rate_limit", "times": 0}), "faults[1].times"),
        (json!({"operation": "*", "kind": "rate_limit", "times": -1}), "faults[1].times"),
        (json!({"operation": "*", "kind": "delay"}), "faults[1].delay_ms"),
        (json!({"operation": "*", "kind": "status", "status": 70_000}), "faults[1].status"),
        (json!({"operation": "*", "kind": "rate_limit", "tiems": 1}), "faults[1]"),
        (json!({"operation": "webhook", "kind": "rate_limit"}), "faults[1].kind"),
        (json!({"operation": "find", "kind": "read_lag", "seconds": "9"}), "faults[1].seconds"),
        (json!({"operation": "find", "kind": "drip", "drip_ms": 0}), "faults[1].drip_ms"),
        (json!(7), "faults[1]"),
    ] {
        assert_eq!(refused(&one(fault.clone()), put_faults).field.as_deref(), Some(field), "{fault}");
    }
    assert_eq!(refused(&json!({}), put_faults).field.as_deref(), Some("faults"));
}

#[test]
fn every_operation_and_kind_of_the_contract_is_understood() {
    let operations = [
        "get_token",
        "onetime",
        "again",
        "payment",
        "find",
        "status",
        "cancel",
        "customer",
        "schedule",
        "find_schedule",
        "unschedule",
        "*",
    ];
    let kinds = [
        "delay",
        "drop_before",
        "drop_after",
        "status",
        "malformed",
        "truncate",
        "expire_token",
        "rate_limit",
    ];
    let world = world();
    for operation in operations {
        for kind in kinds {
            let fault = json!({"operation": operation, "kind": kind, "delay_ms": 5, "customer_uid": null});
            put_faults(&world, &json!({"faults": [fault]})).unwrap();
            let back = serde_json::to_value(world.faults.list()).unwrap();
            assert_eq!((&back[0]["operation"], &back[0]["kind"]), (&json!(operation), &json!(kind)));
            assert_eq!((&back[0]["probability"], &back[0]["times"]), (&json!(1.0), &json!(null)));
        }
    }
}

#[test]
fn what_get_settings_says_can_be_put_back() {
    let world = world();
    put_settings(&world, &json!({"same_merchant_uid": "charge_again", "channels": []})).unwrap();
    assert_eq!(world.settings().same_merchant_uid, SameMerchantUid::ChargeAgain);
    world.add_development_account();
    let before = world.settings();
    put_settings(&world, &serde_json::to_value(&*before).unwrap()).unwrap();
    assert_eq!(world.settings(), before);
}

async fn status_of(site: &Arc<Site>, peer: &str, method: &str, path: &str, token: Option<&str>) -> u16 {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method.parse().unwrap();
    *request.uri_mut() = path.parse().unwrap();
    request.extensions_mut().insert(crate::http::accept::Peer(peer.parse().unwrap()));
    if let Some(token) = token {
        request.headers_mut().insert("authorization", token.parse().unwrap());
    }
    let mut router = crate::routes::router(site);
    tower_service::Service::call(&mut router, request).await.unwrap().status().as_u16()
}

fn site(control_token: Option<&str>) -> Arc<Site> {
    Arc::new(Site {
        merchants: Merchants::new(1, Settings::default(), crate::shared::Shared::default(), None, Vec::new())
            .unwrap(),
        control_token: control_token.and_then(crate::ControlToken::new),
        patience: std::time::Duration::from_secs(30),
    })
}

const CALLS: [(&str, &str, u16); 8] = [
    ("GET", "/_sandbox/ledger", 200),
    ("POST", "/_sandbox/reset/", 200),
    ("GET", "/_sandbox/merchants", 200),
    ("DELETE", "/_sandbox/merchants/nobody", 404),
    ("POST", "/_sandbox/ledger", 405),
    ("GET", "/_sandbox/", 404),
    ("GET", "/_sandbox", 404),
    ("GET", "/_sandbox/nope", 404),
];

#[tokio::test]
async fn only_callers_on_this_machine_may_use_controls() {
    let site = site(None);
    for (peer, local) in [
        ("127.0.0.1:9", true),
        ("127.8.8.8:9", true),
        ("[::1]:9", true),
        ("[::ffff:127.0.0.1]:9", true),
        ("192.0.2.1:9", false),
        ("[::ffff:192.0.2.1]:9", false),
        ("[2001:db8::1]:9", false),
    ] {
        for (method, path, good) in CALLS {
            let status = status_of(&site, peer, method, path, Some("Bearer ")).await;
            assert_eq!(status, if local { good } else { 403 }, "{peer} {method} {path}");
        }
    }
}

#[tokio::test]
async fn the_control_token_opens_them_to_other_machines() {
    let site = site(Some("s3cret"));
    for (method, path, good) in CALLS {
        for (token, expected) in [
            (Some("Bearer s3cret"), good),
            (Some("bearer s3cret"), good),
            (Some("Bearer s3cres"), 403),
            (Some("s3cret"), 403),
            (Some("Basic s3cret"), 403),
            (None, 403),
        ] {
            let status = status_of(&site, "192.0.2.1:9", method, path, token).await;
            assert_eq!(status, expected, "{token:?} {method} {path}");
        }
        assert_eq!(status_of(&site, "127.0.0.1:9", method, path, None).await, good);
    }
}
