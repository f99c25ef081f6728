//! The release tasks: each looks at the workspace or builds something of it, and none publishes anything.

pub(crate) mod bump;
pub(crate) mod changelog;
mod contents;
pub(crate) mod dist;
mod git;
pub(crate) mod licenses;
mod metadata;
mod order;
mod output;
pub(crate) mod package;
pub(crate) mod plan;
pub(crate) mod publish;
pub(crate) mod sbom;
mod semver_check;
mod shipped;
pub(crate) mod verify;
mod version;
pub(crate) mod workspace;
