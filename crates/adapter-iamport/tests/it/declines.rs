use keyin_domain::{ChargeMethod, Decline, DeclineKind, UnknownCause};
use keyin_ports::{ChargeError, PaymentGateway, Reply};
use keyin_sandbox::{CardBehaviour, DeclineForm, DeclineKind as Wanted, SettingsPatch, test_cards};

use crate::orders::{charge, customer, intent, key_in, paid, uid};
use crate::setting::Setting;

/// What the sandbox says of its own card, in the domain's words: a decline of a kind, or a doubt.
fn agrees(reply: &Result<Reply, ChargeError>, wanted: Wanted) -> bool {
    match (reply, wanted) {
        (Ok(Reply::Declined { decline, .. }), wanted) => {
            kind_of(decline) == Some(wanted) || is_down(decline, wanted)
        }
        (Err(ChargeError::Unknown(UnknownCause::Duplicate)), Wanted::Duplicate) => true,
        (Err(ChargeError::Unknown(_)), Wanted::Ambiguous) => true,
        _ => false,
    }
}

fn kind_of(decline: &Decline) -> Option<Wanted> {
    Some(match decline.kind() {
        DeclineKind::Hard => Wanted::Hard,
        DeclineKind::Soft => Wanted::Soft,
        DeclineKind::Invalid => Wanted::Invalid,
        DeclineKind::Configuration => Wanted::Configuration,
    })
}

/// An issuer that is down, or a PG with too much to do, declines for now.
fn is_down(decline: &Decline, wanted: Wanted) -> bool {
    matches!(wanted, Wanted::GatewayDown | Wanted::RateLimited) && decline.kind() == DeclineKind::Soft
}

#[tokio::test]
async fn every_test_card_is_judged_as_it_behaves() {
    let setting = Setting::new();
    let (gateway, clock) = (&setting.gateway, &setting.clock);
    for (place, card) in test_cards().iter().enumerate() {
        let name = format!("order-{place}");
        let before = setting.charges();
        let reply = charge(gateway, clock, intent(&name, ChargeMethod::Card), card.number).await;
        let charged = setting.charges() - before;
        match card.behaviour {
            CardBehaviour::Approve
            | CardBehaviour::KeyRecord(_)
            | CardBehaviour::KeyMessage(_)
            | CardBehaviour::CancelRefused(_) => {
                paid(reply);
                assert_eq!(charged, 1);
            }
            CardBehaviour::Record(decline) => {
                assert!(agrees(&reply, decline.kind), "{}: {reply:?}", decline.code);
                if let Ok(Reply::Declined { record, .. }) = reply {
                    let found = gateway.find(&record.unwrap()).await.unwrap();
                    assert_eq!(found.details().fail_reason, Some(decline.reason()));
                }
                assert_eq!(charged, 0);
            }
            CardBehaviour::Message(decline) => {
                assert!(agrees(&reply, decline.kind), "{}: {reply:?}", decline.code);
                assert!(!matches!(reply, Ok(Reply::Declined { record: Some(_), .. })));
                assert_eq!(charged, 0);
            }
            CardBehaviour::TroubleCharged(_) | CardBehaviour::TroubleNotCharged(_) => {
                assert_eq!(reply, Err(ChargeError::Unknown(UnknownCause::PgFault)));
                let found = gateway.look_up(&uid(&name)).await.unwrap();
                let captured = found.records().iter().filter(|record| record.was_captured()).count();
                assert_eq!(captured, charged);
            }
        }
    }
}

#[tokio::test]
async fn a_bad_billing_key_is_declined_in_its_own_form() {
    let setting = Setting::new();
    let (gateway, clock) = (&setting.gateway, &setting.clock);
    let mut tried = 0;
    for (place, card) in test_cards().iter().enumerate() {
        let (decline, kept_record) = match card.behaviour {
            CardBehaviour::KeyRecord(decline) => (decline, true),
            CardBehaviour::KeyMessage(decline) => (decline, false),
            _ => continue,
        };
        tried += 1;
        let kept = customer(&format!("card-{place}"));
        let first = intent(&format!("first-{place}"), ChargeMethod::CardRegistering(kept.clone()));
        paid(charge(gateway, clock, first, card.number).await);
        let again = intent(&format!("again-{place}"), ChargeMethod::BillingKey(kept));
        let reply = charge(gateway, clock, again, "").await;
        assert!(agrees(&reply, decline.kind), "{}: {reply:?}", decline.code);
        assert!(matches!(reply, Ok(Reply::Declined { record, .. }) if record.is_some() == kept_record));
    }
    assert_eq!(tried, 5);
    assert_eq!(setting.charges(), 5);
}

/// The form in which a refusal comes changes nothing about what it means.
#[tokio::test]
async fn both_forms_mean_the_same() {
    let reasons = |form| async move {
        let setting = Setting::with(SettingsPatch { decline_form: Some(form), ..SettingsPatch::default() });
        let mut found = Vec::new();
        for (place, card) in test_cards().iter().enumerate() {
            let CardBehaviour::Record(_) = card.behaviour else { continue };
            let intent = intent(&format!("order-{place}"), ChargeMethod::Card);
            match charge(&setting.gateway, &setting.clock, intent, card.number).await {
                Ok(Reply::Declined { decline, .. }) => found.push(decline.code()),
                Err(ChargeError::Unknown(cause)) => found.push(cause.code()),
                other => panic!("{other:?}"),
            }
        }
        found
    };
    let by_record = reasons(DeclineForm::Record).await;
    assert_eq!(by_record.len(), 39);
    assert_eq!(by_record, reasons(DeclineForm::Message).await);
}

#[tokio::test]
async fn a_declined_uid_may_be_used_again() {
    let setting = Setting::new();
    let (gateway, clock) = (&setting.gateway, &setting.clock);
    let declined = charge(gateway, clock, intent("order", ChargeMethod::Card), "4000000000310005").await;
    assert!(matches!(declined, Ok(Reply::Declined { record: Some(_), .. })));
    paid(key_in(gateway, clock, "order").await);
    assert_eq!(gateway.look_up(&uid("order")).await.unwrap().records().len(), 2);
}
