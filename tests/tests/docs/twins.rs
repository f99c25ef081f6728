//! Every page for users is there in English and in Korean, both are linked to each other, say the same in numbers, and stand
//! in the list of all pages.

use crate::page::Page;

/// Pages for those who work on the code, in English alone.
const ENGLISH_ALONE: [&str; 2] = ["docs/ARCHITECTURE.md", "docs/hardening.md"];

/// Says what the examples do, and leads to them: they are compiled once.
const CODE_ONLY_IN_ENGLISH: &str = "embedding.ko.md";

/// What the blocks of a page are; an answer may be shown as JSON in one language and as text in the other.
fn blocks(page: &Page) -> Vec<String> {
    let kinds = page.blocks().into_iter().map(|block| block.language);
    kinds.map(|kind| if kind == "json" { "text".to_owned() } else { kind }).collect()
}

/// The pages for users, each with its name in Korean.
fn user_pages() -> Vec<(Page, String)> {
    let pages = Page::all().into_iter().filter_map(|page| {
        let path = page.path.to_str()?.to_owned();
        let name = path.strip_prefix("docs/")?.strip_suffix(".md")?;
        let for_users =
            !name.contains('/') && !name.ends_with(".ko") && !ENGLISH_ALONE.contains(&path.as_str());
        for_users.then(|| (page, format!("{name}.ko.md")))
    });
    pages.collect()
}

#[test]
fn every_user_page_has_its_twin_and_both_lead_to_each_other() {
    let pages = user_pages();
    assert!(pages.len() > 10, "only {} pages were found: the reading of names is broken", pages.len());
    for (english, korean_name) in pages {
        let korean = Page::open(&format!("docs/{korean_name}"));
        let english_name = english.path.file_name().unwrap().to_str().unwrap();
        assert!(english.links().contains(&korean_name), "{english_name} does not lead to {korean_name}");
        assert!(korean.links().iter().any(|link| link == english_name), "{korean_name} does not lead back");
    }
}

#[test]
fn twins_are_built_alike() {
    for (english, korean_name) in user_pages() {
        let korean = Page::open(&format!("docs/{korean_name}"));
        let headings = |page: &Page| page.anchors().len();
        assert_eq!(headings(&english), headings(&korean), "headings of {korean_name}");
        let rows = |page: &Page| page.rows().count();
        assert_eq!(rows(&english), rows(&korean), "rows of tables of {korean_name}");
        if korean_name != CODE_ONLY_IN_ENGLISH {
            assert_eq!(blocks(&english), blocks(&korean), "blocks of {korean_name}");
        }
    }
}

#[test]
fn what_stands_outside_of_docs_has_its_twin_too() {
    for folder in ["", "recipes/"] {
        let (english, korean) =
            (Page::open(&format!("{folder}README.md")), Page::open(&format!("{folder}README.ko.md")));
        assert!(english.links().iter().any(|link| link == "README.ko.md"), "{folder}README.md");
        assert!(korean.links().iter().any(|link| link == "README.md"), "{folder}README.ko.md");
    }
}

#[test]
fn the_lists_name_every_page() {
    for (list, ending) in [("docs/README.md", ".md"), ("docs/README.ko.md", ".ko.md")] {
        let links = Page::open(list).links();
        for (page, korean_name) in user_pages() {
            let english_name = page.path.file_name().unwrap().to_str().unwrap().to_owned();
            let name = if ending == ".md" { english_name } else { korean_name };
            assert!(name.starts_with("README") || links.contains(&name), "{list} does not list {name}");
        }
    }
}
