//! Card data is read in one place only.

use super::files::File;
use super::rule::{Place, Rule};
use super::search;

pub(crate) const RULE: Rule = Rule {
    demand: "Card data is exposed only in the wire code of adapter-iamport, in the domain, and in tests.",
    reason: "a card number that is read anywhere else is one step from a log, a store or an error message",
    mend: "pass the value on as it is, masked, or do the work in crates/adapter-iamport/src/wire",
    places,
};

// Put together here, so that this file does not hold what it forbids.
const ACCESSOR: &[&str] = &[concat!(".exp", "ose(")];

fn places(file: &File) -> Vec<Place> {
    if !file.is_rust() || may_expose(&file.path) {
        return Vec::new();
    }
    search::places(file.code_beside_tests(), ACCESSOR)
}

fn may_expose(path: &str) -> bool {
    ["crates/domain/src/", "crates/adapter-iamport/src/wire/", "crates/adapter-iamport/src/wire.rs"]
        .iter()
        .any(|place| path.starts_with(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    const READS: &str = "fn f() {\n    number.expose(|digits| send(digits));\n}\n";

    #[test]
    fn reading_card_data_outside_the_wire_code_is_found() {
        for path in
            ["crates/app/src/a.rs", "crates/adapter-iamport/src/gateway.rs", "crates/cli/src/wire/a.rs"]
        {
            assert_eq!(places(&File::new(path, READS)).len(), 1, "{path}");
        }
    }

    #[test]
    fn the_wire_code_the_domain_and_tests_may_read_it() {
        for path in [
            "crates/adapter-iamport/src/wire/card.rs",
            "crates/domain/src/card/number.rs",
            "crates/app/src/card/tests.rs",
            "tests/tests/it/card.rs",
        ] {
            assert_eq!(places(&File::new(path, READS)), [], "{path}");
        }
        let in_a_test_module = format!("fn g() {{}}\n#[cfg(test)]\nmod tests {{\n{READS}}}\n");
        assert_eq!(places(&File::new("crates/app/src/a.rs", &in_a_test_module)), []);
    }

    #[test]
    fn a_call_broken_over_lines_is_found() {
        let found = places(&File::new("crates/cli/src/a.rs", "number\n    .expose(send)\n"));
        assert_eq!(found, [Place { line: 2, what: "`.expose(`".to_owned() }]);
    }
}
