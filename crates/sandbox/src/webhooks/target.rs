//! Where a webhook goes, and whether it may be called there.

use super::Failure;
use crate::settings::WebhookUrl;

/// The hosts that webhooks may be sent to beside this machine.
#[derive(Debug, Default)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    pub(crate) fn new(names: Vec<String>) -> Self {
        Self(names)
    }

    fn names(&self, host: &str) -> bool {
        self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }
}

/// An address that may be called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) url: WebhookUrl,
    /// Whether only addresses of this machine will do.
    pub(crate) only_loopback: bool,
}

impl Target {
    /// Reads a URL and says whether it may be called. `https` is not spoken here, which a caller sees as an error of TLS.
    pub(crate) fn of(url: &str, hosts: &Hosts) -> Result<Self, Failure> {
        let url = WebhookUrl::parse(url).ok_or(Failure::BadUrl)?;
        if url.is_secure {
            return Err(Failure::Tls);
        }
        let named = hosts.names(&url.host);
        if !named && !is_this_machine(&url.host) {
            return Err(Failure::HostNotAllowed);
        }
        Ok(Self { url, only_loopback: !named })
    }
}

/// Names are not looked up for this: another name that leads here today may lead elsewhere tomorrow.
fn is_this_machine(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<(String, u16, String), Failure> {
        let hosts = Hosts::new(vec!["Shop.Test".to_owned()]);
        Target::of(url, &hosts).map(|target| (target.url.host, target.url.port, target.url.path))
    }

    #[test]
    fn this_machine_and_named_hosts_may_be_called() {
        for (url, host, port, path) in [
            ("http://127.0.0.1:9000/hook?a=1", "127.0.0.1", 9_000, "/hook?a=1"),
            ("http://localhost", "localhost", 80, "/"),
            ("http://[::1]:9/", "::1", 9, "/"),
            ("HTTP://LOCALHOST:80/x", "LOCALHOST", 80, "/x"),
            ("http://shop.test/hook", "shop.test", 80, "/hook"),
        ] {
            assert_eq!(read(url), Ok((host.to_owned(), port, path.to_owned())), "{url}");
        }
    }

    #[test]
    fn nobody_else_may() {
        for (url, failure) in [
            ("http://192.0.2.1/", Failure::HostNotAllowed),
            ("http://localhost.evil.test/", Failure::HostNotAllowed),
            ("http://127.0.0.1.evil.test/", Failure::HostNotAllowed),
            ("http://sub.shop.test/", Failure::HostNotAllowed),
            ("http://127.1/", Failure::HostNotAllowed),
            ("http://0x7f000001/", Failure::HostNotAllowed),
            ("https://127.0.0.1/", Failure::Tls),
            ("ftp://127.0.0.1/", Failure::BadUrl),
            ("http://user:pw@127.0.0.1/", Failure::BadUrl),
            ("/hook", Failure::BadUrl),
            ("", Failure::BadUrl),
            ("http://", Failure::BadUrl),
            ("http://127.0.0.1:99999/", Failure::BadUrl),
        ] {
            assert_eq!(read(url), Err(failure), "{url}");
        }
    }

    #[test]
    fn only_named_hosts_may_lead_to_other_machines() {
        let hosts = Hosts::new(vec!["shop.test".to_owned()]);
        assert!(!Target::of("http://shop.test/", &hosts).unwrap().only_loopback);
        assert!(Target::of("http://localhost/", &hosts).unwrap().only_loopback);
    }
}
