//! What a run found.

use std::fmt;
use std::path::PathBuf;

/// An input that its target does not take.
pub(crate) struct Finding {
    pub(crate) target: String,
    /// Where it is kept, from the workspace's root; none if the engine broke off without one.
    pub(crate) input: Option<PathBuf>,
    /// That of the run, if it was given one.
    pub(crate) seed: Option<u32>,
    /// The last lines that the target wrote.
    pub(crate) told: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} found something:\n{}", self.target, self.told)?;
        if let Some(seed) = self.seed {
            let target = &self.target;
            writeln!(f, "  To begin as this run did: cargo xtask fuzz {target} --seed {seed}")?;
        }
        match &self.input {
            Some(input) => write!(
                f,
                "  The input is kept as {input}.\n  To see it again: cargo xtask fuzz {target} --input {input}\n  \
                 The plain tests run it from now on: cargo test --package keyin-fuzz",
                input = input.display(),
                target = self.target
            ),
            None => write!(f, "  No input was kept; run the target again: cargo xtask fuzz {}", self.target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_how_to_see_it_again() {
        let input = Some(PathBuf::from("tests/fuzz/corpus/values/crash-1"));
        let told = "panicked".to_owned();
        let told = Finding { target: "values".to_owned(), input, seed: Some(1), told }.to_string();
        assert!(told.contains("cargo xtask fuzz values --input tests/fuzz/corpus/values/crash-1"), "{told}");
        assert!(told.contains("cargo xtask fuzz values --seed 1"), "{told}");
        assert!(told.contains("panicked"));
    }
}
