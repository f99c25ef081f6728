use std::time::Duration;

use keyin_adapter_memory::{Call, Fault};
use keyin_app::{
    CardDoubt, Consequence, Explain, IssueBillingKey, IssueOrder, IssueProblem, KnownKey, ListBillingKeys,
    OpenSchedules, RevokeBillingKey, RevokeProblem, ShowBillingKey,
};
use keyin_domain::{BillingKey, Buyer, CancelReason, Channel, ChannelKind, Pg};
use keyin_ports::{BillingKeyRequest, ReadError, RevokeError};

use crate::stage::{GOOD_CARD, Stage, card, customer, key_intent};

fn order(pg: Option<&str>, contracted: bool) -> IssueOrder {
    IssueOrder {
        request: BillingKeyRequest {
            customer_uid: customer("gildong"),
            card: card(GOOD_CARD),
            pg: pg.map(|pg| Pg::parse(pg).unwrap()),
            customer: Buyer::default(),
        },
        contracted,
        replace: false,
        allow_unverified_card: false,
    }
}

/// A merchant with channels of Settlebank and of NICE, which issues keys without a payment.
fn two_channels() -> Stage {
    let stage = Stage::set();
    let channel = |pg: &str| Channel {
        pg: Pg::parse(pg).unwrap(),
        kind: ChannelKind::ApiPayment,
        sandbox: true,
        name: None,
        channel_key: None,
    };
    stage.gateway.set_channels(vec![channel("settle"), channel("nice")]);
    stage
}

async fn issue(stage: &Stage, order: IssueOrder) -> Result<BillingKey, IssueProblem> {
    IssueBillingKey::new(stage.gateway.clone(), stage.clock.clone()).run(order).await
}

async fn revoke(stage: &Stage) -> Result<Option<BillingKey>, RevokeProblem> {
    let reason = CancelReason::parse("해지").unwrap();
    RevokeBillingKey::new(stage.gateway.clone(), stage.scheduling())
        .run(&customer("gildong"), &reason, OpenSchedules::Refuse)
        .await
}

#[tokio::test]
async fn a_standalone_key_is_refused_by_capability_before_any_call() {
    let stage = Stage::set();
    for (pg, contracted) in
        [(Some("settle"), false), (Some("settle.my_mid"), false), (None, false), (Some("paymentwall"), false)]
    {
        let problem = issue(&stage, order(pg, contracted)).await.unwrap_err();
        assert!(matches!(problem, IssueProblem::Unsupported(_)), "{pg:?}");
        assert_eq!(problem.consequence(), Consequence::NothingSent);
    }
    assert!(Call::ALL.into_iter().all(|call| stage.gateway.calls(call) == 0));
    assert!(issue(&stage, order(Some("settle"), true)).await.is_ok(), "the merchant has the contract");
    let stage = two_channels();
    assert!(issue(&stage, order(Some("nice"), false)).await.is_ok());
}

#[tokio::test]
async fn a_key_in_use_or_a_doubtful_card_is_not_sent() {
    let stage = two_channels();
    issue(&stage, order(Some("nice"), false)).await.unwrap();
    assert!(matches!(issue(&stage, order(Some("nice"), false)).await, Err(IssueProblem::Taken(_))));
    let replacing = IssueOrder { replace: true, ..order(Some("nice"), false) };
    assert!(issue(&stage, replacing).await.is_ok());
    let mut doubtful = IssueOrder { replace: true, ..order(Some("nice"), false) };
    doubtful.request.card = card("1234-1234-1234-1234");
    assert!(matches!(issue(&stage, doubtful).await, Err(IssueProblem::CardDoubt(CardDoubt::Luhn))));
    assert_eq!(stage.gateway.calls(Call::IssueKey), 2);
}

#[tokio::test]
async fn a_lost_reply_is_found_out_by_reading() {
    let stage = two_channels();
    stage.gateway.inject_times(Call::IssueKey, Fault::LoseReply, 1);
    assert!(issue(&stage, order(Some("nice"), false)).await.is_ok());
    stage.gateway.inject_times(Call::RevokeKey, Fault::LoseReply, 1);
    assert_eq!(revoke(&stage).await.unwrap(), None, "gone, though what was deleted is not known");
    stage.gateway.inject_times(Call::IssueKey, Fault::LoseRequest, 1);
    let problem = issue(&stage, order(Some("nice"), false)).await.unwrap_err();
    assert_eq!(problem.consequence(), Consequence::Unknown);
}

#[tokio::test]
async fn a_key_that_stands_as_it_stood_is_not_the_one_that_was_ordered() {
    let stage = two_channels();
    let replacing = || IssueOrder { replace: true, ..order(Some("nice"), false) };
    let old = issue(&stage, replacing()).await.unwrap();
    stage.clock.advance(Duration::from_secs(1));
    stage.gateway.inject_times(Call::IssueKey, Fault::LoseRequest, 1);
    let problem = issue(&stage, replacing()).await.unwrap_err();
    assert_eq!(problem.consequence(), Consequence::Unknown);
    stage.gateway.inject_times(Call::IssueKey, Fault::LoseReply, 1);
    let new = issue(&stage, replacing()).await.unwrap();
    assert_ne!(new.updated_at, old.updated_at);
}

#[tokio::test]
async fn a_key_is_shown_and_revoked_for_good() {
    let stage = Stage::set();
    stage.register("gildong").await;
    let show = ShowBillingKey::new(stage.gateway.clone());
    assert_eq!(show.run(&customer("gildong")).await.unwrap().customer_uid, customer("gildong"));
    assert!(revoke(&stage).await.unwrap().is_some());
    assert!(matches!(show.run(&customer("gildong")).await, Err(ReadError::NotFound)));
    assert!(matches!(revoke(&stage).await, Err(RevokeProblem::Gateway(RevokeError::NotFound))));
}

#[tokio::test]
async fn a_key_with_an_unfinished_charge_is_not_revoked() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert!(matches!(revoke(&stage).await, Err(RevokeProblem::Unfinished(uid)) if uid.as_str() == "order-1"));
    assert_eq!(stage.gateway.calls(Call::RevokeKey), 0);
}

#[tokio::test]
async fn the_journal_says_which_keys_there_are_and_the_gateway_how_they_stand() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.register_key_only("unseen").await;
    stage.pay_key(key_intent("order-2", "nobody")).await.unwrap();
    let list = ListBillingKeys::new(stage.gateway.clone(), stage.journal.clone());
    let mut told: Vec<KnownKey> = Vec::new();
    let all = |key: &KnownKey| {
        told.push(key.clone());
        true
    };
    list.run(all).await.unwrap();
    let names: Vec<(&str, u64)> =
        told.iter().map(|known| (known.customer_uid.as_str(), known.charges)).collect();
    assert_eq!(names, [("gildong", 2), ("nobody", 1)]);
    assert_eq!(told[0].key.as_ref().unwrap().customer_uid, customer("gildong"));
    assert_eq!(told[1].key, Err(ReadError::NotFound));
    stage.gateway.inject(Call::FindKey, Fault::Status(502));
    let mut count = 0;
    let first = |key: &KnownKey| {
        assert!(matches!(key.key, Err(ReadError::Unavailable(_))));
        count += 1;
        false
    };
    list.run(first).await.unwrap();
    assert_eq!(count, 1);
}
