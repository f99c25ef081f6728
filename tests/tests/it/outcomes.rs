//! How paying commands end when no reply is lost: declined, replayed, in conflict, in doubt, unavailable.

use keyin_sandbox::{Settings, UnknownCustomer};
use keyin_tests::{Keyin, Shop, Till, TypedCard, each};
use serde_json::{Value, json};

use crate::paying::{CUSTOMER, Paying, UID, agrees_with_the_ledger};

fn is_korean(text: &Value) -> bool {
    text.as_str().unwrap().chars().any(|c| ('가'..='힣').contains(&c))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decline_is_explained_and_told_again_without_another_call() {
    let cases = [
        (TypedCard::OVER_LIMIT, "soft"),
        (TypedCard::OVER_LIMIT_IN_WORDS, "soft"),
        (TypedCard::LOST, "hard"),
    ];
    each(cases, |(card, kind)| async move {
        let till = Till::open().await;
        let declined = till.pay_card(UID, card, &[]).await.ended(3).document();
        assert_eq!(
            (&declined["state"], &declined["replayed"]),
            (&json!("declined"), &json!(false)),
            "{declined}"
        );
        assert_eq!(declined["decline"]["kind"], kind);
        assert!(declined["decline"]["code"].as_str().is_some_and(|code| !code.is_empty()));
        assert!(!is_korean(&declined["decline"]["message"]), "{declined}");
        let again = till.pay_card(UID, card, &["--lang", "ko"]).await.ended(3).document();
        assert_eq!(
            (&again["replayed"], &again["decline"]["code"]),
            (&json!(true), &declined["decline"]["code"])
        );
        assert!(is_korean(&again["decline"]["message"]), "{again}");
        assert_eq!(till.calls_to(Paying::Card.path()), 1);
        assert!(till.shop.sandbox.ledger().is_empty());
        // The same customer pays with another card under a new merchant_uid.
        till.pay_card("order-2", TypedCard::GOOD, &[]).await.ended(0);
    })
    .await;
}

#[tokio::test]
async fn people_are_told_of_a_decline_in_their_language() {
    let till = Till::open().await;
    let arguments = Paying::Card.arguments();
    let input = TypedCard::OVER_LIMIT.to_json();
    let english = till.keyin.run_with_input(&arguments, &input).await.ended(3);
    assert!(english.stdout.contains("nothing was charged"), "{english:?}");
    let korean =
        till.keyin.clone().with("KEYIN_LANG", "ko").run_with_input(&arguments, &input).await.ended(3);
    // What became of the money, and what to do next.
    assert!(
        korean.stdout.contains("결제되지 않았습니다") && korean.stdout.contains("merchant_uid"),
        "{korean:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_outcome_is_told_again() {
    each(Paying::ALL, |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        let first = command.run(&till, &[]).await.ended(0).document();
        let second = command.run(&till, &[]).await.ended(0).document();
        assert_eq!((&first["replayed"], &second["replayed"]), (&json!(false), &json!(true)));
        agrees_with_the_ledger(&till, &first);
        agrees_with_the_ledger(&till, &second);
        assert_eq!(till.calls_to(command.path()), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_content_under_the_same_uid_is_a_conflict() {
    each(Paying::ALL, |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        command.run(&till, &[]).await.ended(0);
        let sent = till.calls().len();
        let other: Vec<&str> = command
            .arguments()
            .into_iter()
            .map(|argument| if argument == "3000" { "3001" } else { argument })
            .collect();
        for (language, korean) in [("en", false), ("ko", true)] {
            let arguments = [other.as_slice(), &["--lang", language]].concat();
            let refused = till.run_with_input(&arguments, &command.input()).await.ended(2).document();
            let error = &refused["error"];
            assert!(error["code"].as_str().unwrap().starts_with("conflict"), "{refused}");
            assert_eq!(is_korean(&error["message"]), korean, "{refused}");
        }
        assert_eq!(till.calls().len(), sent);
        assert_eq!(till.shop.captured(UID), [3000]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_says_nothing_is_settled_by_looking() {
    let cases =
        [(TypedCard::CHARGED_UNSAID, 0, "succeeded"), (TypedCard::NOT_CHARGED_UNSAID, 4, "needs_card")];
    each(cases, |(card, exit, state)| async move {
        let till = Till::open().await;
        let told = till.pay_card(UID, card, &["--wait", "60s"]).await.ended(exit).document();
        assert_eq!(told["state"], state, "{told}");
        assert_eq!(till.shop.captured(UID).len(), usize::from(exit == 0));
    })
    .await;
}

#[tokio::test]
async fn a_card_in_doubt_is_refused_before_sending_unless_it_is_allowed() {
    let till = Till::open().await;
    let expired = TypedCard { expiry: "2019-01", ..TypedCard::GOOD };
    let mistyped = TypedCard::number("4000-0000-0000-0003");
    for (card, code) in [(TypedCard::GUIDE, "card.luhn"), (mistyped, "card.luhn"), (expired, "card.expired")]
    {
        for (language, korean) in [("en", false), ("ko", true)] {
            let refused = till.pay_card(UID, card, &["--lang", language]).await.ended(2).document();
            assert_eq!(refused["error"]["code"], code);
            assert_eq!(is_korean(&refused["error"]["message"]), korean, "{refused}");
        }
    }
    assert_eq!(till.shop.sandbox.requests().len(), 1, "the shop's own token, and no other call");
    let paid = till.pay_card(UID, TypedCard::GUIDE, &["--allow-unverified-card"]).await.ended(0).document();
    agrees_with_the_ledger(&till, &paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_not_there_cannot_be_charged() {
    for unknown_customer in [UnknownCustomer::Ok, UnknownCustomer::NotFound] {
        let till = Till::with(Settings { unknown_customer, ..Settings::default() }).await;
        let refused = Paying::BillingKey.run(&till, &[]).await.ended(3).document();
        assert_eq!(refused["state"], "refused", "{refused}");
        assert!(till.shop.sandbox.ledger().is_empty());
        let shown = till.run(&["billing-key", "show", CUSTOMER]).await.ended(1).document();
        assert_eq!(shown["error"]["code"], "not_found");
    }
}

#[tokio::test]
async fn an_unknown_payment_is_not_found() {
    let till = Till::open().await;
    for reference in ["nobody", "imps_123456789012", "imp_123456789012"] {
        for (language, korean) in [("en", false), ("ko", true)] {
            let told = till.run(&["pay", "show", reference, "--lang", language]).await.ended(1).document();
            assert_eq!(told["error"]["code"], "not_found");
            assert_eq!(is_korean(&told["error"]["message"]), korean, "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_gateway_charges_nothing_and_says_so() {
    each(Paying::ALL, |command| async move {
        let shop = Shop::open().await;
        let keyin = Keyin::new(&shop.sandbox.url());
        shop.sandbox.shutdown().await;
        for (language, says) in [("en", "nothing was charged"), ("ko", "결제되지 않았습니다")] {
            let people = [&command.arguments()[..], &["--lang", language]].concat();
            let told = keyin.run_with_input(&people, &command.input()).await.ended(4);
            let text = format!("{}{}", told.stdout, told.stderr).to_lowercase();
            assert!(text.contains(says), "{text}");
            let told =
                keyin.run_with_input(&[&people[..], &["--json"]].concat(), &command.input()).await.ended(4);
            let document = told.document();
            let state = document["state"].as_str();
            assert!(state == Some("not_sent") || document["error"]["code"].is_string(), "{document}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_charge_nothing_and_are_told_apart() {
    each(Paying::ALL, |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        let before = till.shop.sandbox.ledger().len();
        let stranger = till.keyin.clone().with("KEYIN_IAMPORT_SECRET", "wrong-secret");
        let arguments = [&command.arguments()[..], &["--json"]].concat();
        let told = stranger.run_with_input(&arguments, &command.input()).await.ended(4);
        assert!(!format!("{told:?}").contains("wrong-secret"), "{told:?}");
        let document = told.document();
        let code = document["error"]["code"].as_str().or(document["problem"]["code"].as_str()).unwrap();
        assert!(code.contains("credentials") || code.contains("unauthorized"), "{document}");
        assert_eq!(till.shop.sandbox.ledger().len(), before);
        // With the right secret the same command goes through.
        let paid = command.run(&till, &[]).await.ended(0).document();
        agrees_with_the_ledger(&till, &paid);
    })
    .await;
}

#[tokio::test]
async fn a_store_that_cannot_be_used_lets_nothing_be_sent() {
    let till = Till::open().await;
    let folder = till.keyin.folder().display().to_string();
    let nowhere =
        till.keyin.clone().with("KEYIN_STORE", &format!("sqlite:{folder}/no/such/folder/journal.db"));
    let damaged = till.keyin.clone();
    std::fs::write(damaged.journal(), "this is no database, and has never been one".repeat(100)).unwrap();
    for keyin in [nowhere, damaged] {
        let arguments = [&Paying::Card.arguments()[..], &["--json"]].concat();
        let told = keyin.run_with_input(&arguments, &Paying::Card.input()).await.ended(4).document();
        assert!(told["error"]["code"].as_str().unwrap().starts_with("store."), "{told}");
    }
    assert_eq!(till.calls_to(Paying::Card.path()), 0);
}

#[tokio::test]
async fn a_decline_that_turns_paid_is_told_when_somebody_looks() {
    let till = Till::open().await;
    let declined = till.pay_card(UID, TypedCard::OVER_LIMIT, &[]).await.ended(3).document();
    till.shop.sandbox.turn_paid(declined["imp_uid"].as_str().unwrap()).unwrap();
    let shown = till.show(UID).await;
    assert_eq!((&shown["state"], &shown["status"]), (&json!("late_paid"), &json!("paid")), "{shown}");
    assert_eq!(till.shop.captured(UID), [3000]);
}
