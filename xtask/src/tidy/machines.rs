//! Nothing in the repository depends on one machine or one network.

use super::files::File;
use super::rule::{Place, Rule};

pub(crate) const RULE: Rule = Rule {
    demand: "No file names a folder of one machine or the host of a package registry.",
    reason: "a clean clone must build and test anywhere, from the registry that its owner has set up",
    mend: "use a path from the workspace's root, a temporary folder, or cargo's own settings outside the repository",
    places,
};

// The marks are put together here, so that this file does not hold what it forbids.
const FOLDERS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
const REGISTRIES: [&str; 9] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("registry.", "npmjs.org"),
    concat!("pypi", ".org"),
    concat!("files.", "pythonhosted.org"),
    concat!("proxy.", "golang.org"),
    concat!("deb.", "debian.org"),
    concat!("archive.", "ubuntu.com"),
    concat!("replace", "-with"),
];
/// How Cargo.lock writes the public registry, whichever mirror was really asked.
const PUBLIC: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

fn places(file: &File) -> Vec<Place> {
    let mut found = Vec::new();
    for (line, text) in file.lines() {
        for folder in FOLDERS {
            if begins_a_path(text, folder) {
                found.push(Place { line, what: format!("`{folder}`") });
            }
        }
        for registry in REGISTRIES {
            if text.contains(registry) {
                found.push(Place { line, what: format!("`{registry}`") });
            }
        }
        if file.path == "Cargo.lock" && text.starts_with("source = ") && text != PUBLIC {
            found.push(Place { line, what: "a package that is not from the public registry".to_owned() });
        }
    }
    found
}

/// Whether an absolute path in `text` begins with `folder`; a folder of that name further down a path is nobody's machine.
fn begins_a_path(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        !before
            .is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-' | '}' | '~' | '/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_a_machine_are_found_in_any_file() {
        for folder in FOLDERS {
            for text in [format!("cd {folder}x"), format!("\"{folder}x\""), format!("PATH={folder}bin")] {
                assert_eq!(places(&File::new("docs/a.md", &text)).len(), 1, "{text}");
            }
        }
    }

    #[test]
    fn folders_of_that_name_inside_the_repository_or_a_link_are_not() {
        for folder in FOLDERS {
            for text in
                [format!("target{folder}x"), format!("https://example.com{folder}x"), format!("..{folder}")]
            {
                assert_eq!(places(&File::new("docs/a.md", &text)), [], "{text}");
            }
        }
    }

    #[test]
    fn registry_hosts_are_found() {
        for registry in REGISTRIES {
            assert_eq!(places(&File::new(".cargo/config.toml", &format!("a = \"{registry}\"\n"))).len(), 1);
        }
    }

    #[test]
    fn the_lock_file_knows_the_public_registry_only() {
        assert_eq!(places(&File::new("Cargo.lock", &format!("{PUBLIC}\nchecksum = \"ab\"\n"))), []);
        let mirrored = "name = \"a\"\nsource = \"registry+https://mirror.example/index\"\n";
        let found = places(&File::new("Cargo.lock", mirrored));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }
}
