//! What comes back tells nothing of a card, a secret or an address.

use std::fmt::Debug;

use keyin_domain::{Card, CardNumber, ChargeMethod, Expiry, HolderId, PasswordDigits};
use keyin_ports::{BillingKeyRequest, BillingKeys, Channels, ChargeRequest, PaymentGateway};
use keyin_sandbox::{FaultKind, Operation, SettingsPatch};

use crate::orders::{customer, intent, permit, uid};
use crate::setting::Setting;
use crate::{cancels, keys};

const NUMBER: &str = "5312345678904321";
const BIRTH: &str = "770315";

fn card() -> Card {
    Card::new(CardNumber::parse(NUMBER).unwrap(), Expiry::parse("2031-07").unwrap())
        .with_holder_id(HolderId::parse(BIRTH).unwrap())
        .with_password(PasswordDigits::parse("83").unwrap())
}

/// Everything that the gateway returns, as it shows itself.
async fn shown(setting: &Setting) -> Vec<String> {
    fn show(value: impl Debug) -> String {
        format!("{value:?} {value:#?}")
    }
    let gateway = &setting.gateway;
    let method = ChargeMethod::CardRegistering(customer("card-1"));
    let request = ChargeRequest::new(intent("order", method), Some(card())).unwrap();
    let mut shown = vec![show(&request), show(gateway)];
    let reply = gateway.charge(request, permit("order", &setting.clock)).await;
    if let Err(error) = &reply {
        shown.push(error.to_string());
    }
    shown.push(show(reply));
    let attempts = gateway.look_up(&uid("order")).await;
    if let Ok(attempts) = &attempts
        && let Some(payment) = attempts.records().first()
    {
        shown.push(show(PaymentGateway::find(gateway, payment.imp_uid()).await));
        shown.push(show(gateway.cancel(cancels::request(payment.imp_uid(), 1_000, 3_000)).await));
    }
    shown.push(show(attempts));
    let issue = BillingKeyRequest { card: card(), ..keys::request("card-2", NUMBER) };
    shown.push(show(&issue));
    shown.push(show(gateway.issue(issue).await));
    shown.push(show(BillingKeys::find(gateway, &customer("card-1")).await));
    shown.push(show(gateway.list().await));
    shown.push(show(gateway.check_credentials().await));
    shown
}

#[tokio::test]
async fn nothing_that_comes_back_tells_a_secret() {
    for fault in [
        None,
        Some(FaultKind::DropBefore),
        Some(FaultKind::DropAfter),
        Some(FaultKind::Malformed),
        Some(FaultKind::Truncate),
        Some(FaultKind::Status),
        Some(FaultKind::ExpireToken),
    ] {
        let patch = SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() };
        let setting = Setting::with(patch);
        if let Some(kind) = fault {
            setting.gateway.list().await.unwrap();
            setting.fault(Operation::Any, kind);
        }
        let port = setting.sandbox.local_addr().port().to_string();
        for text in shown(&setting).await {
            for secret in
                [&NUMBER[6..12], "imp_apikey", "imp_secret", BIRTH, "2031-07", "\"83\"", "127.0.0.1", &port]
            {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }
}

/// A gateway that repeats what it was sent is not passed on.
#[tokio::test]
async fn words_that_repeat_a_card_are_masked() {
    use crate::setting::config;
    use crate::stub_server::{StubServer, Then, answer, token};
    use keyin_adapter_iamport::IamportGateway;

    for message in
        ["[CA58]미등록 카드 5312-3456-7890-4321", "[card_number 5312345678904321] 파라메터는 필수입니다."]
    {
        let words = format!(r#"{{"code":-1,"message":"{message}","response":null}}"#);
        let server = StubServer::start(move |line, _| {
            Then::Answer(if line.ends_with("getToken") { token() } else { answer("200 OK", &words) })
        })
        .await;
        let clock = std::sync::Arc::new(crate::setting::HandClock::default());
        let gateway = IamportGateway::new(config(&server.url), clock.clone()).unwrap();
        let request = ChargeRequest::new(intent("order", ChargeMethod::Card), Some(card())).unwrap();
        let text = format!("{:?}", gateway.charge(request, permit("order", &clock)).await);
        assert!(text.contains("****") && !text.contains("7890"), "{text}");
    }
}
