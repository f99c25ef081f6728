//! Where the gateway is, and who asks.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use zeroize::Zeroizing;

/// What an [`IamportGateway`](crate::IamportGateway) needs to know. Its `Debug` shows neither the address
/// nor the credentials.
#[derive(Clone)]
pub struct IamportConfig {
    /// Where the API is: `https://api.iamport.kr`, or what stands in for it. May have a path. Plain `http`
    /// is taken for a loopback host alone.
    pub base_url: String,
    /// The REST API key of the merchant's console.
    pub api_key: Zeroizing<String>,
    /// The REST API secret of the merchant's console.
    pub api_secret: Zeroizing<String>,
    /// How long one call may take, from connecting to the last byte of the answer.
    pub timeout: Duration,
    /// How long connecting may take, name and TLS included; at most half of `timeout` is used, so that a
    /// connection that never comes about is known as one that never did.
    pub connect_timeout: Duration,
    /// Whether reads also show payments made through test channels (`include_sandbox`).
    pub include_sandbox: bool,
}

impl IamportConfig {
    /// With the usual limits: 60 s a call, 10 s to connect, test payments shown.
    pub fn new(
        base_url: impl Into<String>,
        api_key: impl Into<String>,
        api_secret: impl Into<String>,
    ) -> Self {
        Self {
            base_url: base_url.into(),
            api_key: Zeroizing::new(api_key.into()),
            api_secret: Zeroizing::new(api_secret.into()),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            include_sandbox: true,
        }
    }
}

impl fmt::Debug for IamportConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IamportConfig")
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("include_sandbox", &self.include_sandbox)
            .finish_non_exhaustive()
    }
}

/// Why a gateway cannot be set up. No call was made; the refused text is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The address is no URL with a host.
    #[error("the gateway's address is not a URL such as https://api.iamport.kr")]
    NotAUrl,
    /// The address begins neither with `https` nor with `http`.
    #[error("the gateway's address must begin with https://")]
    OtherScheme,
    /// Plain `http` would show cards and secrets to the network.
    #[error("the gateway's address must begin with https:// unless it is on this machine")]
    NotSecure,
    /// The address holds a user name or password.
    #[error("the gateway's address must not hold a user name or password")]
    UserInfo,
    /// The address holds a query or a fragment.
    #[error("the gateway's address must not hold a query or a fragment")]
    QueryOrFragment,
    /// The API key or secret is empty.
    #[error("the API key and secret must not be empty")]
    NoCredentials,
    /// A time-out is zero.
    #[error("the gateway's time-outs must be longer than nothing")]
    NoTime,
    /// The machine's certificates cannot be used.
    #[error("the certificate authorities of this machine cannot be read")]
    Certificates,
    /// The HTTP client cannot be set up.
    #[error("the HTTP client cannot be set up")]
    Client,
}

/// Whether this is an address that an [`IamportGateway`](crate::IamportGateway) takes.
///
/// # Errors
/// The first rule that it breaks.
pub fn check_url(text: &str) -> Result<(), ConfigError> {
    BaseUrl::parse(text).map(|_| ())
}

/// A checked address, without a slash at its end.
pub(crate) struct BaseUrl {
    text: String,
    secure: bool,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let url = Url::parse(text).map_err(|_| ConfigError::NotAUrl)?;
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(ConfigError::OtherScheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(ConfigError::QueryOrFragment);
        }
        let host = url.host_str().ok_or(ConfigError::NotAUrl)?;
        if !secure && !is_loopback(host) {
            return Err(ConfigError::NotSecure);
        }
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), secure })
    }

    /// Whether the address is `https`.
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }

    /// The address of a path of the API, which begins with a slash.
    pub(crate) fn join(&self, path: &str) -> Result<Url, ConfigError> {
        Url::parse(&format!("{}{path}", self.text)).map_err(|_| ConfigError::NotAUrl)
    }
}

/// `localhost`, 127.0.0.0/8 and ::1, as a parsed URL writes them.
fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_taken() {
        for text in [
            "https://api.iamport.kr",
            "https://api.iamport.kr/",
            "https://proxy.example/iamport/v1/",
            "http://127.0.0.1:8585",
            "http://127.8.9.10",
            "http://localhost:1",
            "http://LOCALHOST/",
            "http://[::1]:8585/base",
        ] {
            assert_eq!(check_url(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn addresses_that_are_refused() {
        for (text, why) in [
            ("", ConfigError::NotAUrl),
            ("api.iamport.kr", ConfigError::NotAUrl),
            ("https://", ConfigError::NotAUrl),
            ("ftp://api.iamport.kr", ConfigError::OtherScheme),
            ("file:///etc/hosts", ConfigError::OtherScheme),
            ("http://api.iamport.kr", ConfigError::NotSecure),
            ("http://localhost.example", ConfigError::NotSecure),
            ("http://127.0.0.1.example", ConfigError::NotSecure),
            ("http://[::2]", ConfigError::NotSecure),
            ("http://0.0.0.0", ConfigError::NotSecure),
            ("https://user@api.iamport.kr", ConfigError::UserInfo),
            ("https://:secret@api.iamport.kr", ConfigError::UserInfo),
            ("https://api.iamport.kr?", ConfigError::QueryOrFragment),
            ("https://api.iamport.kr/?a=b", ConfigError::QueryOrFragment),
            ("https://api.iamport.kr/#a", ConfigError::QueryOrFragment),
        ] {
            assert_eq!(check_url(text), Err(why), "{text}");
        }
    }

    #[test]
    fn paths_are_put_behind_the_base_path() {
        let base = BaseUrl::parse("https://proxy.example/iamport//").unwrap();
        assert_eq!(base.join("/users/pg").unwrap().as_str(), "https://proxy.example/iamport/users/pg");
    }

    #[test]
    fn debug_hides_address_and_credentials() {
        let config = IamportConfig::new("https://user:word@host.example", "key-4711", "secret-0815");
        let shown = format!("{config:?}");
        for hidden in ["user", "word", "host.example", "4711", "0815"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
