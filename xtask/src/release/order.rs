//! In which order the crates are published: each after those that it asks for.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::workspace::Crate;

/// The crates that are published, each after all that it needs; by name where that leaves a choice.
///
/// # Errors
///
/// Fails when one needs a crate that is never published, or when some need each other in a circle.
pub(crate) fn order(crates: &[Crate]) -> Result<Vec<&Crate>> {
    let published: BTreeSet<&str> =
        crates.iter().filter(|one| one.publish).map(|one| one.name.as_str()).collect();
    let mut waiting: Vec<&Crate> = crates.iter().filter(|one| one.publish).collect();
    waiting.sort_by(|a, b| a.name.cmp(&b.name));
    for one in &waiting {
        if let Some(needed) = one.needs.iter().find(|needed| !published.contains(needed.as_str())) {
            bail!(
                "`{}` is published and asks for `{needed}`, which is not.\n  To mend it: where only tests use it, take the \
                 version out of its entry in [workspace.dependencies]; else let it be published too",
                one.name
            );
        }
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let Some(at) =
            waiting.iter().position(|one| one.needs.iter().all(|name| done.contains(name.as_str())))
        else {
            let names: Vec<&str> = waiting.iter().map(|one| one.name.as_str()).collect();
            bail!(
                "these crates need each other in a circle and none can be published first: {}",
                names.join(", ")
            );
        };
        let next = waiting.remove(at);
        done.insert(&next.name);
        ordered.push(next);
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::workspace::Workspace;
    use crate::root;

    fn one(name: &str, publish: bool, needs: &[&str]) -> Crate {
        let needs = needs.iter().map(|&needed| needed.to_owned()).collect();
        Crate { name: name.to_owned(), publish, needs, ..Crate::default() }
    }

    fn names(crates: &[Crate]) -> Vec<&str> {
        order(crates).unwrap().iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn each_comes_after_what_it_needs_and_by_name_otherwise() {
        let crates = [
            one("app", true, &["ports", "domain"]),
            one("ports", true, &["domain"]),
            one("domain", true, &[]),
        ];
        assert_eq!(names(&crates), ["domain", "ports", "app"]);
        let free = [one("b", true, &[]), one("c", false, &["b"]), one("a", true, &[])];
        assert_eq!(names(&free), ["a", "b"]);
    }

    #[test]
    fn a_circle_and_a_crate_that_is_not_there_are_refused() {
        let circle = [one("a", true, &["b"]), one("b", true, &["a"]), one("c", true, &[])];
        let said = order(&circle).unwrap_err().to_string();
        assert!(said.contains("circle") && said.contains("a, b"), "{said}");
        let hidden = [one("a", true, &["tests"]), one("tests", false, &[])];
        assert!(order(&hidden).unwrap_err().to_string().contains("which is not"));
    }

    #[test]
    fn the_domain_comes_first_and_the_command_after_its_parts() {
        let workspace = Workspace::read(&root::find().unwrap()).unwrap();
        let ordered = names(&workspace.crates);
        assert_eq!(ordered.first(), Some(&"keyin-domain"));
        let place = |name: &str| ordered.iter().position(|&one| one == name).unwrap();
        assert!(place("keyin-sandbox") < place("keyin-adapter-iamport"));
        assert!(place("keyin-adapter-iamport") < place("keyin"));
    }
}
