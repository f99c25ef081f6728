//! Moves what is unreleased into a section of its own.

use anyhow::{Context, Result, bail};

const UNRELEASED: &str = "## [Unreleased]";

/// What the new section is called.
pub(super) struct Release<'a> {
    pub(super) version: &'a str,
    pub(super) date: &'a str,
    /// Where versions can be compared, if that is known.
    pub(super) repository: Option<&'a str>,
    /// The tag of the release before, if there was one.
    pub(super) previous: Option<&'a str>,
}

/// The changelog `text` with `release` in it, and nothing unreleased any more.
///
/// # Errors
///
/// Fails when nothing is unreleased, or when the version has a section already.
pub(super) fn released(text: &str, release: &Release<'_>) -> Result<String> {
    let heading = format!("## [{}]", release.version);
    if text.lines().any(|line| line.starts_with(&heading)) {
        bail!("there is a section for {} already", release.version);
    }
    let (before, after) = text.split_once(UNRELEASED).context("there is no section `## [Unreleased]`")?;
    let (sections, links) = without_links(after);
    let end = sections.find("\n## [").map_or(sections.len(), |at| at + 1);
    let (unreleased, older) = sections.split_at(end);
    if !unreleased.lines().any(|line| line.starts_with("- ")) {
        bail!("nothing is unreleased: there is nothing to tell of {}", release.version);
    }
    let mut changed =
        format!("{before}{UNRELEASED}\n\n{heading} - {}\n\n{}\n", release.date, unreleased.trim());
    if !older.trim().is_empty() {
        changed.push_str(&format!("\n{}\n", older.trim_end()));
    }
    let links = with_new_links(&links, release);
    if !links.is_empty() {
        changed.push_str(&format!("\n{}\n", links.join("\n")));
    }
    Ok(changed)
}

/// What stands before the definitions of the versions' links, and those.
fn without_links(text: &str) -> (String, Vec<String>) {
    let (links, kept): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with('[') && line.contains("]: "));
    (kept.join("\n"), links.into_iter().map(str::to_owned).collect())
}

fn with_new_links(links: &[String], release: &Release<'_>) -> Vec<String> {
    let Some(repository) = release.repository else {
        return links.to_vec();
    };
    let repository = repository.trim_end_matches('/');
    let tag = format!("v{}", release.version);
    let this = match release.previous {
        Some(previous) => format!("[{}]: {repository}/compare/{previous}...{tag}", release.version),
        None => format!("[{}]: {repository}/releases/tag/{tag}", release.version),
    };
    let mut all = vec![format!("[Unreleased]: {repository}/compare/{tag}...HEAD"), this];
    all.extend(links.iter().filter(|link| !link.starts_with("[Unreleased]")).cloned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n";
    const HOST: &str = "https://example.com/keyin";

    fn release<'a>(repository: Option<&'a str>, previous: Option<&'a str>) -> Release<'a> {
        Release { version: "0.2.0", date: "2026-11-26", repository, previous }
    }

    #[test]
    fn the_first_section_needs_no_older_one_and_no_repository() {
        assert_eq!(
            released(FIRST, &release(None, None)).unwrap(),
            "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-26\n\n### Added\n\n- A thing.\n"
        );
    }

    #[test]
    fn the_first_link_leads_to_the_tag_and_later_ones_compare() {
        let text = released(FIRST, &release(Some(HOST), None)).unwrap();
        assert!(text.contains("\n[Unreleased]: https://example.com/keyin/compare/v0.2.0...HEAD\n"), "{text}");
        assert!(text.ends_with("\n[0.2.0]: https://example.com/keyin/releases/tag/v0.2.0\n"), "{text}");

        let later = text.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n\n- It.\n");
        let next = Release { version: "0.3.0", ..release(Some(HOST), Some("v0.2.0")) };
        let text = released(&later, &next).unwrap();
        let links: Vec<&str> = text.lines().filter(|line| line.contains("]: ")).collect();
        assert_eq!(
            links,
            [
                "[Unreleased]: https://example.com/keyin/compare/v0.3.0...HEAD",
                "[0.3.0]: https://example.com/keyin/compare/v0.2.0...v0.3.0",
                "[0.2.0]: https://example.com/keyin/releases/tag/v0.2.0",
            ]
        );
        assert!(
            text.contains("## [0.3.0] - 2026-11-26\n\n### Fixed\n\n- It.\n\n## [0.2.0] - 2026-11-26\n"),
            "{text}"
        );
    }

    #[test]
    fn a_version_is_not_told_of_twice_nor_without_anything_to_tell() {
        let once = released(FIRST, &release(None, None)).unwrap();
        assert!(released(&once, &release(None, None)).unwrap_err().to_string().contains("already"));
        let next = Release { version: "0.3.0", ..release(None, None) };
        assert!(released(&once, &next).unwrap_err().to_string().contains("nothing is unreleased"));
        assert!(released("# Changelog\n", &next).is_err());
    }
}
