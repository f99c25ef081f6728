//! What the page says in two languages: each text is there in both, and each is shown somewhere.

use std::collections::{BTreeMap, BTreeSet};

use keyin_sandbox::ClockMode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Shop;
use crate::page::files;

const FOLDER: &str = "/_sandbox/page/";

/// The names of a table's texts, one a line.
fn names(table: &str) -> BTreeSet<String> {
    let lines = table.lines().filter(|line| line.starts_with("  "));
    let mut names = BTreeSet::new();
    for line in lines {
        let (name, text) = line.trim().split_once(": ").unwrap_or_default();
        assert!(text.len() > "'',".len() && text.starts_with('\'') && text.ends_with("',"), "{line}");
        assert!(names.insert(name.trim_matches('\'').to_owned()), "twice: {name}");
    }
    names
}

/// What stands behind each of these, up to that character.
fn between<'t>(text: &'t str, before: &str, after: char) -> impl Iterator<Item = &'t str> {
    text.split(before).skip(1).map(move |rest| rest.split(after).next().unwrap_or_default())
}

/// The names the scripts ask for, and what they put together where it is not a name, as `cards.${behaviour}`.
fn asked_for(scripts: &BTreeMap<String, String>) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut whole, mut made) = (BTreeSet::new(), BTreeSet::new());
    for (path, text) in scripts.iter().filter(|(path, _)| !path.ends_with("/text.js")) {
        // `t(` by itself, not the end of another name.
        let is_call = |at: &usize| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || "_.$".contains(c));
        for (at, _) in text.match_indices("t(").filter(|(at, _)| is_call(at)) {
            let mut asked = text[at + 2..].chars();
            let quote = asked.next().unwrap();
            assert!(
                ['\'', '`'].contains(&quote),
                "{path}: a text is asked for in a way this test does not know"
            );
            let name = asked.take_while(|c| *c != quote).collect();
            if quote == '`' {
                made.insert(name)
            } else {
                whole.insert(name)
            };
        }
    }
    (whole, made)
}

async fn told(shop: &Shop, path: &str) -> Value {
    shop.bare(Method::GET, path).send().await.unwrap().json().await.unwrap()
}

/// What can be put together, each with where its second part comes from.
async fn put_together(
    shop: &Shop,
    scripts: &BTreeMap<String, String>,
) -> BTreeMap<&'static str, Vec<String>> {
    let sections = format!("{FOLDER}sections/");
    let sections = scripts.keys().filter_map(|path| path.strip_prefix(&sections)?.strip_suffix(".js"));
    let cards = told(shop, "/_sandbox/test-cards").await;
    let cards = cards["cards"].as_array().unwrap().iter().map(|card| card["behaviour"].as_str().unwrap());
    let pgs = told(shop, "/_sandbox/pgs").await;
    let pgs = pgs["pgs"].as_array().unwrap().iter().map(|pg| pg.as_str().unwrap());
    let steps = between(&scripts[&format!("{FOLDER}sections/schedules.js")], "step('", '\'');
    let modes = [ClockMode::Real, ClockMode::Manual].map(|mode| json!(mode).as_str().unwrap().to_owned());
    let with = |prefix: &str, ends: Vec<&str>| ends.iter().map(|end| format!("{prefix}.{end}")).collect();
    BTreeMap::from([
        ("nav.${name}", with("nav", sections.collect())),
        ("cards.${behaviour}", with("cards", cards.collect())),
        ("pg.${pg}", with("pg", pgs.collect())),
        ("schedules.${id}", with("schedules", steps.collect())),
        ("schedules.${shown.mode}", with("schedules", modes.iter().map(String::as_str).collect())),
    ])
}

#[tokio::test]
async fn both_languages_have_each_text_that_is_shown_and_no_other() {
    let shop = Shop::open().await;
    let mut scripts = files(&shop).await;
    let mut table = |name: &str| names(&scripts.remove(&format!("{FOLDER}{name}.js")).unwrap());
    let (english, korean) = (table("english"), table("korean"));
    assert_eq!(english, korean);
    let (mut shown, made) = asked_for(&scripts);
    let known = put_together(&shop, &scripts).await;
    assert_eq!(made.iter().map(String::as_str).collect::<BTreeSet<_>>(), known.keys().copied().collect());
    shown.extend(known.into_values().flatten());
    assert_eq!(shown, english);
}
