use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

/// The official definitions, as this repository keeps them.
const OFFICIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/facts/iamport_v1.json");

/// Endpoints that the definitions do not have, with the reason why the sandbox has them all the same.
const NOT_OFFICIAL: [(&str, &str, &str); 3] = [
    ("POST", "/subscribe/payments/foreign", "clients of older days call it for a foreign card"),
    ("GET", "/payments/find/{}", "the definitions write the status behind it as one that may be left out"),
    ("GET", "/payments/findAll/{}", "the definitions write the status behind it as one that may be left out"),
];

/// Endpoints of the definitions that the sandbox does not have, by the beginning of their path.
const LEFT_OUT: [(&str, &str); 1] =
    [("/payments/{}/naver/", "orders of Naver Pay, which no key-in payment has")];

/// A path whose parameters have no names, because those do not matter to a caller.
fn nameless(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn official() -> BTreeSet<(String, String)> {
    let table: Value = serde_json::from_slice(&std::fs::read(OFFICIAL).unwrap()).unwrap();
    let paths = table["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().keys();
        methods.map(move |method| (method.to_ascii_uppercase(), nameless(path)))
    });
    each.collect()
}

fn ours() -> BTreeSet<(String, String)> {
    let method = |endpoint: &Endpoint| {
        let names = [
            (MethodFilter::GET, "GET"),
            (MethodFilter::POST, "POST"),
            (MethodFilter::PUT, "PUT"),
            (MethodFilter::DELETE, "DELETE"),
        ];
        names.iter().find(|(filter, _)| *filter == endpoint.method).unwrap().1.to_owned()
    };
    ENDPOINTS.iter().map(|endpoint| (method(endpoint), nameless(endpoint.path))).collect()
}

#[test]
fn every_endpoint_is_official_or_has_its_reason() {
    let listed: BTreeSet<_> =
        NOT_OFFICIAL.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let more: BTreeSet<_> = ours().difference(&official()).cloned().collect();
    assert_eq!(more, listed);
}

#[test]
fn every_official_endpoint_is_here_or_has_its_reason() {
    let official = official();
    let missing: Vec<_> = official.difference(&ours()).cloned().collect();
    let is_listed = |path: &str| LEFT_OUT.iter().any(|(beginning, _)| path.starts_with(beginning));
    let unlisted: Vec<_> = missing.iter().filter(|(_, path)| !is_listed(path)).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
    for (beginning, reason) in LEFT_OUT {
        assert!(missing.iter().any(|(_, path)| path.starts_with(beginning)), "{beginning}: {reason}");
    }
}

#[test]
fn no_endpoint_stands_twice() {
    assert_eq!(ours().len(), ENDPOINTS.len());
}
