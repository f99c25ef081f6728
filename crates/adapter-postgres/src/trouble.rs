//! What can go wrong with the database, and which error of the port it is.

use std::sync::Arc;

use keyin_ports::{JournalError, StoreFault, StoreTrouble};
use tokio_postgres::error::{DbError, SqlState};

/// What the server refused, in its own words. They name no values; where a statement is about rows, what the server
/// says of them is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServerSays {
    /// The five signs of SQLSTATE.
    pub(crate) code: String,
    /// The message.
    pub(crate) message: String,
}

/// The client's own words where none of the hosts takes writes.
const TAKES_NO_WRITES: &str = "database does not allow writes";

impl ServerSays {
    /// As the server would say it, if it were asked to write.
    pub(crate) fn read_only() -> Self {
        Self { code: "25006".to_owned(), message: "transaction_read_only is on".to_owned() }
    }

    pub(crate) fn of(refusal: &DbError) -> Self {
        let code = refusal.code().code().to_owned();
        // What is wrong with a value is told with the value, or with bytes of it.
        let repeats_values = code.starts_with("22");
        let message = if repeats_values { "a value is refused" } else { refusal.message() };
        Self { message: message.to_owned(), code }
    }
}

impl std::fmt::Display for ServerSays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

/// Why the database could not be used. No text here holds a password.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum PostgresTrouble {
    /// Nobody answers at that address, or the name of the host is not known.
    #[error("{0}")]
    Unreachable(Arc<std::io::Error>),
    /// User or password are not accepted.
    #[error("{0}")]
    Credentials(String),
    /// There is no such database.
    #[error("{0}")]
    NoDatabase(ServerSays),
    /// The user may not do what is needed.
    #[error("{0}")]
    NotAllowed(ServerSays),
    /// The connection could not be encrypted, or the server's certificate is not trusted.
    #[error("{0}")]
    Encryption(String),
    /// It takes no writes: a standby, or set so.
    #[error("{0}")]
    ReadOnly(ServerSays),
    /// Its encoding lacks signs that a payment may be told with: what cannot be stored could never be recorded.
    #[error("server_encoding is {0}")]
    Encoding(String),
    /// Its disk is full.
    #[error("{0}")]
    DiskFull(ServerSays),
    /// It is starting, stopping or has too many connections.
    #[error("{0}")]
    NotReady(ServerSays),
    /// The connection broke.
    #[error("the connection to the database server broke")]
    Broken,
    /// It did not answer in time, or somebody holds what is needed.
    #[error("the database server does not answer in time")]
    TimedOut,
    /// What is asked on one connection is answered by several: settings, prepared statements and locks go astray.
    #[error("the connection is shared by a pooler: {0}")]
    Pooled(String),
    /// The schema `keyin` was made by something else.
    #[error("the schema `keyin` in the database was made by something else")]
    Foreign,
    /// The schema could not be brought up to date.
    #[error("{0}")]
    Migration(String),
    /// The text of the row is not told: it may hold a buyer's name.
    #[error("what is stored as {0} cannot be read")]
    Unreadable(&'static str),
    /// The server refused a statement.
    #[error("{0}")]
    Refused(ServerSays),
    /// The journal's task has ended with its runtime.
    #[error("the journal's task has ended")]
    Ended,
}

/// Within the adapter, also what is no trouble of the database.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("there is no such charge")]
    Missing,
    #[error("the schema is of version {found}, known is {known}")]
    Newer { found: u32, known: u32 },
    #[error(transparent)]
    Database(#[from] PostgresTrouble),
}

impl From<Trouble> for JournalError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Missing => Self::Missing,
            Trouble::Newer { found, known } => Self::Newer { found, known },
            Trouble::Database(trouble) => {
                let fault = trouble.fault();
                let told = Box::new(StoreTrouble { fault, cause: Box::new(trouble) });
                match fault {
                    StoreFault::Foreign | StoreFault::NotMigrated | StoreFault::Damaged => {
                        Self::Damaged(told)
                    }
                    _ => Self::Unavailable(told),
                }
            }
        }
    }
}

