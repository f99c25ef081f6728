use keyin_domain::{Buyer, CancelReason, ChannelKind, ChargeMethod, RefusalKind};
use keyin_ports::{BillingKeyRequest, BillingKeys, Channels, IssueError, ReadError, RevokeError};
use keyin_sandbox::{SettingsPatch, UnknownCustomer};

use crate::orders::{GOOD_CARD, card, charge, customer, intent, paid};
use crate::setting::Setting;

pub(crate) fn request(customer_uid: &str, number: &str) -> BillingKeyRequest {
    BillingKeyRequest {
        customer_uid: customer(customer_uid),
        card: card(number),
        pg: None,
        customer: Buyer::default().with_name("홍길동").unwrap(),
    }
}

fn reason() -> CancelReason {
    CancelReason::parse("탈퇴 & 정리 100%").unwrap()
}

fn issuing() -> Setting {
    Setting::with(SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() })
}

#[tokio::test]
async fn a_key_from_issue_to_revoke() {
    let setting = issuing();
    let (gateway, uid) = (&setting.gateway, customer("gildong"));
    let issued = gateway.issue(request("gildong", GOOD_CARD)).await.unwrap();
    assert_eq!(issued.customer_name.as_deref(), Some("홍길동"));
    assert_eq!(gateway.find(&uid).await.unwrap(), issued);
    assert!(gateway.issue(request("gildong", GOOD_CARD)).await.unwrap().was_replaced());
    let gone = gateway.revoke(&uid, &reason()).await.unwrap();
    assert_eq!(gone.customer_uid, uid);
    let logged = setting.sandbox.requests().pop().unwrap().query.unwrap();
    assert!(logged.get().contains(reason().as_str()), "{logged}");
    assert_eq!(gateway.revoke(&uid, &reason()).await, Err(RevokeError::NotFound));
    assert_eq!(gateway.find(&uid).await, Err(ReadError::NotFound));
    assert_eq!(setting.charges(), 0);
}

#[tokio::test]
async fn an_unknown_key_is_not_found_in_either_form() {
    for form in [UnknownCustomer::Ok, UnknownCustomer::NotFound] {
        let setting =
            Setting::with(SettingsPatch { unknown_customer: Some(form), ..SettingsPatch::default() });
        let nobody = customer("nobody");
        assert_eq!(setting.gateway.find(&nobody).await, Err(ReadError::NotFound));
        assert_eq!(setting.gateway.revoke(&nobody, &reason()).await, Err(RevokeError::NotFound));
    }
}

#[tokio::test]
async fn an_issue_is_refused_or_declined() {
    let setting = Setting::new();
    match setting.gateway.issue(request("gildong", GOOD_CARD)).await {
        Err(IssueError::Refused(refusal)) => assert_eq!(refusal.kind, RefusalKind::Unsupported),
        other => panic!("{other:?}"),
    }
    let setting = issuing();
    let wrong_expiry = "4000000100200007";
    assert!(matches!(
        setting.gateway.issue(request("gildong", wrong_expiry)).await,
        Err(IssueError::Declined(_))
    ));
    assert_eq!(setting.gateway.find(&customer("gildong")).await, Err(ReadError::NotFound));
}

/// A customer_uid is one segment of a path, whatever stands in it.
#[tokio::test]
async fn odd_customer_uids_stay_themselves() {
    let setting = issuing();
    let odd = [
        "a/b", "a%2Fb", "a%b", "a?b=c", "a#b", "a&b=c+d", "../x", "a\\b", "a;b", "[a]{b}", "\"'<>^`|", "...",
        "%2e%2e",
    ];
    for text in odd {
        let uid = customer(text);
        let issued = setting.gateway.issue(request(text, GOOD_CARD)).await;
        assert_eq!(issued.as_ref().map(|key| key.customer_uid.as_str()), Ok(text));
        assert_eq!(
            setting.gateway.find(&uid).await.as_ref(),
            issued.as_ref().map_err(|_| &ReadError::NotFound)
        );
        let order = format!("order-{}", setting.charges());
        let again = intent(&order, ChargeMethod::BillingKey(uid));
        paid(charge(&setting.gateway, &setting.clock, again, "").await);
    }
    for text in odd {
        assert_eq!(
            setting.gateway.revoke(&customer(text), &reason()).await.unwrap().customer_uid.as_str(),
            text
        );
    }
    assert_eq!(setting.charges(), odd.len());
}

#[tokio::test]
async fn the_channels_are_listed() {
    let setting = Setting::new();
    let channels = setting.gateway.list().await.unwrap();
    assert_eq!(channels.len(), 1);
    assert_eq!(channels[0].kind, ChannelKind::ApiPayment);
    assert_eq!(channels[0].pg.code().as_str(), "settle");
    assert!(channels[0].sandbox && channels[0].channel_key.is_some());
}
