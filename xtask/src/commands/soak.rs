//! `cargo xtask soak`: everything that takes longer than a change can wait for.

mod coverage;
mod mutants;
mod parts;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::{root, terminal};
use parts::{PARTS, Part};

/// Runs the parts that are named, or all of them, to the end: a part that fails does not keep the next from running.
///
/// # Errors
///
/// Fails when a name is not known, and with every part that failed.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let parts = chosen(arguments)?;
    let root = root::find()?;
    let mut failed = Vec::new();
    for part in parts {
        terminal::headline(&format!("soak: {}", part.name));
        let begin = Instant::now();
        let outcome = (part.run)(&root);
        let minutes = begin.elapsed().as_secs().div_ceil(60);
        match outcome {
            Ok(()) => terminal::line(&format!("{}: passed, {minutes} min", part.name)),
            Err(error) => {
                terminal::failure(&error);
                failed.push(part.name);
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("these parts failed: {}. One runs alone with `cargo xtask soak PART`", failed.join(", "))
}

fn chosen(arguments: &[String]) -> Result<Vec<&'static Part>> {
    if arguments.is_empty() {
        return Ok(PARTS.iter().collect());
    }
    let one = |name: &String| match PARTS.iter().find(|part| part.name == name) {
        Some(part) => Ok(part),
        None => bail!("`{name}` is no part of it. There are:\n{}", listed()),
    };
    arguments.iter().map(one).collect()
}

fn listed() -> String {
    let lines = PARTS.iter().map(|part| format!("  {:10} {}", part.name, part.about));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &str) -> Result<Vec<&'static str>> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        Ok(chosen(&words)?.into_iter().map(|part| part.name).collect())
    }

    #[test]
    fn parts_are_run_alone_or_all_together() {
        assert_eq!(names("").unwrap().len(), PARTS.len());
        assert_eq!(names("deny coverage").unwrap(), ["deny", "coverage"]);
    }

    #[test]
    fn an_unknown_part_is_refused_with_those_that_there_are() {
        let told = names("rain").unwrap_err().to_string();
        assert!(PARTS.iter().all(|part| told.contains(part.name)), "{told}");
    }

    #[test]
    fn the_page_about_it_names_every_part() {
        let page = std::fs::read_to_string(root::find().unwrap().join("docs/hardening.md")).unwrap();
        for part in &PARTS {
            assert!(page.contains(&format!("| `{}` |", part.name)), "{} is missing", part.name);
        }
    }
}
