//! Nothing unfinished is left behind.

use super::files::File;
use super::rule::{Place, Rule};
use super::search;

pub(crate) const RULE: Rule = Rule {
    demand: "Nothing unfinished stands in the code.",
    reason: "a gap on the way of money is found by a customer, and a note in the code is read by nobody",
    mend: "finish it, or open an issue and take the mark out",
    places,
};

// The marks are put together here, so that this file does not hold what it forbids.
const CALLS: &[&str] = &[concat!("to", "do!("), concat!("unimple", "mented!("), concat!("db", "g!(")];
const NOTES: &[&str] = &[concat!("FIX", "ME"), concat!("X", "XX")];

fn places(file: &File) -> Vec<Place> {
    let mut found = search::places(file.lines(), NOTES);
    if file.is_rust() {
        found.extend(search::places(file.code(), CALLS));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_found_in_code() {
        for mark in CALLS.iter().chain(NOTES) {
            let found = places(&File::new("crates/a/src/b.rs", &format!("fn f() {{\n    {mark}\n}}\n")));
            assert_eq!(found, [Place { line: 2, what: format!("`{mark}`") }]);
        }
    }

    #[test]
    fn notes_are_found_in_comments_and_in_other_files() {
        for note in NOTES {
            assert_eq!(places(&File::new("a.rs", &format!("// {note}: later\n"))).len(), 1);
            assert_eq!(places(&File::new("README.md", &format!("{note}\n"))).len(), 1);
        }
    }

    #[test]
    fn a_masked_number_is_no_note() {
        let masked = "X".repeat(4);
        assert_eq!(places(&File::new("README.md", &masked)), []);
    }
}
