//! Every dependency is declared once, in the root manifest.

use super::files::File;
use super::rule::{Place, Rule};

pub(crate) const RULE: Rule = Rule {
    demand: "A crate takes every dependency and the lints from the workspace.",
    reason: "two crates with two versions or two sets of features of one package differ in ways nobody chose",
    mend: "put the package into [workspace.dependencies] of the root Cargo.toml and write `NAME.workspace = true`",
    places,
};

fn places(file: &File) -> Vec<Place> {
    let is_member = file.path.ends_with("/Cargo.toml");
    if !is_member {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut lints = false;
    for section in sections(file) {
        match section.kind() {
            Kind::List => {
                let own = section.entries.iter().filter(|(_, entry)| !takes_from_workspace(entry));
                found.extend(
                    own.map(|(line, entry)| Place { line: *line, what: format!("`{}`", name(entry)) }),
                );
            }
            Kind::One(name) => {
                if !section.says_workspace() {
                    found.push(Place { line: section.line, what: format!("`{name}`") });
                }
            }
            Kind::Lints => lints |= section.says_workspace(),
            Kind::Other => {}
        }
    }
    if !lints {
        found.push(Place { line: 0, what: "`[lints] workspace = true` is missing".to_owned() });
    }
    found
}

/// A section of a manifest: its heading and the entries beneath it, a value over several lines taken together.
struct Section {
    line: usize,
    heading: String,
    entries: Vec<(usize, String)>,
}

enum Kind<'a> {
    /// `[dependencies]` and its kin, for any target.
    List,
    /// `[dependencies.NAME]`.
    One(&'a str),
    Lints,
    Other,
}

impl Section {
    fn kind(&self) -> Kind<'_> {
        const LISTS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
        if self.heading == "lints" {
            return Kind::Lints;
        }
        // A target's heading may hold dots within quotes: only what follows the last quote counts.
        let plain = self.heading.rsplit(['\'', '"']).next().unwrap_or_default();
        let parts: Vec<&str> = plain.split('.').map(str::trim).collect();
        match parts.as_slice() {
            [.., list] if LISTS.contains(list) => Kind::List,
            [.., list, name] if LISTS.contains(list) => Kind::One(name),
            _ => Kind::Other,
        }
    }

    fn says_workspace(&self) -> bool {
        self.entries.iter().any(|(_, entry)| without_spaces(entry) == "workspace=true")
    }
}

fn sections(file: &File) -> Vec<Section> {
    let mut sections = vec![Section { line: 0, heading: String::new(), entries: Vec::new() }];
    let mut open = false;
    for (line, text) in file.lines() {
        let text = text.split(" #").next().unwrap_or_default().trim();
        let Some(section) = sections.last_mut() else { break };
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if open {
            if let Some((_, entry)) = section.entries.last_mut() {
                entry.push_str(text);
                open = is_open(entry);
            }
        } else if let Some(heading) = text.strip_prefix('[') {
            let heading = heading.trim_matches(['[', ']']).trim().to_owned();
            sections.push(Section { line, heading, entries: Vec::new() });
        } else {
            open = is_open(text);
            section.entries.push((line, text.to_owned()));
        }
    }
    sections
}

fn is_open(entry: &str) -> bool {
    let count = |signs: [char; 2]| entry.matches(signs).count();
    count(['[', '{']) > count([']', '}'])
}

fn takes_from_workspace(entry: &str) -> bool {
    let entry = without_spaces(entry);
    entry.contains(".workspace=true")
        || entry.contains("{workspace=true")
        || entry.contains(",workspace=true")
}

fn name(entry: &str) -> &str {
    entry.split(['=', '.']).next().unwrap_or_default().trim()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    fn found(manifest: &str) -> Vec<String> {
        let file = File::new("crates/a/Cargo.toml", &format!("[package]\nname = \"a\"\n{LINTS}{manifest}"));
        places(&file).into_iter().map(|place| place.what).collect()
    }

    #[test]
    fn every_way_to_take_it_from_the_workspace_passes() {
        let manifest = "[dependencies]\nserde.workspace = true\njiff = { workspace = true, features = [\"serde\"] }\n\
                        http = { features = [\n  \"std\", # a word\n], workspace = true }\n\
                        [dev-dependencies.tokio]\nworkspace = true\nfeatures = [\"rt\"]\n\
                        [target.'cfg(unix)'.dependencies]\nrustls.workspace = true\n";
        assert_eq!(found(manifest), Vec::<String>::new());
    }

    #[test]
    fn a_version_of_its_own_is_found_in_every_kind_of_list() {
        for list in
            ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(a.b)'.dependencies"]
        {
            assert_eq!(found(&format!("[{list}]\nserde = \"1\"\n")), ["`serde`"], "{list}");
            assert_eq!(found(&format!("[{list}]\nserde = {{ version = \"1\" }}\n")), ["`serde`"], "{list}");
            assert_eq!(found(&format!("[{list}.serde]\nversion = \"1\"\n")), ["`serde`"], "{list}");
        }
    }

    #[test]
    fn other_sections_are_left_alone() {
        assert_eq!(
            found("[features]\nserde = [\"dep:serde\"]\n[[bin]]\nname = \"a\"\n"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_crate_without_the_workspaces_lints_is_found() {
        let file = File::new("crates/a/Cargo.toml", "[package]\nname = \"a\"\n");
        assert_eq!(places(&file).len(), 1);
    }

    #[test]
    fn the_root_manifest_declares_and_may() {
        assert_eq!(places(&File::new("Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\n")), []);
    }
}
