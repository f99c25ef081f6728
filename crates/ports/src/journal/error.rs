//! Errors of the journal.

/// Why the journal could not do what was asked. The money: if this is returned by `claim`, no permit was
/// given and nothing may be sent.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The charge was never intended.
    #[error("the journal holds no such charge")]
    Missing,
    /// The store cannot be used now: locked, full, read-only, gone.
    #[error("the journal's store is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What the store holds cannot be read: damaged, or written by something else.
    #[error("the journal's store cannot be read")]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store was written by a newer version of keyin.
    #[error(
        "the journal's store was written by a newer version (schema {found}, this version knows {known})"
    )]
    Newer {
        /// The schema found.
        found: u32,
        /// The newest schema this version knows.
        known: u32,
    },
}
