//! `cargo xtask release sbom`: what is in the binary, as a CycloneDX 1.6 document. The same sources give the same bytes.

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::git::Git;
use super::licenses::expression;
use super::output;
use super::shipped::{Component, Key, Shipped};
use super::workspace::Workspace;
use crate::terminal;

/// The document's name among the files of a release.
pub(crate) const FILE: &str = "keyin.cdx.json";

/// Writes the document to the folder of the release's files.
///
/// # Errors
///
/// Fails when cargo or git does, or when the file cannot be written.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let place = write(workspace)?;
    terminal::answer(&format!("{}", place.display()));
    Ok(())
}

/// As [`run`]; returns where the document lies.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn write(workspace: &Workspace) -> Result<PathBuf> {
    let shipped = Shipped::read(&workspace.root)?;
    let time = Git::new(&workspace.root).commit_time()?;
    let place = output::folder(&workspace.root)?.join(FILE);
    std::fs::write(&place, bytes(&shipped, &time.text)?)
        .with_context(|| format!("{} could not be written", place.display()))?;
    Ok(place)
}

/// The document, made at `time`, which is that of the commit and not of the build.
///
/// # Errors
///
/// Fails when the binary's own package is not there.
pub(crate) fn bytes(shipped: &Shipped, time: &str) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(&document(shipped, time)?).context("no JSON")?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn document(shipped: &Shipped, time: &str) -> Result<Value> {
    let root = shipped.root()?;
    let parts = shipped.components.values().filter(|one| one.key != root.key);
    let mut binary = component(root);
    binary["type"] = json!("application");
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": time,
            "lifecycles": [{ "phase": "build" }],
            "tools": { "components": [{ "type": "application", "name": "cargo xtask release sbom" }] },
            "component": binary,
        },
        "components": parts.map(component).collect::<Vec<_>>(),
        "dependencies": shipped.needs.iter().map(|(key, needed)| json!({
            "ref": purl(key),
            "dependsOn": needed.iter().map(purl).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    }))
}

fn component(one: &Component) -> Value {
    let mut about = json!({
        "type": "library",
        "bom-ref": purl(&one.key),
        "name": one.key.name,
        "version": one.key.version,
        "purl": purl(&one.key),
        "scope": "required",
    });
    if let Some(description) = &one.description {
        about["description"] = json!(description.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if let Some(license) = &one.license {
        about["licenses"] = json!([{ "expression": expression::modern(license) }]);
    }
    if let Some(checksum) = &one.checksum {
        about["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(repository) = &one.repository {
        about["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    about
}

/// The package's address in the way all ecosystems share. A `+` of build metadata is written as its escape.
fn purl(key: &Key) -> String {
    format!("pkg:cargo/{}@{}", key.name, key.version.replace('+', "%2B"))
}
