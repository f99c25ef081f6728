//! Whoever types what the page about the sandbox shows, one block after the other, is answered as it shows.

use std::slice::Iter;

use keyin_sandbox::{Sandbox, SandboxOptions};
use serde_json::{Deserializer, Value};

use crate::page::{Block, Page};
use crate::walks::Reader;

/// What every run has of its own.
const OF_A_RUN: [&str; 5] = ["access_token", "imp_uid", "now", "expired_at", "at"];

/// The token of the page, which its reader replaces with his own.
const TOKEN: &str = "a89c092f7efe4886e3d23a74ab83f06935dd44dd";

/// Whether everything that is shown was told. Of a list, the page may show a part.
fn tells(told: &Value, shown: &Value) -> bool {
    match (told, shown) {
        (Value::Object(told), Value::Object(shown)) => shown.iter().all(|(key, shown)| {
            told.get(key).is_some_and(|told| OF_A_RUN.contains(&key.as_str()) || tells(told, shown))
        }),
        (Value::Array(told), Value::Array(shown)) => tell_all(told.iter(), shown),
        _ => told == shown,
    }
}

/// In the order in which they are shown.
fn tell_all(mut told: Iter<'_, Value>, shown: &[Value]) -> bool {
    shown.iter().all(|shown| told.any(|told| tells(told, shown)))
}

/// The JSON documents of an output, one after the other.
fn documents(told: &str) -> Vec<Value> {
    Deserializer::from_str(told).into_iter().map_while(Result::ok).collect()
}

fn is_an_error(document: &Value) -> bool {
    document.get("error").is_some() || document.get("code").is_some_and(|code| code != 0)
}

async fn follow(path: &str) {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let mut reader = Reader::new(&sandbox.url());
    let mut token = TOKEN.to_owned();
    let blocks = Page::open(path).blocks();
    let mut compared = 0;
    for (at, step) in blocks.iter().enumerate().filter(|(_, block)| is_typed(block)) {
        let told = reader.run(&step.text.replace(TOKEN, &token));
        let answers = documents(&told);
        let refused = answers.iter().find(|answer| is_an_error(answer));
        assert!(refused.is_none(), "{path}:\n{}\n{refused:?}", step.text);
        if let Some(granted) = answers.iter().find_map(|one| one.pointer("/response/access_token")?.as_str())
        {
            token = granted.to_owned();
        }
        let Some(shown) = blocks.get(at + 1).filter(|next| is_an_answer(next)) else { continue };
        compared += 1;
        let is_told = match documents(&shown.text).as_slice() {
            [] => told.contains(shown.text.trim()),
            shown => tell_all(answers.iter(), shown),
        };
        assert!(is_told, "{path}:\n{}\ntold {told}\ninstead of {}", step.text, shown.text);
    }
    assert!(compared >= 6, "{path}: only {compared} answers were compared");
    sandbox.shutdown().await;
}

/// What goes to the sandbox that is running already.
fn is_typed(block: &Block) -> bool {
    block.language == "sh" && (block.text.contains("curl ") || block.text.starts_with("export "))
}

fn is_an_answer(block: &Block) -> bool {
    ["json", "text"].contains(&block.language.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_about_the_sandbox() {
    follow("docs/sandbox.md").await;
    follow("docs/sandbox.ko.md").await;
}

#[test]
fn a_part_is_told_and_nothing_else() {
    let told = serde_json::json!({"list": [{"a": 1, "at": 5}, {"a": 2, "at": 6}], "code": 0});
    for (shown, expected) in [
        (serde_json::json!({"list": [{"a": 2, "at": 9}]}), true),
        (serde_json::json!({"list": [{"a": 2}, {"a": 1}]}), false),
        (serde_json::json!({"list": [{"a": 1, "b": 1}]}), false),
        (serde_json::json!({"code": 1}), false),
    ] {
        assert_eq!(tells(&told, &shown), expected, "{shown}");
    }
}
