//! Time and randomness come in through ports.

use super::files::File;
use super::rule::{Place, Rule};
use super::search;

pub(crate) const RULE: Rule = Rule {
    demand: "The wall clock and randomness are read only through the ports Clock and Random, tests included.",
    reason: "a flow that reads them itself cannot be replayed from a seed, and its tests depend on the hour",
    mend: "take `now` as an argument, or a Clock or Random port; the real ones are in crates/adapter-system",
    places,
};

const SOURCES: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "rand::",
    "fastrand::",
    "Uuid::now_v7",
    "Uuid::new_v4",
];

const BEHIND_PORTS: [&str; 10] = [
    "crates/domain/",
    "crates/ports/",
    "crates/port-conformance/",
    "crates/app/",
    "crates/gateway-layers/",
    "crates/adapter-iamport/",
    "crates/adapter-memory/",
    "crates/adapter-sqlite/",
    "crates/adapter-postgres/",
    "examples/",
];

fn places(file: &File) -> Vec<Place> {
    if !file.is_rust() || !BEHIND_PORTS.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    search::places(file.code(), SOURCES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_the_clock_or_a_die_is_found_in_tests_too() {
        for source in SOURCES {
            let text = format!("let x = {source}();\n");
            for path in ["crates/app/src/charge.rs", "crates/domain/src/card/tests.rs"] {
                assert_eq!(places(&File::new(path, &text)).len(), 1, "{path}: {source}");
            }
        }
    }

    #[test]
    fn the_system_adapter_the_faces_and_the_sandbox_may_read_them() {
        for path in ["crates/adapter-system/src/clock.rs", "crates/sandbox/src/a.rs", "crates/cli/src/a.rs"] {
            assert_eq!(places(&File::new(path, "SystemTime::now()")), [], "{path}");
        }
    }

    #[test]
    fn names_that_only_look_alike_are_not_found() {
        let text = "let a = operand::now(); let b = self.clock.now(); // Instant\n";
        assert_eq!(places(&File::new("crates/app/src/charge.rs", text)), []);
    }
}
