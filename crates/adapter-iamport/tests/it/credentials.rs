use std::sync::Arc;

use keyin_adapter_iamport::{ConfigError, IamportConfig, IamportGateway};
use keyin_domain::RefusalKind;
use keyin_ports::{ReadError, UnavailableCause};
use keyin_sandbox::SettingsPatch;

use crate::setting::{HandClock, Setting, config};
use crate::stub_server::{StubServer, Then, answer, token};

fn gateway(config: IamportConfig) -> Result<IamportGateway, ConfigError> {
    IamportGateway::new(config, Arc::new(HandClock::default()))
}

#[tokio::test]
async fn good_credentials_bring_the_gateways_time() {
    let server = StubServer::start(|_, _| Then::Answer(token())).await;
    let time = gateway(config(&server.url)).unwrap().check_credentials().await.unwrap();
    assert_eq!(time.server_now.as_second(), 1_767_225_600);
    assert_eq!(time.local_now.as_second(), 1_767_225_600);
}

#[tokio::test]
async fn bad_credentials_are_refused() {
    let setting = Setting::new();
    setting
        .sandbox
        .update_settings(SettingsPatch { api_secret: Some("other".into()), ..SettingsPatch::default() })
        .unwrap();
    match setting.gateway.check_credentials().await {
        Err(ReadError::Refused(refusal)) => assert_eq!(refusal.kind, RefusalKind::Unauthorized),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_no_gateway_is_told_from_one_that_refuses() {
    let refused =
        |kind| move |error: &ReadError| matches!(error, ReadError::Refused(refusal) if refusal.kind == kind);
    type Is = Box<dyn Fn(&ReadError) -> bool>;
    let cases: [(&str, &str, Is); 9] = [
        ("401 Unauthorized", "", Box::new(refused(RefusalKind::Unauthorized))),
        ("403 Forbidden", "<html>", Box::new(refused(RefusalKind::Forbidden))),
        (
            "400 Bad Request",
            r#"{"code":-1,"message":"imp_key 누락","response":null}"#,
            Box::new(refused(RefusalKind::Unauthorized)),
        ),
        (
            "200 OK",
            r#"{"code":-1,"message":"안 됩니다","response":null}"#,
            Box::new(refused(RefusalKind::Unauthorized)),
        ),
        (
            "200 OK",
            r#"{"code":0,"message":null,"response":{"access_token":"","now":1,"expired_at":2}}"#,
            Box::new(|e| *e == ReadError::Protocol),
        ),
        (
            "200 OK",
            r#"{"code":0,"message":null,"response":{"access_token":"a\nb","now":1,"expired_at":2}}"#,
            Box::new(|e| *e == ReadError::Protocol),
        ),
        ("200 OK", "<html>", Box::new(|e| *e == ReadError::Protocol)),
        ("404 Not Found", "<html>", Box::new(|e| *e == ReadError::Protocol)),
        (
            "502 Bad Gateway",
            "",
            Box::new(|e| *e == ReadError::Unavailable(UnavailableCause::HttpStatus(502))),
        ),
    ];
    for (status, body, is) in cases {
        let whole = answer(status, body);
        let server = StubServer::start(move |_, _| Then::Answer(whole.clone())).await;
        let error = gateway(config(&server.url)).unwrap().check_credentials().await.unwrap_err();
        assert!(is(&error), "{status} {body}: {error:?}");
    }
}

#[test]
fn a_gateway_needs_credentials_and_time() {
    let url = "http://127.0.0.1:1";
    assert_eq!(gateway(IamportConfig::new(url, "", "secret")).unwrap_err(), ConfigError::NoCredentials);
    assert_eq!(gateway(IamportConfig::new(url, "key", "")).unwrap_err(), ConfigError::NoCredentials);
    let mut hasty = config(url);
    hasty.timeout = std::time::Duration::ZERO;
    assert_eq!(gateway(hasty).unwrap_err(), ConfigError::NoTime);
    let insecure = IamportConfig::new("http://api.iamport.kr", "key", "secret");
    assert_eq!(gateway(insecure).unwrap_err(), ConfigError::NotSecure);
}
