//! The next version, from what changed.

use std::fmt;

use cargo_metadata::semver::Version;

/// How much changed for whoever uses a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Nothing at all.
    None,
    /// Nothing that is called.
    Patch,
    /// Something new can be called.
    Minor,
    /// What was called before may no longer compile.
    Major,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// The version after `last` for such a change: the least one that may hold it and that no tag has `taken`, or a
/// pre-release of that one where the workspace `stands` at one already.
pub(crate) fn next(last: &Version, change: Change, taken: &[Version], stands: &Version) -> Version {
    let mut least = least(last, change);
    while taken.contains(&least) {
        least.patch += 1;
    }
    let triple = |version: &Version| (version.major, version.minor, version.patch);
    let leads_there = !stands.pre.is_empty() && triple(stands) == triple(&least) && stands > last;
    if leads_there && !taken.contains(stands) { stands.clone() } else { least }
}

/// As cargo reads versions: before 1.0 the second number is for what breaks, and the third for everything else.
fn least(last: &Version, change: Change) -> Version {
    // A pre-release is followed by the version that it leads to.
    if !last.pre.is_empty() && change != Change::None {
        return Version::new(last.major, last.minor, last.patch);
    }
    match (change, last.major) {
        (Change::None, _) => last.clone(),
        (Change::Major, 1..) => Version::new(last.major + 1, 0, 0),
        (Change::Major, 0) | (Change::Minor, 1..) => Version::new(last.major, last.minor + 1, 0),
        (Change::Minor, 0) | (Change::Patch, _) => Version::new(last.major, last.minor, last.patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(last: &str, change: Change) -> String {
        least(&Version::parse(last).unwrap(), change).to_string()
    }

    #[test]
    fn from_1_0_on_each_kind_of_change_has_its_number() {
        assert_eq!(after("1.2.3", Change::None), "1.2.3");
        assert_eq!(after("1.2.3", Change::Patch), "1.2.4");
        assert_eq!(after("1.2.3", Change::Minor), "1.3.0");
        assert_eq!(after("1.2.3", Change::Major), "2.0.0");
    }

    #[test]
    fn before_1_0_the_second_number_breaks() {
        assert_eq!(after("0.1.3", Change::Patch), "0.1.4");
        assert_eq!(after("0.1.3", Change::Minor), "0.1.4");
        assert_eq!(after("0.1.3", Change::Major), "0.2.0");
    }

    #[test]
    fn a_pre_release_leads_to_its_version() {
        assert_eq!(after("0.2.0-rc.1", Change::Major), "0.2.0");
        assert_eq!(after("0.2.0-rc.1", Change::None), "0.2.0-rc.1");
    }

    #[test]
    fn a_version_that_is_taken_is_passed_over() {
        let version = |text: &str| Version::parse(text).unwrap();
        let next = |taken: &[&str], stands: &str| {
            let taken: Vec<Version> = taken.iter().map(|text| version(text)).collect();
            next(&version("0.1.0"), Change::Patch, &taken, &version(stands)).to_string()
        };
        assert_eq!(next(&["0.1.0"], "0.1.0"), "0.1.1");
        assert_eq!(next(&["0.1.0", "0.1.1", "0.1.2"], "0.1.0"), "0.1.3");
    }

    #[test]
    fn one_candidate_after_another_leads_to_the_version() {
        let version = |text: &str| Version::parse(text).unwrap();
        let next = |stands: &str| {
            let last = version("0.2.0-rc.1");
            next(&last, Change::Major, std::slice::from_ref(&last), &version(stands)).to_string()
        };
        assert_eq!(next("0.2.0-rc.2"), "0.2.0-rc.2");
        assert_eq!(next("0.2.0-rc.1"), "0.2.0");
        assert_eq!(next("0.2.0-beta.1"), "0.2.0");
        assert_eq!(next("0.3.0-rc.1"), "0.2.0");
    }

    #[test]
    fn it_never_goes_back_and_a_greater_change_never_leads_to_a_lesser_version() {
        let kinds = [Change::None, Change::Patch, Change::Minor, Change::Major];
        for last in ["0.0.0", "0.1.0", "0.9.9", "1.0.0", "3.2.1", "1.0.0-alpha"] {
            let last = Version::parse(last).unwrap();
            let versions: Vec<Version> = kinds.iter().map(|&kind| least(&last, kind)).collect();
            assert!(
                versions.is_sorted() && versions[0] == last && versions[1] > last,
                "{last}: {versions:?}"
            );
        }
    }
}
