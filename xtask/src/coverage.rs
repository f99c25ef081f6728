//! How many lines of which crate tests run, read from the report that cargo-tarpaulin writes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

/// The lines of one crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Those that can be run.
    pub(crate) all: u64,
    /// Those that a test runs.
    pub(crate) run: u64,
}

impl Lines {
    /// In hundredths of a percent, rounded down.
    fn hundredths(self) -> u64 {
        (self.run * 10_000).checked_div(self.all).unwrap_or_default()
    }

    /// Whether at least so many percent are run; not if there is nothing to run.
    pub(crate) fn reach(self, percent: u64) -> bool {
        self.hundredths() >= percent * 100
    }

    /// `93.07 % (1234 of 1326)`
    pub(crate) fn shown(self) -> String {
        let Self { all, run } = self;
        let hundredths = self.hundredths();
        format!("{}.{:02} % ({run} of {all})", hundredths / 100, hundredths % 100)
    }
}

/// The lines of every folder in `crates`, by its name.
///
/// # Errors
///
/// Fails when it is not the report that is expected.
pub(crate) fn by_crate(report: &str) -> Result<BTreeMap<String, Lines>> {
    let report: Value = serde_json::from_str(report).context("the report of the coverage is not JSON")?;
    let files = report["files"].as_array().context("the report of the coverage has no files")?;
    let mut crates: BTreeMap<String, Lines> = BTreeMap::new();
    for file in files {
        let Some(folder) = folder(&file["path"]) else { continue };
        let count = |name: &str| file[name].as_u64().with_context(|| format!("a file in it has no `{name}`"));
        let lines = crates.entry(folder.to_owned()).or_default();
        lines.all += count("coverable")?;
        lines.run += count("covered")?;
    }
    Ok(crates)
}

/// The folder in `crates` that a path leads through.
fn folder(path: &Value) -> Option<&str> {
    let parts = path.as_array()?;
    let crates = parts.iter().rposition(|part| part == "crates")?;
    parts.get(crates + 1)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_crate_are_added_up() {
        let report = r#"{"files":[
            {"path":["/","w","crates","app","src","a.rs"],"content":"","traces":[],"covered":3,"coverable":4},
            {"path":["/","w","crates","app","src","b.rs"],"content":"","traces":[],"covered":6,"coverable":6},
            {"path":["/","w","crates","domain","src","c.rs"],"content":"","traces":[],"covered":0,"coverable":5},
            {"path":["/","w","xtask","src","main.rs"],"content":"","traces":[],"covered":0,"coverable":9}]}"#;
        let crates = by_crate(report).unwrap();
        assert_eq!(crates.len(), 2);
        assert_eq!(crates["app"], Lines { all: 10, run: 9 });
        assert_eq!(crates["domain"], Lines { all: 5, run: 0 });
    }

    #[test]
    fn a_share_is_rounded_down_and_nothing_to_run_reaches_nothing() {
        let lines = Lines { all: 3_000, run: 2_699 };
        assert_eq!(lines.shown(), "89.96 % (2699 of 3000)");
        assert!(lines.reach(89) && !lines.reach(90));
        assert!(Lines { all: 10, run: 9 }.reach(90));
        assert!(!Lines::default().reach(1));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert!(by_crate("none").is_err());
        assert!(by_crate("{}").is_err());
        let file = r#"{"files":[{"path":["crates","app"],"covered":1}]}"#;
        assert!(by_crate(file).unwrap_err().to_string().contains("coverable"));
    }
}
