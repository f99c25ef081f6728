//! The settings file and the environment: the environment goes first, the gateway is only reached safely, and no secret
//! is shown.

use std::collections::HashMap;

use crate::scratch_file;

/// Stands between the settings file and the environment, which has a variable a line.
const BETWEEN: &str = "\n---\n";

/// A secret that is there unless the input brings its own.
const SECRET: &str = "fuzz-secret-4711-0815";

/// Takes a settings file, and behind a line of three dashes the environment.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (file, variables) = text.split_once(BETWEEN).unwrap_or((text, ""));
    // What is named by `…_file` is read: that must stay out of the hands of chance.
    if text.to_ascii_lowercase().contains("_file") {
        return;
    }
    let mut environment: HashMap<String, String> =
        [("KEYIN_IAMPORT_KEY", "key"), ("KEYIN_IAMPORT_SECRET", SECRET)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
    let named = variables.lines().filter_map(|line| line.split_once('='));
    environment.extend(named.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let read = scratch_file::with(file.as_bytes(), |file| keyin_cli::fuzzing::settings(file, &environment));
    let secrets = ["KEYIN_IAMPORT_SECRET", "KEYIN_SANDBOX_CONTROL_TOKEN"].map(|name| environment.get(name));
    for secret in secrets.into_iter().flatten().filter(|secret| secret.len() >= SECRET.len()) {
        let shown = read.as_ref().map_or_else(Clone::clone, |taken| taken.shown.clone());
        assert!(!shown.contains(secret.as_str()) || !is_only_here(text, secret), "a secret is shown");
    }
    if let Ok(taken) = read {
        check(file, &environment, &taken);
    }
}

/// Whether the text stands nowhere else in the input, from where it may well be shown.
fn is_only_here(input: &str, text: &str) -> bool {
    input.matches(text).count() <= 1
}

fn check(file: &str, environment: &HashMap<String, String>, taken: &keyin_cli::fuzzing::TakenSettings) {
    let table: toml::Table = file.parse().expect("a settings file that was taken is TOML");
    let in_file = table.get("iamport").and_then(|table| table.get("url")).and_then(|url| url.as_str());
    let url = environment.get("KEYIN_IAMPORT_URL").map(String::as_str).or(in_file);
    assert_eq!(taken.iamport_url, url.unwrap_or("https://api.iamport.kr"));
    // Whoever reads an address passes over spaces and control characters before it, and over tabs and ends of lines in it.
    let address = taken.iamport_url.replace(['\t', '\r', '\n'], "");
    let address = address.trim_start_matches(|c| c <= ' ');
    let scheme = address.get(..6).unwrap_or_default().to_ascii_lowercase();
    let is_here = ["localhost", "127.", "[", "0"]
        .iter()
        .any(|host| taken.iamport_url.to_ascii_lowercase().contains(host));
    assert!(scheme == "https:" || is_here, "a card would cross the network in clear text");
    if let Some(rate) = environment.get("KEYIN_RATE") {
        assert_eq!(taken.rate, rate.parse().ok());
    }
    if let Some(pg) = environment.get("KEYIN_PG") {
        assert_eq!(taken.pg.as_deref(), Some(pg.as_str()));
    }
    assert!(taken.rate.is_none_or(|rate| (1..=100_000).contains(&rate)));
}
