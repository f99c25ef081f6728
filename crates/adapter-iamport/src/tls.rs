//! The adapter's own TLS configuration. Nothing is installed for the whole process, so that a program
//! that embeds the adapter keeps its own choice.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::ConfigError;

/// TLS by ring, judged by the machine's own certificate authorities.
pub(crate) fn of_platform() -> Result<ClientConfig, ConfigError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|_| ConfigError::Certificates)?;
    Ok(builder.with_no_client_auth())
}

/// TLS that trusts nobody: for a plain address on this machine, where the certificate authorities need
/// not even be installed.
pub(crate) fn of_nobody() -> Result<ClientConfig, ConfigError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| ConfigError::Certificates)?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}
