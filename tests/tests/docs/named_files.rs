//! The files that pages name are there, and so are the functions in them, as `tests/tests/it/guide.rs::one_time`.

use std::fs;

use crate::page::{Page, root};

/// Where a name in code has to begin to be taken for a file of the repository.
const FOLDERS: [&str; 4] = ["crates/", "examples/", "tests/", "xtask/"];

fn is_file(code: &str) -> bool {
    FOLDERS.iter().any(|folder| code.starts_with(folder)) && !code.contains([' ', '*', '<', '{'])
}

fn problem(code: &str) -> Option<&'static str> {
    let (path, function) = code.split_once("::").map_or((code, None), |(path, name)| (path, Some(name)));
    let path = root().join(path.trim_end_matches('/'));
    let Some(function) = function else {
        return (!path.exists()).then_some("no such file");
    };
    match fs::read_to_string(path) {
        Ok(text) if text.contains(&format!("fn {function}(")) => None,
        Ok(_) => Some("no such function"),
        Err(_) => Some("no such file"),
    }
}

#[test]
fn every_file_and_test_named_is_there() {
    let mut problems = Vec::new();
    let mut tests = 0;
    for page in Page::all() {
        for code in page.code().iter().filter(|code| is_file(code)) {
            tests += usize::from(code.contains("::"));
            if let Some(problem) = problem(code) {
                problems.push(format!("{}: {code}: {problem}", page.path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(tests > 20, "only {tests} tests were found: the reading of names is broken");
}

#[test]
fn a_wrong_name_is_found() {
    for (code, expected) in [
        ("tests/tests/docs/named_files.rs", None),
        ("crates/domain", None),
        ("tests/tests/docs/named_files.rs::a_wrong_name_is_found", None),
        ("tests/tests/docs/named_files.rs::nobody", Some("no such function")),
        ("tests/tests/docs/nowhere.rs::a_wrong_name_is_found", Some("no such file")),
        ("crates/nowhere", Some("no such file")),
    ] {
        assert_eq!(problem(code), expected, "{code}");
    }
}
