//! What stands beside the payments: channels, the doctor, completions, manual pages, the sandbox as a server.

use std::time::Duration;

use keyin_sandbox::{Channel, ChannelType, SettingsPatch};
use keyin_tests::{Keyin, Till, TypedCard};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

#[tokio::test]
async fn the_channels_are_listed_as_the_gateway_tells_them() {
    let till = Till::open().await;
    let window =
        Channel { sandbox: false, kind: ChannelType::Payment, ..Channel::new("html5_inicis", "INIpayTest") };
    let channels = Some(vec![Channel::development(), window]);
    till.shop.sandbox.update_settings(SettingsPatch { channels, ..SettingsPatch::default() }).unwrap();
    let told = till.run(&["pg", "list"]).await.ended(0).document();
    let rows: Vec<_> = told["channels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["pg"], &row["type"], &row["sandbox"]))
        .collect();
    assert_eq!(
        rows,
        [
            (&json!("settle.nxca_jt_bi"), &json!("api_payment"), &json!(true)),
            (&json!("html5_inicis.INIpayTest"), &json!("payment"), &json!(false)),
        ]
    );
    let people = till.keyin.run(&["pg", "list"]).await.ended(0);
    assert!(people.stdout.contains("settle.nxca_jt_bi") && people.stdout.lines().count() == 2, "{people:?}");
}

fn checks(document: &Value) -> Vec<(&str, bool)> {
    let checks = document["checks"].as_array().unwrap().iter();
    checks.map(|check| (check["check"].as_str().unwrap(), check["ok"].as_bool().unwrap())).collect()
}

#[tokio::test]
async fn the_doctor_finds_what_is_wrong_and_nothing_else() {
    let till = Till::open().await;
    let sound = till.run(&["doctor"]).await.ended(0).document();
    assert_eq!(sound["ok"], true);
    let all = ["settings", "store", "credentials", "clock", "channels"];
    assert_eq!(checks(&sound), all.map(|name| (name, true)));

    let ill = |keyin: Keyin| async move {
        let told = keyin.run(&["doctor", "--json"]).await.ended(1).document();
        assert_eq!(told["ok"], false);
        let ill: Vec<String> =
            checks(&told).iter().filter(|(_, ok)| !ok).map(|(name, _)| (*name).to_owned()).collect();
        ill
    };
    let keyin = &till.keyin;
    assert_eq!(ill(keyin.clone().with("KEYIN_IAMPORT_SECRET", "wrong")).await, ["credentials"]);
    assert_eq!(
        ill(keyin.clone().without("KEYIN_IAMPORT_KEY").without("KEYIN_IAMPORT_SECRET")).await,
        ["credentials"]
    );
    assert_eq!(ill(keyin.clone().with("KEYIN_STORE", "sqlite:no/such/folder/journal.db")).await, ["store"]);
    assert_eq!(ill(keyin.clone().with("KEYIN_PG", "nice")).await, ["channels"]);
    assert_eq!(ill(Keyin::new("http://127.0.0.1:9")).await, ["credentials"]);
}

#[tokio::test]
async fn completions_know_every_command() {
    let keyin = Keyin::bare();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = keyin.run(&["completions", shell]).await.ended(0).stdout;
        for word in ["pay", "billing-key", "resolve", "doctor", "sandbox", "allow-unverified-card"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[tokio::test]
async fn manual_pages_are_there_for_every_command() {
    let keyin = Keyin::bare();
    let page = keyin.run(&["man"]).await.ended(0).stdout;
    assert!(page.contains(".TH keyin 1") && page.contains("billing\\-key"), "{page}");
    let written = keyin.run(&["man", "--out", "pages", "--json"]).await.ended(0).document();
    let pages: Vec<&str> = written["pages"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for name in
        ["keyin.1", "keyin-pay-card.1", "keyin-pay-cancel.1", "keyin-billing-key-issue.1", "keyin-demo.1"]
    {
        assert!(pages.contains(&name), "{pages:?}");
        let page = std::fs::read_to_string(keyin.folder().join("pages").join(name)).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{page}");
    }
    let card = std::fs::read_to_string(keyin.folder().join("pages/keyin-pay-card.1")).unwrap();
    assert!(card.contains("card\\-stdin"), "{card}");
}

#[tokio::test]
async fn the_sandbox_says_where_it_listens_and_takes_payments_there() {
    let served = Keyin::bare();
    let mut server =
        served.start(&["sandbox", "--listen", "127.0.0.1:0", "--json", "--seed", "7"], b"").await;
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let first =
        tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.unwrap().unwrap().unwrap();
    let told: Value = serde_json::from_str(&first).unwrap();
    let url = told["listening"].as_str().unwrap();
    assert!(url.starts_with("http://127.0.0.1:") && !url.ends_with(":0"), "{url}");

    let keyin = Keyin::new(url);
    let line = [
        "pay",
        "card",
        "--merchant-uid",
        "served-1",
        "--amount",
        "3000",
        "--name",
        "주문",
        "--card-stdin",
        "--json",
    ];
    let paid = keyin.run_with_input(&line, &TypedCard::GOOD.to_json()).await.ended(0).document();
    assert_eq!(paid["state"], "succeeded");

    // It ends when it is told to, politely, and has then closed its port.
    let pid = server.id().unwrap().to_string();
    let told = std::process::Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid]).status().unwrap();
    assert!(told.success());
    let ended = tokio::time::timeout(Duration::from_secs(60), server.wait()).await.unwrap().unwrap();
    assert_eq!(ended.code(), Some(0));
    keyin.run(&["pg", "list"]).await.ended(4);
}
