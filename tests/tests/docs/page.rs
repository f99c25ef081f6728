//! The pages people read, and what can be read from their text.

use std::fs;
use std::path::{Path, PathBuf};

/// One page.
pub(crate) struct Page {
    /// Where it stands, from the root of the repository.
    pub(crate) path: PathBuf,
    text: String,
}

/// A fenced block.
pub(crate) struct Block {
    pub(crate) language: String,
    pub(crate) text: String,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

impl Page {
    /// The page at a path from the root of the repository.
    pub(crate) fn open(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        Self { path: path.into(), text }
    }

    /// Every page of the root, of `docs` and of the recipes, and what the crates say of themselves.
    pub(crate) fn all() -> Vec<Self> {
        let mut found = Vec::new();
        let crates = fs::read_dir(root().join("crates")).unwrap();
        let crates = crates.map(|entry| Path::new("crates").join(entry.unwrap().file_name()));
        let pages = ["", "docs", "docs/adr", "docs/how-to", "recipes"].into_iter().map(PathBuf::from);
        for folder in pages.chain(crates) {
            for entry in fs::read_dir(root().join(&folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".md") {
                    found.push(Self::open(folder.join(name).to_str().unwrap()));
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// The rows of its tables.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter(|line| line.starts_with('|'))
    }

    /// The row of a table that has this in it.
    pub(crate) fn row_with(&self, text: &str) -> Option<&str> {
        self.rows().find(|row| row.contains(text))
    }

    /// Everything that looks like a card number, as `4000-0000-0000-0002`.
    pub(crate) fn card_numbers(&self) -> Vec<&str> {
        let words = self.text.split(|c: char| !c.is_ascii_digit() && c != '-');
        words.filter(|word| word.len() == 19 && word.split('-').all(|group| group.len() == 4)).collect()
    }

    /// The fenced blocks.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for line in self.text.lines() {
            match line.trim_start().strip_prefix("```") {
                Some(language) => {
                    open = !open;
                    if open {
                        blocks.push(Block { language: language.trim().to_owned(), text: String::new() });
                    }
                }
                None if open => {
                    let block = blocks.last_mut().unwrap();
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                None => {}
            }
        }
        blocks
    }

    /// The lines outside of fenced blocks.
    fn prose(&self) -> impl Iterator<Item = &str> {
        let mut fenced = false;
        self.text.lines().filter(move |line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        })
    }

    /// Where its links lead, as they are written.
    pub(crate) fn links(&self) -> Vec<String> {
        let prose: Vec<&str> = self.prose().collect();
        let prose = without_code(&prose.join("\n"));
        let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        targets.map(|(target, _)| target.to_owned()).collect()
    }

    /// What stands between backticks outside of fenced blocks.
    pub(crate) fn code(&self) -> Vec<String> {
        let prose: Vec<&str> = self.prose().collect();
        prose.join("\n").split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// The anchors of its headings, as GitHub makes them.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let headings = self.prose().filter(|line| line.starts_with('#'));
        headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
    }
}

/// Without what stands between backticks.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

/// Lower case; letters, digits, hyphens and underscores stay, spaces become hyphens.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

#[test]
fn anchors_are_those_of_github() {
    for (heading, expected) in [
        ("The same request again", "the-same-request-again"),
        ("1회 결제", "1회-결제"),
        ("`keyin pay`, and more", "keyin-pay-and-more"),
        ("Requests, reset & co", "requests-reset--co"),
    ] {
        assert_eq!(anchor(heading), expected);
    }
}
