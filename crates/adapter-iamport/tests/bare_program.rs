//! A program of its own that embeds the adapter: nothing is installed for the process, before or after.

use std::sync::Arc;

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_system::SystemClock;
use rustls::crypto::CryptoProvider;

#[test]
fn a_gateway_is_built_where_no_tls_provider_is_installed() {
    assert!(CryptoProvider::get_default().is_none());
    for url in ["https://api.iamport.kr", "http://127.0.0.1:8585"] {
        let config = IamportConfig::new(url, "key", "secret");
        let gateway = IamportGateway::new(config, Arc::new(SystemClock::new()));
        assert!(gateway.is_ok(), "{url}: {:?}", gateway.err());
    }
    assert!(CryptoProvider::get_default().is_none());
}
