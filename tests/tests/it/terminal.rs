//! What is asked at a terminal: a card, of which nothing is shown, and a word before much is cancelled.

use keyin_domain::jiff::Timestamp;
use keyin_tests::{Keyin, Run, Till, Typed, TypedCard, traces_of_number};
use serde_json::{Value, json};

use crate::paying::{CUSTOMER, UID};

const PAY: [&str; 8] = ["pay", "card", "--merchant-uid", UID, "--amount", "3000", "--name", "주문"];

fn english(till: &Till) -> Keyin {
    till.keyin.clone().with("KEYIN_LANG", "en")
}

fn hidden(asked: &'static str, text: &'static str) -> Typed {
    Typed { asked, text, hidden: true }
}

/// Numbers, and a birth date that nothing else on the screen can look like.
fn card() -> [Typed; 4] {
    let TypedCard { number, .. } = TypedCard::GOOD;
    [
        hidden("card number", number),
        hidden("(YYYY-MM, MM/YY)", "2089-11"),
        hidden("birth", "870605"),
        hidden("password", "94"),
    ]
}

#[tokio::test]
async fn of_a_card_that_is_typed_nothing_is_shown() {
    let till = Till::open().await;
    let paid = english(&till).at_a_terminal(&PAY, &card()).await.ended(0);
    assert_eq!(traces_of_number(TypedCard::GOOD.number, paid.stdout.as_bytes()), Vec::<String>::new());
    for part in ["2089-11", "870605"] {
        assert!(!paid.stdout.contains(part), "{}", paid.stdout);
    }
    // Two digits are found by chance, but not by themselves right behind the question.
    let (_, behind) = paid.stdout.rsplit_once("password").unwrap();
    let (line, _) = behind.split_once('\n').unwrap();
    assert!(!line.contains("94"), "{line}");
    assert_eq!(till.shop.captured(UID), [3000]);
}

/// Whoever answers faster than anybody types, as a script does or a card reader.
#[tokio::test]
async fn nothing_is_shown_to_those_who_answer_at_once_either() {
    let till = Till::open().await;
    let at_once = card().map(|answer| Typed { hidden: false, ..answer });
    let paid = english(&till).at_a_terminal(&PAY, &at_once).await.ended(0);
    assert_eq!(traces_of_number(TypedCard::GOOD.number, paid.stdout.as_bytes()), Vec::<String>::new());
    for part in ["2089-11", "870605"] {
        assert!(!paid.stdout.contains(part), "{}", paid.stdout);
    }
    assert_eq!(till.shop.captured(UID), [3000]);
}

/// That the terminal is then as it was before is looked at whenever something was typed at it.
#[tokio::test]
async fn ctrl_c_ends_it_and_nothing_was_sent() {
    let till = Till::open().await;
    let [number, ..] = card();
    for typed in [vec![hidden("card number", "4000\u{3}")], vec![number, hidden("(YYYY-MM, MM/YY)", "\u{3}")]]
    {
        let ended = english(&till).at_a_terminal(&PAY, &typed).await.ended(130);
        assert!(!ended.stdout.contains("4000"), "{}", ended.stdout);
    }
    assert!(till.calls().is_empty());
}

#[tokio::test]
async fn a_card_that_is_no_card_is_not_shown_either() {
    let till = Till::open().await;
    let [_, expiry, birth, password] = card();
    let wrong = [hidden("card number", "4000-0000-0000-00021"), expiry, birth, password];
    let refused = english(&till).at_a_terminal(&PAY, &wrong).await.ended(2);
    assert!(!refused.stdout.contains("4000"), "{}", refused.stdout);
    assert!(till.calls().is_empty());
}

/// A till whose customer has two schedules.
async fn with_two_schedules() -> Till {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    let at = Timestamp::from_second(till.shop.sandbox.clock().now + 3_600).unwrap().to_string();
    for uid in [UID, "order-2"] {
        let add = ["schedule", "add", "--customer-uid", CUSTOMER, "--merchant-uid", uid, "--amount", "3000"];
        till.run(&[&add[..], &["--name", "월간", "--at", &at]].concat()).await.ended(0);
    }
    till
}

async fn cancel_all(till: &Till, answer: &'static str) -> Run {
    let typed = Typed { asked: "Type the customer_uid to go on", text: answer, hidden: false };
    english(till).at_a_terminal(&["schedule", "cancel", "--all-of", CUSTOMER], &[typed]).await
}

async fn status(till: &Till, uid: &str) -> Value {
    till.run(&["schedule", "show", uid]).await.ended(0).document()["schedule_status"].clone()
}

#[tokio::test]
async fn all_schedules_of_a_customer_go_only_when_their_name_is_typed() {
    let till = with_two_schedules().await;
    for other in ["no", "yes", "", "y", "order-2"] {
        let refused = cancel_all(&till, other).await.ended(2);
        assert!(refused.stdout.contains("Nothing was sent."), "{}", refused.stdout);
    }
    assert_eq!(till.calls_to("/subscribe/payments/unschedule"), 0);
    for uid in [UID, "order-2"] {
        assert_eq!(status(&till, uid).await, json!("scheduled"));
    }
    let taken = cancel_all(&till, CUSTOMER).await.ended(0);
    // What is no secret is shown as it is typed: this terminal would have shown a card, too.
    let (_, typed) = taken.stdout.split_once("to go on").unwrap();
    assert!(typed.trim_start_matches([':', ' ', '\r', '\n']).starts_with(CUSTOMER), "{}", taken.stdout);
    for uid in [UID, "order-2"] {
        assert_eq!(status(&till, uid).await, json!("revoked"));
        assert!(taken.stdout.contains(uid), "{}", taken.stdout);
    }
}
