//! What can go wrong with the file, and which error of the port it is.

use std::sync::Arc;

use keyin_ports::JournalError;
use rusqlite::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("there is no such charge")]
    Missing,
    #[error("SQLite failed")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the schema could not be brought up to date")]
    Migration(#[source] Box<refinery::Error>),
    #[error("the schema is of version {found}, known is {known}")]
    Newer { found: u32, known: u32 },
    #[error("the file is a database of something else")]
    Foreign,
    /// The text of the row is not told: it may hold a buyer's name.
    #[error("what is stored as {0} cannot be read")]
    Unreadable(&'static str),
    #[error("{0} could not be set")]
    Setting(&'static str),
    #[error("the file can be read but not written")]
    ReadOnly,
    /// It struck a commit that several shared.
    #[error(transparent)]
    OfAll(Arc<Trouble>),
    #[error("the path leads to no file")]
    Path(#[source] std::io::Error),
    #[error("the journal's thread could not be started")]
    NotStarted(#[source] std::io::Error),
    #[error("the journal's thread has ended")]
    Ended,
}

impl From<refinery::Error> for Trouble {
    fn from(error: refinery::Error) -> Self {
        Self::Migration(Box::new(error))
    }
}

impl From<Trouble> for JournalError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Missing => Self::Missing,
            Trouble::Newer { found, known } => Self::Newer { found, known },
            other if other.is_passing() => Self::Unavailable(Box::new(other)),
            other => Self::Damaged(Box::new(other)),
        }
    }
}

impl Trouble {
    /// Whether it lies in the surroundings, so that the file is good once they are mended.
    fn is_passing(&self) -> bool {
        match self {
            Self::Setting(_) | Self::ReadOnly | Self::Path(_) | Self::NotStarted(_) | Self::Ended => true,
            Self::Missing | Self::Newer { .. } | Self::Foreign | Self::Unreadable(_) => false,
            Self::OfAll(trouble) => trouble.is_passing(),
            Self::Sqlite(error) => means_not_now(error),
            Self::Migration(error) => {
                let cause = std::error::Error::source(&**error).and_then(|cause| cause.downcast_ref());
                cause.is_some_and(means_not_now)
            }
        }
    }
}

/// Whether the same call may succeed when the surroundings are mended, the file being as it is.
fn means_not_now(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::InternalMalfunction
                | ErrorCode::PermissionDenied
                | ErrorCode::OperationAborted
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::OutOfMemory
                | ErrorCode::ReadOnly
                | ErrorCode::OperationInterrupted
                | ErrorCode::SystemIoFailure
                | ErrorCode::DiskFull
                | ErrorCode::CannotOpen
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::SchemaChanged
                | ErrorCode::NoLargeFileSupport
                | ErrorCode::AuthorizationForStatementDenied
        )
    )
}
