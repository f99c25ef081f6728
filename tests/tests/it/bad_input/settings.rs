//! Settings: from the environment, a file and flags.

use keyin_tests::{Keyin, Till, each};

use super::{
    LANGUAGES, LONGEST_ARGUMENT, has_korean, never_shown, nothing_happened, nothing_written, refused,
};

/// A variable, and what it must refuse beside the empty and the endless.
type Row = (&'static str, &'static [&'static str]);

const BAD_TIMES: &[&str] = &["soon", "-5s", "25h", "5", "오초", "99999999999999999999s"];

const VARIABLES: [Row; 12] = [
    (
        "KEYIN_IAMPORT_URL",
        &[
            "nowhere",
            "http://example.com",
            "ftp://127.0.0.1",
            "https://user:hunter2@example.com",
            "https://example.com/?hunter2",
            "https://example.com/#hunter2",
            "http://127.0.0.1.example.com",
            "https://:80",
            "javascript:hunter2",
        ],
    ),
    ("KEYIN_IAMPORT_KEY", &["hunter2 hunter2", "hunter2\n", "비밀열쇠"]),
    ("KEYIN_IAMPORT_SECRET", &["hunter2 hunter2", "hunter2\n", "비밀열쇠"]),
    ("KEYIN_PG", &["SETTLE", "세틀뱅크", "settle bank", "...."]),
    ("KEYIN_PG_STANDALONE_BILLING_KEY", &["maybe", "YES!", "아마도요", "2"]),
    (
        "KEYIN_STORE",
        &[
            "mysql://hunter2",
            "journal.db",
            "저널파일",
            "postgres://keyin:hunter2@localhost:port/shop",
            "postgres://keyin:hunter2@localhost/shop?sslmode=hunter2",
            "postgresql://localhost",
        ],
    ),
    ("KEYIN_SEND_DEADLINE", BAD_TIMES),
    ("KEYIN_GATEWAY_TIMEOUT", BAD_TIMES),
    ("KEYIN_STALL", BAD_TIMES),
    ("KEYIN_GATEWAY_LAG", BAD_TIMES),
    ("KEYIN_LANG", &["klingon", "english please", "한국어로"]),
    ("KEYIN_LOG", &["=[=[hunter2", "keyin=loud=louder"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_variable_refuses_what_it_must() {
    each(VARIABLES, |(name, bad)| async move {
        let till = Till::open().await;
        let endless = "9".repeat(LONGEST_ARGUMENT);
        // To the log filter any single word is the name of a module.
        let always: &[&str] = if name == "KEYIN_LOG" { &[] } else { &["", &endless] };
        for value in bad.iter().chain(always).copied() {
            let run = till.keyin.clone().with(name, value).run(&["pay", "show", "order-1", "--json"]).await;
            let (code, _) = refused(&run, false, &[value, "hunter2"]);
            assert!(code.starts_with("settings."), "{name}: {code}");
            // It says which setting it is.
            let message = run.document()["error"]["message"].as_str().unwrap().to_ascii_lowercase();
            let named = name.trim_start_matches("KEYIN_").to_ascii_lowercase();
            assert!(message.contains(&named), "{message}");
        }
        nothing_happened(&till);
    })
    .await;
}

#[tokio::test]
async fn a_bad_setting_is_told_in_korean_too() {
    let till = Till::open().await.keyin.with("KEYIN_STALL", "soon");
    for (language, korean) in LANGUAGES {
        let run = till.run(&["pay", "show", "order-1", "--json", "--lang", language]).await;
        refused(&run, korean, &["soon"]);
    }
}

#[tokio::test]
async fn missing_credentials_are_told_before_anything_is_sent() {
    let till = Till::open().await;
    let both = till.keyin.clone().without("KEYIN_IAMPORT_KEY").without("KEYIN_IAMPORT_SECRET");
    let no_secret = till.keyin.clone().without("KEYIN_IAMPORT_SECRET");
    let no_key = till.keyin.clone().without("KEYIN_IAMPORT_KEY");
    let no_file =
        both.clone().with("KEYIN_IAMPORT_KEY_FILE", "no-such-file").with("KEYIN_IAMPORT_SECRET_FILE", "none");
    for keyin in [both, no_secret, no_key, no_file] {
        let run = keyin.run(&["pay", "show", "order-1", "--json"]).await;
        assert!(refused(&run, false, &["imp_secret"]).0.starts_with("settings."));
    }
    nothing_happened(&till);
}

/// A machine with a settings file of that content.
fn with_file(keyin: &Keyin, name: &str, content: &str) -> String {
    let path = keyin.folder().join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// Another journal than the one that was meant does not know what was charged.
#[tokio::test]
async fn a_setting_that_is_no_text_is_not_passed_over() {
    let till = Till::open().await;
    let keyin = till.keyin.clone().without("KEYIN_STORE").with("KEYIN_LANG", "en");
    let keyin = keyin.in_a_shell("KEYIN_STORE=\"$(printf 'sqlite:\\260\\341.db')\"; export KEYIN_STORE");
    let run = keyin.run(&["pay", "list", "--json"]).await;
    assert_eq!(refused(&run, false, &[]).0, "settings.invalid");
    assert_eq!(run.document()["error"]["field"], "KEYIN_STORE");
    assert!(!keyin.folder().join("keyin.db").exists());
}

#[tokio::test]
async fn a_bad_file_is_refused_without_being_repeated() {
    let till = Till::open().await;
    for (content, code, names) in [
        ("lang = \"ko\"\n[iamport\nsecret = \"hunter2\"\n", "settings.file", "line 2"),
        ("secret = \"hunter2\"\n", "settings.unknown_key", "secret"),
        ("[iamport]\npassword = \"hunter2\"\n", "settings.unknown_key", "iamport.password"),
        ("\"iamport.secret\" = \"hunter2\"\n", "settings.unknown_key", "iamport.secret"),
        ("[iamport]\n\"a.b\" = \"hunter2\"\n", "settings.unknown_key", "iamport.a.b"),
        ("[iamprot]\n", "settings.unknown_key", "iamprot"),
        ("iamport = \"hunter2\"\n", "settings.unknown_key", "iamport"),
        ("stall = \"hunter2\"\n", "settings.invalid", "stall"),
        ("stall = 5\n", "settings.invalid", "stall"),
        ("standalone_billing_key = \"hunter2\"\n", "settings.invalid", "standalone_billing_key"),
    ] {
        let keyin = till.keyin.clone().without("KEYIN_STALL");
        let file = with_file(&keyin, "bad.toml", content);
        let run = keyin.run(&["pay", "show", "order-1", "--json", "--config", &file, "--lang", "en"]).await;
        assert_eq!(refused(&run, false, &["hunter2"]).0, code);
        let message = run.document()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(names) && message.contains("bad.toml"), "{message}");
    }
    let run = till.run(&["pay", "show", "order-1", "--config", "no-such-file.toml"]).await;
    assert_eq!(refused(&run, false, &[]).0, "settings.file");
    nothing_happened(&till);
}

#[tokio::test]
async fn a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default() {
    let keyin = Keyin::bare();
    let language_of = |keyin: Keyin, flag: Vec<String>| async move {
        let line =
            [vec!["pay".to_owned(), "show".to_owned(), "order 1".to_owned(), "--json".to_owned()], flag]
                .concat();
        has_korean(&keyin.run(&line).await.ended(2).stdout)
    };
    assert!(!language_of(keyin.clone(), vec![]).await, "English by default");
    let korean = keyin.clone().with("LANG", "ko_KR.UTF-8");
    assert!(language_of(korean.clone(), vec![]).await, "the locale");
    assert!(language_of(korean.with("LC_ALL", "").with("LC_MESSAGES", ""), vec![]).await, "empty is not set");
    with_file(&keyin, "keyin.toml", "lang = \"ko\"\n");
    assert!(language_of(keyin.clone(), vec![]).await, "the file in the folder");
    let other = with_file(&keyin, "other.toml", "lang = \"en\"\n");
    let named = keyin.clone().with("KEYIN_CONFIG", &other);
    assert!(!language_of(named.clone(), vec![]).await, "the file that is named");
    assert!(language_of(named.clone().with("KEYIN_LANG", "ko"), vec![]).await, "the environment");
    let flag = vec!["--lang".to_owned(), "en".to_owned()];
    assert!(!language_of(named.with("KEYIN_LANG", "ko"), flag).await, "the flag");
    nothing_written(&keyin);
}

#[tokio::test]
async fn secrets_may_stand_in_files_and_the_rest_in_a_settings_file() {
    let till = Till::open().await;
    let bare = Keyin::bare();
    let key = with_file(&bare, "key", "imp_apikey\n");
    let secret = with_file(&bare, "secret", "imp_secret\r\n");
    let by_files =
        bare.clone().with("KEYIN_IAMPORT_KEY_FILE", &key).with("KEYIN_IAMPORT_SECRET_FILE", &secret);
    let by_files = by_files.with("KEYIN_IAMPORT_URL", &till.shop.sandbox.url());
    let listed = by_files.run(&["pg", "list", "--json"]).await.ended(0).document();
    assert_eq!(listed["channels"][0]["pg"], "settle.nxca_jt_bi");

    let url = till.shop.sandbox.url();
    let content = format!("[iamport]\nurl = \"{url}\"\nkey = \"imp_apikey\"\nsecret_file = \"{secret}\"\n");
    with_file(&bare, "keyin.toml", &content);
    let listed = bare.run(&["pg", "list", "--json"]).await.ended(0).document();
    assert_eq!(listed["channels"][0]["pg"], "settle.nxca_jt_bi");
    // A secret has no flag: a list of processes shows flags.
    let run = bare.run(&["pg", "list", "--json", "--iamport-secret", "hunter2"]).await.ended(2);
    never_shown(&run, &["hunter2"]);
}
