use super::*;

fn crates() -> Vec<Crate> {
    let one = |name: &str, needs: &[&str]| Crate {
        name: name.to_owned(),
        publish: true,
        needs: needs.iter().map(|&needed| needed.to_owned()).collect(),
        ..Crate::default()
    };
    vec![one("domain", &[]), one("ports", &["domain"]), one("app", &["ports"]), one("sandbox", &[])]
}

fn why(commits: [Option<usize>; 4]) -> Vec<Why> {
    let crates = crates();
    let ordered: Vec<&Crate> = crates.iter().collect();
    let commits = ordered.iter().map(|one| one.name.as_str()).zip(commits).collect();
    reasons(&ordered, &commits, &Other::default()).into_iter().map(|(_, why)| why).collect()
}

#[test]
fn a_change_reaches_those_that_need_it_and_no_others() {
    let needs = |name: &str| Why::Needs(vec![name.to_owned()]);
    assert_eq!(
        why([Some(2), Some(0), Some(0), Some(0)]),
        [Why::Commits(2), needs("domain"), needs("ports"), Why::Same]
    );
    assert_eq!(why([Some(0), Some(0), Some(0), Some(3)])[..3], [Why::Same, Why::Same, Why::Same]);
    assert_eq!(why([Some(0), Some(1), Some(4), None])[1..], [Why::Commits(1), Why::Commits(4), Why::New]);
}

#[test]
fn the_first_release_says_that_nothing_was_compared() {
    let row = Row { name: "keyin-domain".to_owned(), why: Why::New, change: Change::None };
    let version = Version::new(0, 1, 0);
    let text = shown(&Plan { since: None, version: version.clone(), rows: vec![row] }, &version);
    assert!(text.contains("all is new, and the semver check is skipped"), "{text}");
    assert!(text.contains("1  keyin-domain") && text.ends_with("0.1.0, which Cargo.toml says already."));
}

#[test]
fn a_later_one_says_what_to_do_next() {
    let row = |why: Why, change| Row { name: "a".to_owned(), why, change };
    let since = Some("v0.1.0".to_owned());
    let stands = Version::new(0, 1, 0);
    let plan = |rows| Plan { since: since.clone(), version: Version::new(0, 2, 0), rows };
    let text = shown(&plan(vec![row(Why::Commits(1), Change::Major)]), &stands);
    assert!(text.contains("Since v0.1.0") && text.ends_with("cargo xtask release bump 0.2.0"), "{text}");
    let text = shown(&plan(vec![row(Why::Same, Change::None)]), &stands);
    assert!(text.ends_with("there is nothing to release."), "{text}");
}

#[test]
fn another_version_of_a_dependency_changes_those_that_name_it_and_what_needs_them() {
    let mut crates = crates();
    crates[1].foreign.insert("thiserror".to_owned());
    let ordered: Vec<&Crate> = crates.iter().collect();
    let commits = ordered.iter().map(|one| (one.name.as_str(), Some(0))).collect();
    let other = Other { dependencies: ["thiserror".to_owned()].into(), ..Other::default() };
    let why: Vec<Why> = reasons(&ordered, &commits, &other).into_iter().map(|(_, why)| why).collect();
    let thiserror = Why::Manifest(vec!["thiserror".to_owned()]);
    assert_eq!(why, [Why::Same, thiserror, Why::Needs(vec!["ports".to_owned()]), Why::Same]);
}
