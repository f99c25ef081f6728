//! Files stay short enough to be read at once.

use super::files::File;
use super::rule::{Place, Rule};

/// The most lines a Rust file may have; most have far fewer.
const MOST_LINES: usize = 400;

pub(crate) const RULE: Rule = Rule {
    demand: "No Rust file is longer than 400 lines.",
    reason: "a file that does one thing is shorter; most here are under 250",
    mend: "move a part with a name of its own into its own file, or the tests into `tests.rs` beside it",
    places,
};

fn places(file: &File) -> Vec<Place> {
    let lines = file.lines().count();
    if file.is_rust() && lines > MOST_LINES {
        return vec![Place { line: 0, what: format!("{lines} lines") }];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_too_many_is_too_many() {
        assert_eq!(places(&File::new("a.rs", &"x\n".repeat(MOST_LINES))), []);
        assert_eq!(places(&File::new("a.rs", &"x\n".repeat(MOST_LINES + 1))).len(), 1);
    }

    #[test]
    fn other_files_may_be_long() {
        assert_eq!(places(&File::new("a.json", &"x\n".repeat(MOST_LINES + 1))), []);
    }

    #[test]
    fn the_demand_names_the_number() {
        assert!(RULE.demand.contains(&MOST_LINES.to_string()));
    }
}
