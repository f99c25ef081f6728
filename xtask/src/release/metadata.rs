//! What a registry shows of a crate, and that nothing of it is missing.

use super::workspace::Crate;

/// The registry takes at most this many keywords, and as many categories.
const MOST_WORDS: usize = 5;
/// The registry takes no longer keyword, in bytes.
const LONGEST_KEYWORD: usize = 20;

/// What the manifest of `one` lacks, a sentence each.
pub(crate) fn gaps(one: &Crate) -> Vec<String> {
    let about = &one.about;
    let mut gaps = Vec::new();
    let mut want = |there: bool, gap: &str| {
        if !there {
            gaps.push(format!("`{}` {gap}", one.name));
        }
    };
    let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    want(said(&about.description), "has no description");
    want(said(&about.license), "has no licence expression");
    want(said(&about.rust_version), "does not say which Rust it needs");
    want(about.readme.as_deref() == Some("README.md"), "does not name its own README.md");
    let page = format!("https://docs.rs/{}", one.name);
    want(about.documentation.as_ref() == Some(&page), "does not name its page on docs.rs as documentation");
    want(about.docs_rs, "has no [package.metadata.docs.rs]");
    want((1..=MOST_WORDS).contains(&about.keywords.len()), "has no keywords, or more than five");
    want(about.keywords.iter().all(|word| is_keyword(word)), "has a keyword that the registry refuses");
    want((1..=MOST_WORDS).contains(&about.categories.len()), "has no categories, or more than five");
    gaps
}

/// Up to 20 ASCII letters, digits, `_`, `-` and `+`, the first a letter or digit.
fn is_keyword(word: &str) -> bool {
    let allowed = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'-' | b'+');
    word.len() <= LONGEST_KEYWORD
        && word.bytes().all(allowed)
        && word.bytes().next().is_some_and(|sign| sign.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::workspace::About;

    fn whole() -> Crate {
        let text = |text: &str| Some(text.to_owned());
        let about = About {
            description: text("Values"),
            license: text("MIT"),
            readme: text("README.md"),
            repository: None,
            documentation: text("https://docs.rs/a"),
            rust_version: text("1.95.0"),
            keywords: vec!["payments".to_owned()],
            categories: vec!["finance".to_owned()],
            docs_rs: true,
        };
        Crate { name: "a".to_owned(), publish: true, about, ..Crate::default() }
    }

    #[test]
    fn a_whole_manifest_lacks_nothing() {
        assert_eq!(gaps(&whole()), Vec::<String>::new());
    }

    #[test]
    fn each_gap_is_named() {
        assert_eq!(gaps(&Crate { name: "a".to_owned(), ..Crate::default() }).len(), 8);
        let mut other = whole();
        other.about.readme = Some("../../README.md".to_owned());
        other.about.keywords = vec!["key-in payments".to_owned()];
        assert_eq!(
            gaps(&other),
            ["`a` does not name its own README.md", "`a` has a keyword that the registry refuses"]
        );
    }

    #[test]
    fn keywords_are_short_words() {
        assert!(is_keyword("iamport") && is_keyword("c++") && is_keyword("3d"));
        assert!(!is_keyword("") && !is_keyword("-a") && !is_keyword("키인") && !is_keyword(&"a".repeat(21)));
    }
}
