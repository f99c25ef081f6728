//! What a rule is.

use super::files::File;

/// A house rule.
pub(crate) struct Rule {
    /// What must be, in one sentence.
    pub(crate) demand: &'static str,
    /// Why.
    pub(crate) reason: &'static str,
    /// What to do about a place that breaks it.
    pub(crate) mend: &'static str,
    /// Finds the places in one file that break it.
    pub(crate) places: fn(&File) -> Vec<Place>,
}

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The line, counted from 1; 0 when the whole file is meant.
    pub(crate) line: usize,
    /// What stands there.
    pub(crate) what: String,
}

impl Rule {
    /// What to tell about `files`; nothing when they keep the rule.
    pub(crate) fn verdict(&self, files: &[File]) -> Option<String> {
        let mut lines = Vec::new();
        for file in files {
            for Place { line, what } in (self.places)(file) {
                lines.push(match line {
                    0 => format!("    {}: {what}", file.path),
                    _ => format!("    {}:{line}: {what}", file.path),
                });
            }
        }
        if lines.is_empty() {
            return None;
        }
        Some(format!(
            "  {}\n{}\n    Why: {}\n    To mend it: {}",
            self.demand,
            lines.join("\n"),
            self.reason,
            self.mend
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_TABS: Rule = Rule {
        demand: "No tabs.",
        reason: "they differ",
        mend: "use spaces",
        places: |file| match file.text.contains('\t') {
            true => vec![Place { line: 3, what: "a tab".to_owned() }],
            false => Vec::new(),
        },
    };

    #[test]
    fn a_broken_rule_says_where_why_and_what_to_do() {
        let files = [File::new("a.rs", "x"), File::new("b.rs", "\t")];
        let verdict = NO_TABS.verdict(&files).unwrap();
        assert_eq!(
            verdict,
            "  No tabs.\n    b.rs:3: a tab\n    Why: they differ\n    To mend it: use spaces"
        );
    }

    #[test]
    fn a_kept_rule_says_nothing() {
        assert_eq!(NO_TABS.verdict(&[File::new("a.rs", "x")]), None);
    }
}
