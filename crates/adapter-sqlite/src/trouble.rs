//! What can go wrong with the file, and which error of the port it is.

use std::sync::Arc;

use keyin_ports::{JournalError, StoreFault, StoreTrouble};
use rusqlite::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("there is no such charge")]
    Missing,
    #[error(transparent)]
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
        let Some(fault) = trouble.fault() else {
            return match trouble {
                Trouble::Newer { found, known } => Self::Newer { found, known },
                _ => Self::Missing,
            };
        };
        let told = Box::new(StoreTrouble { fault, cause: Box::new(trouble) });
        match fault {
            StoreFault::Foreign | StoreFault::NotMigrated | StoreFault::Damaged => Self::Damaged(told),
            _ => Self::Unavailable(told),
        }
    }
}

impl Trouble {
    /// What is wrong with the file or its surroundings; none if nothing is.
    fn fault(&self) -> Option<StoreFault> {
        Some(match self {
            Self::Missing | Self::Newer { .. } => return None,
            Self::OfAll(trouble) => return trouble.fault(),
            Self::Sqlite(error) => fault_of(error).unwrap_or(StoreFault::Damaged),
            Self::Migration(error) => {
                let cause = std::error::Error::source(&**error).and_then(|cause| cause.downcast_ref());
                cause.and_then(fault_of).unwrap_or(StoreFault::NotMigrated)
            }
            Self::Foreign => StoreFault::Foreign,
            Self::Unreadable(_) => StoreFault::Damaged,
            Self::ReadOnly => StoreFault::ReadOnly,
            Self::Path(_) => StoreFault::NoSuchPlace,
            Self::Setting(_) | Self::NotStarted(_) | Self::Ended => StoreFault::Machine,
        })
    }
}

/// What is wrong where it does not lie in what the file holds.
fn fault_of(error: &rusqlite::Error) -> Option<StoreFault> {
    Some(match error.sqlite_error_code()? {
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => {
            StoreFault::ReadOnly
        }
        ErrorCode::DiskFull => StoreFault::Full,
        ErrorCode::CannotOpen => StoreFault::NoSuchPlace,
        ErrorCode::NotADatabase => StoreFault::Foreign,
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::SchemaChanged => StoreFault::Busy,
        ErrorCode::SystemIoFailure | ErrorCode::NoLargeFileSupport => StoreFault::DiskFails,
        ErrorCode::InternalMalfunction
        | ErrorCode::OperationAborted
        | ErrorCode::OperationInterrupted
        | ErrorCode::OutOfMemory => StoreFault::Machine,
        _ => return None,
    })
}
