//! The card on standard input.

use keyin_tests::{Till, TypedCard, each};
use serde_json::{Value, json};

use super::{LANGUAGES, never_shown, nothing_happened, refused};

const PAY: [&str; 9] =
    ["pay", "card", "--merchant-uid", "order-1", "--amount", "3000", "--name", "주문", "--card-stdin"];
/// Asks for no payment, so that the PG must offer it before the card is even read.
const ISSUE: [&str; 5] = ["billing-key", "issue", "customer-1", "--card-stdin", "--allow-unverified-card"];

fn card() -> Value {
    serde_json::from_slice(&TypedCard::GOOD.to_json()).unwrap()
}

/// What each field must refuse beside the empty, the endless and what is no text.
const FIELDS: [(&str, &[&str]); 5] = [
    (
        "card_number",
        &[
            "400000000002",
            "40000000000000000002",
            "4000-0000-0000-000x",
            "４０００００００００００００２",
            "٤٠٠٠٠٠٠٠٠٠٠٠٠٠٠٢",
            "카드번호카드번호카드번호",
            "-4000000000000002",
            "4000--0000-0000-0002",
            "4000-0000-0000-0002-",
            "4000000000000002\0",
            "\u{0}4000000000000002",
            "4000000000000002\n",
            "4000_0000_0000_0002",
            "4000000000000002; DROP TABLE charges",
        ],
    ),
    (
        "expiry",
        &[
            "2089-13",
            "2089-00",
            "1999-12",
            "2100-01",
            "89-2089",
            "13/89",
            "２０８９-１１",
            "2089-11\0",
            "-089-11",
            "2089-1",
            "20891",
            "열한월",
        ],
    ),
    (
        "birth",
        &[
            "87060",
            "8706055",
            "87060x",
            "８７０６０５",
            "-87060",
            "870605\0",
            "87 06 05",
            "생년월일",
            "123-45-6789x",
        ],
    ),
    ("pwd_2digit", &["9", "949", "9x", "-9", "９４", "94\0", "비번"]),
    ("cvc", &["94", "94949", "94x", "-94", "９４９", "949\0", "씨브이씨"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_field_of_the_card_refuses_what_it_must() {
    each(FIELDS, |(field, bad)| async move {
        let till = Till::open().await;
        let endless = "4".repeat(1_000_000);
        let texts = bad.iter().copied().chain(["", endless.as_str()]).map(|text| json!(text));
        let no_texts = [
            json!(4000000000000002_u64),
            json!(-1),
            json!(null),
            json!(true),
            json!(["4000000000000002"]),
            json!({"a": 1}),
        ];
        for (place, value) in texts.chain(no_texts).enumerate() {
            let (language, korean) = LANGUAGES[place % LANGUAGES.len()];
            let mut card = card();
            card[field] = value.clone();
            let line = [&PAY[..], &["--lang", language]].concat();
            let run = till.run_with_input(&line, card.to_string().as_bytes()).await;
            let text = value.as_str().unwrap_or("4000000000000002");
            let (code, named) = refused(&run, korean, &[text, TypedCard::GOOD.number, "4000000000000002"]);
            assert_eq!(named.as_deref(), Some(field), "{code}: {:.60}", value.to_string());
            assert!(code.starts_with(&format!("invalid.{field}.")), "{code}");
        }
        nothing_happened(&till);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_card_is_refused_without_being_repeated() {
    const NUMBER: &str = "4000000000000002";
    let mut named_by_number = card();
    named_by_number[NUMBER] = json!("x");
    let good = card().to_string();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "card_stdin"),
        (NUMBER.into(), "card_stdin"),
        (format!("\"{NUMBER}\"").into_bytes(), "card_stdin"),
        (format!("[{good}]").into_bytes(), "card_stdin"),
        (format!("{good}{good}").into_bytes(), "card_stdin"),
        (good.as_bytes()[..good.len() - 1].to_vec(), "card_stdin"),
        (named_by_number.to_string().into_bytes(), "card_stdin"),
        (b"{\"card_number\":\"4000000000000002\xff\"}".to_vec(), "card_stdin"),
        ("9".repeat(1_000_000).into_bytes(), "card_stdin"),
        ("{\"card_number\":".repeat(100_000).into_bytes(), "card_stdin"),
        (format!("card_number={NUMBER}&expiry=2089-11").into_bytes(), "card_stdin"),
        (b"{}".to_vec(), "card_number"),
        (format!("{{\"card_number\":\"{NUMBER}\"}}").into_bytes(), "expiry"),
        (b"{\"expiry\":\"2089-11\"}".to_vec(), "card_number"),
    ];
    each(cases, |(input, field)| async move {
        let till = Till::open().await;
        for (language, korean) in LANGUAGES {
            let line = [&PAY[..], &["--lang", language]].concat();
            let run = till.run_with_input(&line, &input).await;
            let (code, named) = refused(&run, korean, &[NUMBER]);
            assert_eq!(named.as_deref(), Some(field), "{code}");
            // People get the same on standard error, and standard output stays empty.
            let people = till.keyin.run_with_input(&line, &input).await.ended(2);
            assert!(people.stdout.is_empty() && !people.stderr.is_empty(), "{people:?}");
            never_shown(&people, &[NUMBER]);
        }
        nothing_happened(&till);
    })
    .await;
}

#[tokio::test]
async fn the_card_of_a_standalone_key_is_checked_alike() {
    let till = Till::open().await;
    let contracted = till.keyin.clone().with("KEYIN_PG_STANDALONE_BILLING_KEY", "true");
    for (field, value) in [
        ("card_number", "4000-0000-0000-000x"),
        ("expiry", "2089-13"),
        ("birth", "87060"),
        ("pwd_2digit", "9x9"),
        ("cvc", "94x4"),
    ] {
        let mut card = card();
        card[field] = json!(value);
        let line = [&ISSUE[..], &["--json"]].concat();
        let run = contracted.run_with_input(&line, card.to_string().as_bytes()).await;
        assert_eq!(refused(&run, false, &[value]).1.as_deref(), Some(field));
    }
    nothing_happened(&till);
}

#[tokio::test]
async fn without_a_terminal_the_card_must_be_given_on_standard_input() {
    let till = Till::open().await;
    let line: Vec<&str> = PAY.iter().copied().filter(|word| *word != "--card-stdin").collect();
    let run = till.run_with_input(&line, &TypedCard::GOOD.to_json()).await;
    assert_eq!(refused(&run, false, &[TypedCard::GOOD.number]).1.as_deref(), Some("card_stdin"));
    nothing_happened(&till);
}
