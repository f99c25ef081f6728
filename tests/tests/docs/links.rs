//! Links inside the repository lead to a file that is there, and to a heading in it.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use crate::page::{Page, root};

/// `docs/../README.md` is `README.md`; none if it leads out of the repository.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(plain)
}

fn broken(page: &Page, link: &str, anchors: &HashMap<PathBuf, Vec<String>>) -> Option<&'static str> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let target = if file.is_empty() {
        page.path.clone()
    } else {
        match plain(&page.path.parent().unwrap_or(Path::new("")).join(file)) {
            Some(target) => target,
            None => return Some("leads out of the repository"),
        }
    };
    if !root().join(&target).exists() {
        return Some("no such file");
    }
    let anchor = anchor?;
    match anchors.get(&target) {
        Some(known) if known.iter().any(|known| known == anchor) => None,
        Some(_) => Some("no such heading"),
        None => Some("a heading of a file that is no page"),
    }
}

#[test]
fn every_link_inside_the_repository_leads_somewhere() {
    let pages = Page::all();
    let anchors: HashMap<PathBuf, Vec<String>> =
        pages.iter().map(|page| (page.path.clone(), page.anchors())).collect();
    let mut checked = 0;
    let mut problems = Vec::new();
    for page in &pages {
        for link in page.links().into_iter().filter(|link| !link.contains("://")) {
            checked += 1;
            if let Some(problem) = broken(page, &link, &anchors) {
                problems.push(format!("{}: {link}: {problem}", page.path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(checked > 50, "only {checked} links were found: the reading of links is broken");
}

#[test]
fn a_broken_link_is_found() {
    let page = Page::open("docs/payments.md");
    let anchors =
        HashMap::from([(PathBuf::from("docs/sandbox.md"), Page::open("docs/sandbox.md").anchors())]);
    for (link, problem) in [
        ("sandbox.md", None),
        ("sandbox.md#settings", None),
        ("../README.md", None),
        ("sandbox.md#nowhere", Some("no such heading")),
        ("nowhere.md", Some("no such file")),
        ("../../README.md", Some("leads out of the repository")),
    ] {
        assert_eq!(broken(&page, link, &anchors), problem, "{link}");
    }
}
