//! Changes of the domain and of the use cases, and how many of them a test notices.
//!
//! What no test can notice, because the program does the same with the change, is left out in `.cargo/mutants.toml`, each
//! with its reason.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{process, programs, terminal};

/// The fewest changes that tests must notice, in percent.
const NOTICED: u64 = 95;

/// So many changes are tried at the same time, each in a copy of the tree.
const AT_ONCE: &str = "2";

/// What is changed, and which tests are to notice.
struct Subject {
    package: &'static str,
    tests: &'static [&'static str],
}

const SUBJECTS: [Subject; 2] = [
    Subject { package: "keyin-domain", tests: &["--lib"] },
    Subject { package: "keyin-app", tests: &["--lib", "--test", "it"] },
];

/// How many changes came to which end. What does not compile is none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    /// A test failed, or never came to its end.
    noticed: u64,
    missed: u64,
}

/// Changes each subject in many ways, one change a copy of the tree.
///
/// # Errors
///
/// Fails when tests notice too few of the changes of one subject.
pub(super) fn run(root: &Path) -> Result<()> {
    programs::require(&[&programs::MUTANTS])?;
    for subject in &SUBJECTS {
        let count = change(root, subject)?;
        terminal::line(&format!("{}: {}", subject.package, told(count)));
        ensure!(
            is_enough(count),
            "the tests of {} notice too few changes: {}.\n  To mend it: write the tests that would have \
             noticed, or leave a change out in .cargo/mutants.toml with its reason",
            subject.package,
            told(count)
        );
    }
    Ok(())
}

fn change(root: &Path, subject: &Subject) -> Result<Count> {
    let output = root.join("target").join("mutants").join(subject.package);
    fs::create_dir_all(&output).with_context(|| format!("{} could not be made", output.display()))?;
    let mut command = process::cargo(root);
    command.args(["mutants", "--all-features", "--jobs", AT_ONCE]);
    command.args(["--package", subject.package, "--output"]).arg(&output);
    for argument in subject.tests {
        command.arg(format!("--cargo-test-arg={argument}"));
    }
    // Each change is a build of its own, and the random tests look for what is wrong at every turn.
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
    command.env("PROPTEST_CASES", "32").env("PROPTEST_MAX_SHRINK_ITERS", "0");
    command.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
    let status = command.status().context("cargo mutants could not be started")?;
    // 2: some were missed; 3: some tests never came to their end.
    match status.code() {
        Some(0 | 2 | 3) => {}
        _ => bail!("cargo mutants failed ({status}).\n  To mend it: see what it says above"),
    }
    let outcomes = output.join("mutants.out").join("outcomes.json");
    let text = fs::read(&outcomes).with_context(|| format!("{} could not be read", outcomes.display()))?;
    count(&serde_json::from_slice(&text)?)
}

fn count(outcomes: &Value) -> Result<Count> {
    let of = |end: &str| outcomes[end].as_u64().with_context(|| format!("cargo mutants tells no `{end}`"));
    Ok(Count { noticed: of("caught")? + of("timeout")?, missed: of("missed")? })
}

fn is_enough(Count { noticed, missed }: Count) -> bool {
    noticed > 0 && noticed * 100 >= (noticed + missed) * NOTICED
}

fn told(Count { noticed, missed }: Count) -> String {
    format!("{noticed} of {} changes noticed, {NOTICED} % wanted", noticed + missed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_never_ends_has_noticed_and_what_does_not_compile_does_not_count() {
        let outcomes = serde_json::json!({ "caught": 90, "timeout": 5, "missed": 5, "unviable": 40 });
        let count = count(&outcomes).unwrap();
        assert_eq!(count, Count { noticed: 95, missed: 5 });
        assert!(is_enough(count));
    }

    #[test]
    fn too_few_is_not_enough_and_nothing_is_neither() {
        assert!(!is_enough(Count { noticed: 94, missed: 6 }));
        assert!(!is_enough(Count::default()), "a run that changed nothing tells nothing");
        assert!(count(&serde_json::json!({ "caught": 90 })).is_err());
    }
}
