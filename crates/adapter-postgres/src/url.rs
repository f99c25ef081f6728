//! The URL of a database, and the secret in it.

use std::fmt;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use zeroize::Zeroizing;

/// The URL of a database. It holds a password, so it is shown only without it.
///
/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=MODE`, with the modes `disable`, `prefer` (which is taken if
/// none is named), `require`, `verify-ca` and `verify-full`. Where the connection must be encrypted the server's
/// certificate is verified too, with its name, by the machine's own certificate authorities: an encrypted
/// connection to nobody in particular protects nothing. `prefer` encrypts if the server can, and verifies nothing.
///
/// Of several hosts (`HOST:PORT,HOST:PORT`) the first that takes writes is used.
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
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err(InvalidUrl);
        }
        let mut config: Config = with_known_sslmode(text).parse().map_err(|_| InvalidUrl)?;
        if config.get_target_session_attrs() == TargetSessionAttrs::Any {
            // Of several hosts, the first that takes writes: a journal has no use for a standby.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let shown = without_password(&config).ok_or(InvalidUrl)?;
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
    // A password may have the sign that parameters begin with: to the client it ends at the first @.
    let behind_password = text.find('@').map_or(0, |at| at + 1);
    let begin = text[behind_password..].find('?').map_or(text.len(), |mark| behind_password + mark);
    let (address, parameters) = (&text[..begin], text.get(begin + 1..).unwrap_or(""));
    let known = parameters.split('&').map(|parameter| match parameter {
        "sslmode=verify-ca" | "sslmode=verify-full" => "sslmode=require",
        other => other,
    });
    Zeroizing::new(format!("{address}?{}", known.collect::<Vec<_>>().join("&")))
}

/// It is shown only where it is another.
const USUAL_PORT: u16 = 5432;

/// User, hosts and database as they were understood; none if one of them is not named. Nothing of the text is repeated:
/// where a password ends in it is the client's to say.
fn without_password(config: &Config) -> Option<String> {
    let (user, database) = (config.get_user()?, config.get_dbname()?);
    let port = |place: usize| config.get_ports().get(place).or(config.get_ports().first()).copied();
    let port = |place: usize| port(place).filter(|&port| port != USUAL_PORT);
    let hosts = config.get_hosts().iter().enumerate().map(|(place, host)| {
        let host = match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.display().to_string(),
        };
        port(place).map_or(host.clone(), |port| format!("{host}:{port}"))
    });
    let hosts: Vec<String> = hosts.collect();
    (!hosts.is_empty()).then(|| format!("postgres://{user}@{}/{database}", hosts.join(",")))
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
            ("postgres://keyin:hunter2?@localhost/shop", "postgres://keyin@localhost/shop"),
            (
                "postgres://keyin:hun?hunter2/:@localhost:1,other:2/shop",
                "postgres://keyin@localhost:1,other:2/shop",
            ),
            ("postgres://localhost/shop?user=keyin&password=hunter2", "postgres://keyin@localhost/shop"),
            ("postgres://keyin:hunter2@%2Fvar%2Frun/shop", "postgres://keyin@/var/run/shop"),
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
        let with_password = "postgres://keyin:hun?ter&2@localhost/shop?sslmode=verify-full";
        assert!(DatabaseUrl::parse(with_password).unwrap().must_be_verified());
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
