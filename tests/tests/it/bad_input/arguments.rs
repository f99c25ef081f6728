//! The command line itself: what is unknown, missing or twice.

use std::ffi::OsString;

use keyin_tests::{Till, each};

use super::{LANGUAGES, never_shown, nothing_happened, refused};

const NUMBER: &str = "4000000000000002";
const UID: [&str; 2] = ["--merchant-uid", "order-1"];

fn lines() -> Vec<Vec<&'static str>> {
    let pay = ["pay", "card", UID[0], UID[1], "--amount", "3000", "--name", "n", "--card-stdin"];
    let with = |more: &[&'static str]| [&pay, more].concat();
    vec![
        vec![],
        vec!["pay"],
        vec!["billing-key"],
        vec!["pg"],
        vec![NUMBER],
        vec!["pay", NUMBER],
        vec!["pay", "card"],
        vec!["pay", "card", "--amount", NUMBER],
        vec!["pay", "billing-key", UID[0], UID[1], "--amount", "3000", "--name", "n"],
        vec!["pay", "show"],
        vec!["pay", "cancel"],
        vec!["pay", "decide"],
        vec!["pay", "decide", NUMBER],
        vec!["pay", "list", NUMBER],
        vec!["billing-key", "show"],
        vec!["billing-key", "issue"],
        vec!["billing-key", "revoke"],
        vec!["completions"],
        vec!["completions", NUMBER],
        vec!["doctor", NUMBER],
        vec!["resolve", "--wait=4000000000000002"],
        vec!["pay", "show", "order-1", NUMBER],
        with(&[NUMBER]),
        with(&["--card-number", NUMBER]),
        with(&["--card-number=4000000000000002"]),
        with(&["--4000000000000002"]),
        with(&["-4000000000000002"]),
        with(&["--card-stdin=4000000000000002"]),
        with(&["--amount", NUMBER]),
        with(&["--merchant-uid"]),
        with(&["--customer-uid"]),
        with(&["--replace-billing-key"]),
        with(&["--iamport-key", NUMBER]),
        with(&["--iamport-secret=4000000000000002"]),
        // Not before 0.1.0.
        vec!["serve"],
        vec!["plan", "list"],
        vec!["subscription", "list"],
        vec!["run"],
        vec!["events"],
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_parser_refuses_is_told_without_being_repeated() {
    each(lines(), |line| async move {
        let till = Till::open().await;
        for (language, korean) in LANGUAGES {
            let line = [line.as_slice(), &["--lang", language]].concat();
            let run = till.run(&line).await;
            let (code, _) = refused(&run, korean, &[NUMBER]);
            assert!(code.starts_with("usage."), "{code}");
            let people = till.keyin.run(&line).await.ended(2);
            assert!(people.stdout.is_empty() && !people.stderr.is_empty(), "{people:?}");
            never_shown(&people, &[NUMBER]);
        }
        nothing_happened(&till);
    })
    .await;
}

#[tokio::test]
async fn a_missing_argument_is_named() {
    let till = Till::open().await;
    let run = till.run(&["pay", "card", "--card-stdin", "--amount", "3000", "--name", "n"]).await;
    assert_eq!(refused(&run, false, &[]).1.as_deref(), Some("merchant_uid"));
    nothing_happened(&till);
}

#[cfg(unix)]
#[tokio::test]
async fn an_argument_that_is_not_utf_8_is_refused() {
    use std::os::unix::ffi::OsStringExt;

    let till = Till::open().await;
    let line: Vec<OsString> = ["pay", "show", "--json"].iter().map(OsString::from).collect();
    let line = [line, vec![OsString::from_vec(b"4000000000000002\xff".to_vec())]].concat();
    let run = till.keyin.run(&line).await;
    assert!(refused(&run, false, &[NUMBER]).0.starts_with("usage."));
    nothing_happened(&till);
}

#[tokio::test]
async fn help_and_version_are_no_errors() {
    let till = Till::open().await;
    for (language, says) in [("en", "Take a key-in payment"), ("ko", "결제")] {
        let help = till.keyin.clone().with("KEYIN_LANG", language).run(&["pay", "--help"]).await.ended(0);
        assert!(help.stdout.contains(says) && help.stderr.is_empty(), "{help:?}");
    }
    let version = till.keyin.run(&["--version"]).await.ended(0);
    assert_eq!(version.stdout.trim(), format!("keyin {}", env!("CARGO_PKG_VERSION")));
    nothing_happened(&till);
}
