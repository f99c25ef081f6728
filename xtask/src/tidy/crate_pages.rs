//! A crate's first page tells a stranger whether it is what he looks for.

use super::files::File;
use super::rule::{Place, Rule};

pub(crate) const RULE: Rule = Rule {
    demand: "A crate's page opens with what it is for, when to use it, and an example that is compiled.",
    reason: "whoever comes from a search sees this page and no other",
    mend: "begin with a sentence on what it is, then a paragraph that begins with `Use it`, then a code block, all before \
           the first heading; what must not run is `no_run`",
    places,
};

fn places(file: &File) -> Vec<Place> {
    let is_page = file.path.starts_with("crates/") && file.path.ends_with("/src/lib.rs");
    if !is_page {
        return Vec::new();
    }
    let lines = file.text.lines().map_while(|line| line.strip_prefix("//!"));
    let opening: Vec<&str> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .take_while(|line| !line.starts_with("# "))
        .collect();
    let (before, from_example) =
        opening.split_at(opening.iter().position(is_compiled).unwrap_or(opening.len()));
    let mut missing = Vec::new();
    if before.first().is_none_or(|line| line.is_empty() || line.starts_with("Use it ")) {
        missing.push("what it is for");
    }
    if !before.windows(2).any(|lines| lines[0].is_empty() && lines[1].starts_with("Use it ")) {
        missing.push("`Use it …` before the example");
    }
    if from_example.is_empty() {
        missing.push("an example that is compiled");
    }
    missing.into_iter().map(|what| Place { line: 0, what: format!("{what} is missing") }).collect()
}

/// Whether the line begins a block that rustdoc compiles.
fn is_compiled(line: &&str) -> bool {
    matches!(*line, "```" | "```rust" | "```no_run")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(text: &str) -> Vec<String> {
        places(&File::new("crates/a/src/lib.rs", text)).into_iter().map(|place| place.what).collect()
    }

    #[test]
    fn a_whole_opening_passes() {
        let whole =
            "//! Counts.\n//!\n//! Use it to count:\n//!\n//! ```\n//! a();\n//! ```\n//!\n//! # More\n";
        assert_eq!(missing(whole), Vec::<String>::new());
    }

    #[test]
    fn each_part_is_missed() {
        let gone = |part: &str| format!("{part} is missing");
        let all =
            ["what it is for", "`Use it …` before the example", "an example that is compiled"].map(gone);
        assert_eq!(missing("#![forbid(unsafe_code)]\n"), all);
        assert_eq!(missing("//! Counts.\n//!\n//! ```\n//! a();\n//! ```\n"), all[1..2]);
        let example_too_late =
            "//! Counts.\n//!\n//! Use it.\n//!\n//! Use it again.\n//!\n//! # More\n//!\n//! ```\n";
        assert_eq!(missing(example_too_late), all[2..]);
        assert_eq!(missing("//! Counts.\n//!\n//! Use it so:\n//!\n//! ```ignore\n"), all[2..]);
    }

    #[test]
    fn other_files_have_no_page() {
        assert_eq!(places(&File::new("crates/a/src/b.rs", "")), []);
        assert_eq!(places(&File::new("tests/src/lib.rs", "")), []);
    }
}
