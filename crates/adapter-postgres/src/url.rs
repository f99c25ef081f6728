//! The URL of a database, and the secret in it.

use std::fmt;

use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use zeroize::Zeroizing;

/// The URL of a database. It holds a password, so it is shown only without it.
///
/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=MODE`, with the modes `disable`, `prefer` (which is taken if
/// none is named), `require`, `verify-ca` and `verify-full`. Where the connection must be encrypted the server's
/// certificate is verified too, with its name, by the machine's own certificate authorities: an encrypted
/// connection to nobody in particular protects nothing. `prefer` encrypts if the server can, and verifies nothing.
#[derive(Clone)]
pub struct DatabaseUrl {
    config: Box<Config>,
    shown: String,
}

/// The text is no URL of a PostgreSQL database. It is not repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no URL of a PostgreSQL database (postgres://USER:PASSWORD@HOST:PORT/DATABASE)")]
pub struct InvalidUrl;

impl DatabaseUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// If it is none, names no host, user or database, or has a parameter that is not known.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let address = ["postgres://", "postgresql://"].iter().find_map(|scheme| text.strip_prefix(scheme));
        let address = address.ok_or(InvalidUrl)?;
        let config: Config = with_known_sslmode(text).parse().map_err(|_| InvalidUrl)?;
        let names_all =
            !config.get_hosts().is_empty() && config.get_user().is_some() && config.get_dbname().is_some();
        if !names_all {
            return Err(InvalidUrl);
        }
        let shown = format!("postgres://{}", without_password(address));
        Ok(Self { config: Box::new(config), shown })
    }

    /// Whether there is a password in it.
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn must_be_verified(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Require
    }
}

/// The client knows no modes that verify; here every mode that requires encryption verifies.
fn with_known_sslmode(text: &str) -> Zeroizing<String> {
    let (address, parameters) = text.split_once('?').unwrap_or((text, ""));
    let known = parameters.split('&').map(|parameter| match parameter {
        "sslmode=verify-ca" | "sslmode=verify-full" => "sslmode=require",
        other => other,
    });
    Zeroizing::new(format!("{address}?{}", known.collect::<Vec<_>>().join("&")))
}

/// User, host and database. The parameters are left out: a password may stand among them.
fn without_password(address: &str) -> String {
    let address = address.split('?').next().unwrap_or_default();
    match address.rsplit_once('@') {
        Some((who, place)) => format!("{}@{place}", who.split(':').next().unwrap_or_default()),
        None => address.to_owned(),
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseUrl").field(&self.shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_its_password() {
        for (text, shown) in [
            (
                "postgres://keyin:hunter2@db.example.com:5433/shop",
                "postgres://keyin@db.example.com:5433/shop",
            ),
            ("postgresql://keyin@localhost/shop?password=hunter2", "postgres://keyin@localhost/shop"),
            (
                "postgres://keyin:hunter2%40@localhost/shop?sslmode=verify-full",
                "postgres://keyin@localhost/shop",
            ),
        ] {
            let url = DatabaseUrl::parse(text).unwrap();
            assert_eq!(url.to_string(), shown);
            assert!(!format!("{url:?} {url}").contains("hunter2"));
        }
    }

    #[test]
    fn what_is_no_url_is_not_repeated() {
        for text in [
            "",
            "hunter2",
            "mysql://keyin:hunter2@localhost/shop",
            "postgres://keyin:hunter2@localhost:port/shop",
            "postgres://keyin:hunter2@localhost/shop?hunter2=1",
            "postgres://keyin:hunter2@localhost/shop?sslmode=hunter2",
            "postgres://keyin:hunter2@localhost",
            "postgres:///shop",
            "postgres://localhost/shop",
        ] {
            let refused = DatabaseUrl::parse(text).unwrap_err();
            assert!(!format!("{refused} {refused:?}").contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn what_must_be_encrypted_is_verified() {
        let verified = |mode: &str| {
            DatabaseUrl::parse(&format!("postgres://keyin@localhost/shop{mode}")).unwrap().must_be_verified()
        };
        for mode in ["?sslmode=require", "?sslmode=verify-ca", "?connect_timeout=3&sslmode=verify-full"] {
            assert!(verified(mode), "{mode}");
        }
        for mode in ["", "?sslmode=prefer", "?sslmode=disable"] {
            assert!(!verified(mode), "{mode}");
        }
    }

    #[test]
    fn a_password_is_seen_wherever_it_stands() {
        let has = |text: &str| DatabaseUrl::parse(text).unwrap().has_password();
        assert!(has("postgres://keyin:hunter2@localhost/shop"));
        assert!(has("postgres://keyin@localhost/shop?password=hunter2"));
        assert!(!has("postgres://keyin@localhost/shop"));
    }
}
