use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::root;

fn key(name: &str, version: &str) -> Key {
    Key { name: name.to_owned(), version: version.to_owned() }
}

fn part(key: &Key, checksum: Option<&str>) -> (Key, Component) {
    let component = Component {
        key: key.clone(),
        license: Some("MIT/Apache-2.0".to_owned()),
        description: Some("Over\n  two lines".to_owned()),
        repository: None,
        ours: checksum.is_none(),
        folder: PathBuf::new(),
        checksum: checksum.map(str::to_owned),
    };
    (key.clone(), component)
}

fn made_up() -> Shipped {
    let (binary, library) = (key("keyin", "0.1.0"), key("zstd", "2.0.16+zstd.1.5.7"));
    let needs = BTreeMap::from([
        (binary.clone(), BTreeSet::from([library.clone()])),
        (library.clone(), BTreeSet::new()),
    ]);
    let components = BTreeMap::from([part(&binary, None), part(&library, Some("ab12"))]);
    Shipped { components, needs }
}

/// What the schema of CycloneDX 1.6 demands of these parts of a document, and that every reference leads somewhere.
fn check(document: &Value) {
    assert_eq!(document["bomFormat"], "CycloneDX");
    assert_eq!(document["specVersion"], "1.6");
    assert!(document["version"].as_u64().is_some_and(|version| version >= 1));
    let binary = &document["metadata"]["component"];
    assert_eq!(binary["type"], "application");
    let mut references = BTreeSet::from([binary["bom-ref"].as_str().unwrap()]);
    for one in document["components"].as_array().unwrap() {
        assert_eq!(one["type"], "library");
        assert!(!one["name"].as_str().unwrap().is_empty() && !one["version"].as_str().unwrap().is_empty());
        assert!(one["purl"].as_str().unwrap().starts_with("pkg:cargo/"));
        assert!(references.insert(one["bom-ref"].as_str().unwrap()), "{one}: the reference is not unique");
        let licenses = one["licenses"].as_array().unwrap();
        assert!(licenses.len() == 1 && !licenses[0]["expression"].as_str().unwrap().contains('/'), "{one}");
        for hash in one["hashes"].as_array().into_iter().flatten() {
            let digits = hash["content"].as_str().unwrap();
            assert!(
                hash["alg"] == "SHA-256" && digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
                "{one}"
            );
        }
    }
    let told: BTreeSet<&str> =
        document["dependencies"].as_array().unwrap().iter().map(|one| one["ref"].as_str().unwrap()).collect();
    assert_eq!(told, references);
    for one in document["dependencies"].as_array().unwrap() {
        let mut needed = one["dependsOn"].as_array().unwrap().iter().map(|needed| needed.as_str().unwrap());
        assert!(needed.all(|needed| references.contains(needed)), "{one}");
    }
}

#[test]
fn a_document_has_the_required_fields() {
    let document = document(&made_up(), "2026-11-26T00:00:00Z").unwrap();
    check(&document);
    assert_eq!(document["metadata"]["timestamp"], "2026-11-26T00:00:00Z");
    let part = &document["components"][0];
    assert_eq!(part["purl"], "pkg:cargo/zstd@2.0.16%2Bzstd.1.5.7");
    assert_eq!(part["hashes"][0]["content"], "ab12");
    assert_eq!(part["licenses"][0]["expression"], "MIT OR Apache-2.0");
    assert_eq!(part["description"], "Over two lines");
    assert_eq!(document["dependencies"][0]["dependsOn"], json!([part["bom-ref"]]));
}

#[test]
fn the_real_one_is_whole_and_twice_the_same() {
    let root = root::find().unwrap();
    let time = "2026-11-26T00:00:00Z";
    let once = bytes(&Shipped::read(&root).unwrap(), time).unwrap();
    let again = bytes(&Shipped::read(&root).unwrap(), time).unwrap();
    assert!(once == again, "two documents of the same sources differ");
    let document: Value = serde_json::from_slice(&once).unwrap();
    check(&document);
    let foreign: Vec<&Value> =
        document["components"].as_array().unwrap().iter().filter(|one| one["hashes"].is_array()).collect();
    assert!(foreign.len() > 100);
    assert!(foreign.iter().all(|one| one["hashes"][0]["content"].as_str().unwrap().len() == 64));
}
