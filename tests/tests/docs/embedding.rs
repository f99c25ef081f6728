//! The pages about embedding lead to every example, and show the lines that its `Cargo.toml` needs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::page::{Page, root};

const PAGES: [&str; 2] = ["docs/embedding.md", "docs/embedding.ko.md"];

/// The folders in `examples`.
fn examples() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("examples")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// What a manifest asks for, by section and package, with the features of ours. Of what is for tests alone only ours is
/// told: the rest is the reader's choice.
fn asked(manifest: &str) -> BTreeMap<(String, String), String> {
    let mut section = String::new();
    let mut asked = BTreeMap::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            line.clone_into(&mut section);
        }
        let Some((name, value)) = line.split_once(" = ") else { continue };
        let name = name.trim_end_matches(".workspace");
        let ours = name.starts_with("keyin-");
        if section == "[dependencies]" || section == "[dev-dependencies]" && ours {
            let features = value.split_once("features = [").and_then(|(_, rest)| rest.split_once(']'));
            let features = features.filter(|_| ours).map_or("", |(features, _)| features);
            asked.insert((section.clone(), name.to_owned()), features.to_owned());
        }
    }
    asked
}

#[test]
fn every_example_is_led_to() {
    for page in PAGES {
        let links = Page::open(page).links();
        let led: BTreeSet<String> =
            links.iter().filter_map(|link| link.strip_prefix("../examples/")).map(str::to_owned).collect();
        assert_eq!(led, examples(), "{page}");
    }
}

#[test]
fn the_lines_shown_are_those_that_the_example_has() {
    for page in PAGES {
        let page = Page::open(page);
        let blocks = page.blocks().into_iter().filter(|block| block.language == "toml");
        let shown: Vec<_> = blocks.map(|block| asked(&block.text)).collect();
        let links = page.links().into_iter();
        let led: Vec<String> =
            links.filter_map(|link| Some(link.strip_prefix("../examples/")?.to_owned())).collect();
        assert_eq!(shown.len(), led.len(), "{}: one block for each example", page.path.display());
        for (shown, example) in shown.into_iter().zip(led) {
            let manifest = root().join("examples").join(&example).join("Cargo.toml");
            let real = asked(&fs::read_to_string(manifest).unwrap());
            assert!(!real.is_empty(), "{example}: the reading of manifests is broken");
            assert_eq!(shown, real, "{}: {example}", page.path.display());
        }
    }
}
