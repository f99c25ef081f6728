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

/// The least version after `last` that may hold such a change, as cargo reads versions: before 1.0 the second number
/// is for what breaks, and the third for everything else.
pub(crate) fn next(last: &Version, change: Change) -> Version {
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
        next(&Version::parse(last).unwrap(), change).to_string()
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
    fn it_never_goes_back_and_a_greater_change_never_leads_to_a_lesser_version() {
        let kinds = [Change::None, Change::Patch, Change::Minor, Change::Major];
        for last in ["0.0.0", "0.1.0", "0.9.9", "1.0.0", "3.2.1", "1.0.0-alpha"] {
            let last = Version::parse(last).unwrap();
            let versions: Vec<Version> = kinds.iter().map(|&kind| next(&last, kind)).collect();
            assert!(
                versions.is_sorted() && versions[0] == last && versions[1] > last,
                "{last}: {versions:?}"
            );
        }
    }
}
