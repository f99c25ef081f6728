//! The form of the changelog: that of Keep a Changelog.

use cargo_metadata::semver::Version;

/// What a change can be.
const KINDS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
const UNRELEASED: &str = "Unreleased";

/// A section: its heading, the kinds in it, and whether each has an entry.
struct Section<'a> {
    name: &'a str,
    date: Option<&'a str>,
    kinds: Vec<(&'a str, bool)>,
}

/// What is wrong with the changelog `text` of a workspace that stands at `version`, a sentence each. Where the sources are
/// published, each version has a link.
pub(super) fn faults(text: &str, version: &Version, links_wanted: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("# Changelog\n") {
        faults.push("it does not begin with `# Changelog`".to_owned());
    }
    let sections = sections(text, &mut faults);
    if sections.first().is_none_or(|section| section.name != UNRELEASED) {
        faults.push("its first section is not `## [Unreleased]`".to_owned());
    }
    for section in &sections {
        kinds(section, &mut faults);
    }
    versions(&sections, &mut faults);
    let told = |section: &&Section<'_>| section.name == UNRELEASED || section.name == version.to_string();
    if !sections.iter().filter(told).any(|section| section.kinds.iter().any(|(_, entry)| *entry)) {
        faults.push(format!("nothing is told of {version}: neither in its section nor as unreleased"));
    }
    if links_wanted {
        let linked = |name: &str| text.lines().any(|line| line.starts_with(&format!("[{name}]: ")));
        let without = sections.iter().filter(|section| section.name != UNRELEASED && !linked(section.name));
        faults.extend(without.map(|section| format!("{} has no link", section.name)));
    }
    faults
}

fn sections<'a>(text: &'a str, faults: &mut Vec<String>) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let (name, rest) =
                heading.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", heading));
            if name.is_empty() {
                faults.push(format!("`{line}` is not `## [VERSION] - DATE`"));
            }
            sections.push(Section { name, date: rest.strip_prefix(" - "), kinds: Vec::new() });
        } else if let (Some(section), Some(kind)) = (sections.last_mut(), line.strip_prefix("### ")) {
            section.kinds.push((kind, false));
        } else if let Some((_, entry)) = sections.last_mut().and_then(|section| section.kinds.last_mut()) {
            *entry |= line.starts_with("- ");
        }
    }
    sections
}

fn kinds(section: &Section<'_>, faults: &mut Vec<String>) {
    for (at, (kind, entry)) in section.kinds.iter().enumerate() {
        if !KINDS.contains(kind) {
            faults.push(format!("{}: `### {kind}` is none of {}", section.name, KINDS.join(", ")));
        }
        if section.kinds[..at].iter().any(|(other, _)| other == kind) {
            faults.push(format!("{}: `### {kind}` stands there twice", section.name));
        }
        if !entry {
            faults.push(format!("{}: `### {kind}` has no entry", section.name));
        }
    }
}

fn versions(sections: &[Section<'_>], faults: &mut Vec<String>) {
    let mut newer: Option<Version> = None;
    for section in sections.iter().filter(|section| section.name != UNRELEASED && !section.name.is_empty()) {
        let Ok(version) = Version::parse(section.name) else {
            faults.push(format!("`{}` is no version", section.name));
            continue;
        };
        if !section.date.is_some_and(is_date) {
            faults.push(format!("{version} has no date as 2026-11-26"));
        }
        if section.kinds.is_empty() {
            faults.push(format!("{version} tells nothing"));
        }
        if newer.as_ref().is_some_and(|newer| *newer <= version) {
            faults.push(format!("{version} stands below an older version, or twice"));
        }
        newer = Some(version);
    }
}

/// Whether `text` has the form of a date, `YYYY-MM-DD`, with a month and a day that there can be.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &&str, length: usize| part.len() == length && part.bytes().all(|sign| sign.is_ascii_digit());
    match parts.as_slice() {
        [year, month, day] => {
            digits(year, 4)
                && digits(month, 2)
                && digits(day, 2)
                && ("01"..="12").contains(month)
                && ("01"..="31").contains(day)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- New.\n\n## [0.2.0] - 2026-11-26\n\n### Fixed\n\n\
                        - It.\n\n## [0.1.0] - 2026-10-01\n\n### Added\n\n- All.\n";

    fn found(text: &str) -> Vec<String> {
        faults(text, &Version::new(0, 2, 0), false)
    }

    #[test]
    fn the_form_passes() {
        assert_eq!(found(GOOD), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        for (good, bad, fault) in [
            ("# Changelog", "# Changes", "does not begin"),
            ("## [Unreleased]", "## [0.3.0] - 2026-11-27", "first section"),
            ("## [0.2.0] - 2026-11-26", "## 0.2.0", "is not `## [VERSION]"),
            ("- 2026-11-26", "- 26.11.2026", "has no date"),
            ("[0.2.0]", "[0.0.9]", "below an older"),
            ("[0.2.0]", "[0.1.0]", "twice"),
            ("[0.2.0]", "[next]", "no version"),
            ("### Fixed", "### Mended", "is none of"),
            ("- It.\n", "", "has no entry"),
            ("### Fixed\n", "### Fixed\n- a\n### Fixed\n", "stands there twice"),
        ] {
            let found = found(&GOOD.replacen(good, bad, 1));
            assert!(found.iter().any(|found| found.contains(fault)), "{fault}: {found:?}");
        }
    }

    #[test]
    fn a_version_of_which_nothing_is_told_is_found() {
        let nothing = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-10-01\n\n### Added\n\n- All.\n";
        assert!(found(nothing)[0].contains("nothing is told of 0.2.0"));
        assert_eq!(faults(nothing, &Version::new(0, 1, 0), false), Vec::<String>::new());
    }

    #[test]
    fn links_are_asked_for_once_there_is_somewhere_to_lead() {
        assert_eq!(faults(GOOD, &Version::new(0, 2, 0), true), ["0.2.0 has no link", "0.1.0 has no link"]);
    }

    #[test]
    fn dates_are_dates() {
        assert!(is_date("2026-11-26"));
        for text in ["2026-13-01", "2026-00-10", "2026-1-1", "2026-11-32", "today", "2026-11-26 "] {
            assert!(!is_date(text), "{text}");
        }
    }
}
