//! `cargo xtask fuzz`: mutated inputs for everything that reaches keyin from outside.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::fuzzing::{self, Plan};
use crate::{root, terminal};

/// As long as each target gets in CI.
const USUAL_SECONDS: u64 = 20;

/// Builds the targets with the engine and runs them, two at a time: all of them, or those that are named.
///
/// # Errors
///
/// Fails when an argument is not understood, when a build fails, and with every target that found something.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let root = root::find()?;
    let corpus = fuzzing::corpus(&root);
    let plan = plan(arguments, &fuzzing::targets(&corpus)?)?;
    let engine = fuzzing::build(&root)?;
    if let Some(input) = &plan.input {
        return fuzzing::replay(&engine, &plan.targets, &absolute(&root, input));
    }
    if plan.minimise {
        return fuzzing::minimise(&engine, &corpus, &plan.targets);
    }
    fuzzing::run(&engine, &corpus, &plan)
}

/// Every target for the usual time, from the kept inputs and in the same order each time, so that a run depends little on luck.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn prove() -> Result<()> {
    terminal::headline("fuzz targets");
    run(&["--seed", "1"].map(str::to_owned))
}

fn absolute(root: &Path, input: &Path) -> PathBuf {
    if input.is_absolute() { input.to_owned() } else { root.join(input) }
}

fn plan(arguments: &[String], known: &[String]) -> Result<Plan> {
    let mut plan =
        Plan { targets: Vec::new(), seconds: USUAL_SECONDS, input: None, minimise: false, seed: None };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => {
                let seconds = words.next().and_then(|text| text.parse().ok()).filter(|seconds| *seconds > 0);
                let Some(seconds) = seconds else { bail!("`--seconds` takes a whole number of seconds") };
                plan.seconds = seconds;
            }
            "--seed" => {
                // The engine takes 0 for a seed of its own choice.
                let seed = words.next().and_then(|text| text.parse().ok()).filter(|seed| *seed > 0);
                let Some(seed) = seed else { bail!("`--seed` takes a whole number over 0") };
                plan.seed = Some(seed);
            }
            "--minimise" => plan.minimise = true,
            "--input" => match words.next() {
                Some(file) => plan.input = Some(PathBuf::from(file)),
                None => bail!("`--input` takes the file of an input"),
            },
            name if known.iter().any(|target| target == name) => plan.targets.push(name.to_owned()),
            _ => bail!("`{word}` is no target. There are: {}", known.join(", ")),
        }
    }
    if plan.input.is_some() && plan.targets.len() != 1 {
        bail!("`--input` wants one target beside it: cargo xtask fuzz TARGET --input FILE");
    }
    if plan.targets.is_empty() {
        plan.targets = known.to_vec();
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(words: &str) -> Result<Plan> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        plan(&words, &["settings".to_owned(), "values".to_owned()])
    }

    #[test]
    fn without_a_name_all_are_run_for_the_usual_time() {
        let plan = planned("").unwrap();
        assert_eq!((plan.targets.len(), plan.seconds), (2, USUAL_SECONDS));
    }

    #[test]
    fn names_and_time_are_taken_in_any_order() {
        let plan = planned("values --seconds 3600").unwrap();
        assert_eq!((plan.targets, plan.seconds), (vec!["values".to_owned()], 3_600));
        assert!(planned("values --input a").unwrap().input.is_some());
        assert!(planned("--minimise settings").unwrap().minimise);
        assert_eq!(planned("--seed 7").unwrap().seed, Some(7));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in [
            "card",
            "--seconds",
            "--seconds 0",
            "--seconds soon",
            "--seed",
            "--seed 0",
            "--input a",
            "values --input",
        ] {
            assert!(planned(words).is_err(), "{words}");
        }
    }
}