impl PostgresTrouble {
    fn fault(&self) -> StoreFault {
        match self {
            Self::Unreachable(_) => StoreFault::Unreachable,
            Self::Credentials(_) => StoreFault::Credentials,
            Self::NoDatabase(_) => StoreFault::NoDatabase,
            Self::NotAllowed(_) => StoreFault::NotAllowed,
            Self::Encryption(_) => StoreFault::Encryption,
            Self::ReadOnly(_) => StoreFault::ReadOnly,
            Self::Encoding(_) => StoreFault::Encoding,
            Self::DiskFull(_) => StoreFault::Full,
            Self::NotReady(_) => StoreFault::NotReady,
            Self::Broken => StoreFault::Broken,
            Self::TimedOut => StoreFault::TimedOut,
            Self::Pooled(_) => StoreFault::Pooled,
            Self::Ended => StoreFault::Machine,
            Self::Foreign => StoreFault::Foreign,
            Self::Migration(_) => StoreFault::NotMigrated,
            Self::Unreadable(_) | Self::Refused(_) => StoreFault::Damaged,
        }
    }
}

impl Trouble {
    /// Whether the same may succeed on another connection, a moment later.
    pub(crate) fn may_pass(&self) -> bool {
        use PostgresTrouble as P;
        let Self::Database(trouble) = self else { return false };
        matches!(
            trouble,
            P::Unreachable(_) | P::NotReady(_) | P::Broken | P::TimedOut | P::ReadOnly(_) | P::Pooled(_)
        )
    }

    /// Whether it lies in the statement or its rows, so that others which share the transaction may do without it.
    pub(crate) fn is_of_one(&self) -> bool {
        matches!(self, Self::Database(PostgresTrouble::Refused(_) | PostgresTrouble::Unreadable(_)))
    }
}

impl From<tokio_postgres::Error> for Trouble {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<tokio_postgres::Error> for PostgresTrouble {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(refusal) = error.as_db_error() {
            return of_server(refusal.code(), ServerSays::of(refusal));
        }
        let said = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
                return Self::Encryption(tls.to_string());
            }
            let io = inner.downcast_ref::<std::io::Error>();
            // The TLS library puts its own error into one of these.
            cause = io.and_then(std::io::Error::get_ref).map(|inner| inner as _).or_else(|| inner.source());
        }
        match said {
            said if said.starts_with("error performing TLS") => {
                let why = std::error::Error::source(&error).map_or(said, ToString::to_string);
                Self::Encryption(why)
            }
            said if said.starts_with("authentication error") || said.starts_with("invalid configuration") => {
                Self::Credentials(std::error::Error::source(&error).map_or(said, ToString::to_string))
            }
            said if said.starts_with("error connecting") => match error.into_source() {
                Some(source) => match source.downcast::<std::io::Error>() {
                    Ok(io) if io.to_string() == TAKES_NO_WRITES => Self::ReadOnly(ServerSays::read_only()),
                    Ok(io) => Self::Unreachable(Arc::new(*io)),
                    Err(_) => Self::Broken,
                },
                None => Self::Broken,
            },
            said if said.starts_with("error deserializing") || said.starts_with("invalid column") => {
                Self::Unreadable("a column")
            }
            _ => Self::Broken,
        }
    }
}

fn of_server(code: &SqlState, says: ServerSays) -> PostgresTrouble {
    use PostgresTrouble as P;
    match code.code() {
        "28P01" | "28000" => P::Credentials(says.message),
        "3D000" => P::NoDatabase(says),
        "42501" => P::NotAllowed(says),
        "25006" => P::ReadOnly(says),
        "53100" => P::DiskFull(says),
        // A statement that was given up, a lock that was not had, a transaction that waited for its client.
        "57014" | "55P03" | "25P03" => P::TimedOut,
        // A statement that was prepared on this connection is not there, or one of that name is there already.
        "26000" | "42P05" => P::Pooled(says.to_string()),
        // Two who stood in each other's way: the server chose one, who tries again.
        "40001" | "40P01" => P::NotReady(says),
        code if code.starts_with("57P") || code.starts_with("53") => P::NotReady(says),
        code if code.starts_with("08") => P::Broken,
        _ => P::Refused(says),
    }
}

#[cfg(test)]
mod tests;
