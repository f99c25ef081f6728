use std::fs;

use super::*;

/// A repository in a temporary folder, which knows nothing of the machine's settings.
struct Made {
    folder: tempfile::TempDir,
}

impl Made {
    fn new() -> Self {
        let made = Self { folder: tempfile::tempdir().unwrap() };
        made.git(&["init", "--quiet"]);
        made
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.folder.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_COMMITTER_DATE", "2026-11-26T09:00:00+09:00");
        process::read(git.args(arguments)).unwrap();
    }

    fn write(&self, path: &str, text: &str) {
        let place = self.folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn commit(&self, path: &str, text: &str) {
        self.write(path, text);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", path]);
    }

    fn seen(&self) -> Git {
        Git::new(self.folder.path())
    }
}

#[test]
fn the_newest_tag_goes_by_the_version_not_by_the_letters() {
    let tags = ["v0.9.0", "v0.10.0", "v0.10.0-rc.2", "vacation", "v1"];
    assert_eq!(newest(tags.into_iter()).unwrap().0, "v0.10.0");
    assert_eq!(newest(["first"].into_iter()), None);
}

#[test]
fn what_changed_since_a_tag_is_counted_by_folder() {
    let made = Made::new();
    made.commit("crates/a/Cargo.toml", "1");
    assert_eq!(made.seen().last_tag().unwrap(), None);
    made.git(&["tag", "v0.1.0"]);
    made.commit("crates/a/Cargo.toml", "2");
    made.commit("crates/ab/Cargo.toml", "1");
    let git = made.seen();
    assert_eq!(git.last_tag().unwrap(), Some(("v0.1.0".to_owned(), Version::new(0, 1, 0))));
    assert_eq!(git.commits_since("v0.1.0", "crates/a").unwrap(), 1);
    assert!(git.was_there("v0.1.0", "crates/a/Cargo.toml").unwrap());
    assert!(!git.was_there("v0.1.0", "crates/ab/Cargo.toml").unwrap());
    assert_eq!(git.at("v0.1.0", "crates/a/Cargo.toml").unwrap(), "1");
}

#[test]
fn what_is_not_committed_is_named_also_when_git_does_not_know_it() {
    let made = Made::new();
    made.commit("a", "1");
    made.seen().require_clean().unwrap();
    made.write("b", "1");
    assert!(made.seen().require_clean().unwrap_err().to_string().contains("?? b"));
}

#[test]
fn the_last_commit_is_laid_out_as_it_was_committed_with_its_time_in_utc() {
    let made = Made::new();
    made.commit("folder/a", "committed");
    made.write("folder/a", "changed");
    let elsewhere = tempfile::tempdir().unwrap();
    made.seen().export(elsewhere.path()).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.path().join("folder/a")).unwrap(), "committed");
    let time = made.seen().commit_time().unwrap();
    assert_eq!((time.epoch.as_str(), time.text.as_str()), ("1795651200", "2026-11-26T00:00:00Z"));
}
