//! Permits to send are issued by journals alone.

use super::files::File;
use super::rule::{Place, Rule};
use super::search;

pub(crate) const RULE: Rule = Rule {
    demand: "A permit to send is issued only by a journal, by the ports' own code and suite, and in tests.",
    reason: "a permit made without a claim that was written down is a charge that may be sent twice",
    mend: "claim the charge through the Journal port and use the permit that the won claim yields",
    places,
};

// Put together here, so that this file does not hold what it forbids.
const ISSUE: &[&str] = &[concat!("SendPermit", "::issue")];

fn places(file: &File) -> Vec<Place> {
    if !file.is_rust() || may_issue(&file.path) {
        return Vec::new();
    }
    search::places(file.code_beside_tests(), ISSUE)
}

fn may_issue(path: &str) -> bool {
    path.starts_with("crates/ports/") || path.starts_with("crates/port-conformance/") || is_journal(path)
}

/// Whether `path` is the journal of an adapter: `journal.rs`, a file in `journal/`, or one named like it. The example of
/// an adapter of one's own has one, too.
fn is_journal(path: &str) -> bool {
    let Some((adapter, inside)) = path.split_once("/src/") else {
        return false;
    };
    let is_adapter = adapter.starts_with("crates/adapter-") || adapter == "examples/file-journal";
    is_adapter && inside.split('/').any(|part| part.contains("journal"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUES: &str = "let permit = SendPermit::issue(epoch, send_before);\n";

    #[test]
    fn a_permit_from_anywhere_else_is_found() {
        for path in [
            "crates/app/src/charge.rs",
            "crates/adapter-iamport/src/gateway.rs",
            "crates/cli/src/journal.rs",
            "examples/order-service/src/journal.rs",
            "crates/gateway-layers/src/traced.rs",
        ] {
            assert_eq!(places(&File::new(path, ISSUES)).len(), 1, "{path}");
        }
    }

    #[test]
    fn handing_the_function_on_is_found_too() {
        let found = places(&File::new("crates/app/src/charge.rs", "won.map(SendPermit::issue)\n"));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn journals_the_ports_and_tests_may_issue_it() {
        for path in [
            "crates/adapter-memory/src/journal.rs",
            "crates/adapter-sqlite/src/journal/claim.rs",
            "examples/file-journal/src/journal.rs",
            "crates/ports/src/journal/permit.rs",
            "crates/port-conformance/src/gateway.rs",
            "crates/app/src/charge/tests.rs",
        ] {
            assert_eq!(places(&File::new(path, ISSUES)), [], "{path}");
        }
    }
}
