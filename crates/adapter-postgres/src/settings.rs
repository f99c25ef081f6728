//! How the database is used.

use std::num::NonZeroUsize;
use std::time::Duration;

/// How a journal uses its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostgresSettings {
    /// For how long what failed for want of a connection is tried again.
    pub patience: Duration,
    /// How long a connection may take to come about.
    pub connect_timeout: Duration,
    /// How long the server may take to answer; it gives a statement up then, and so does the caller. A transaction
    /// that waits for its client, or for a lock, is given up after half of it.
    pub answer_timeout: Duration,
    /// The most changes that one transaction makes durable. Whatever waits when the connection is free shares a
    /// transaction; nothing is waited for. With 1 each change has a transaction of its own.
    pub jobs_per_commit: NonZeroUsize,
}

/// Many enough that the disk is never the limit, few enough that nobody waits long for his neighbours.
const JOBS_PER_COMMIT: NonZeroUsize = NonZeroUsize::new(256).unwrap();

impl Default for PostgresSettings {
    /// Patience of 15 seconds; 5 seconds to connect, 10 to answer; up to 256 changes in a transaction.
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(15),
            connect_timeout: Duration::from_secs(5),
            answer_timeout: Duration::from_secs(10),
            jobs_per_commit: JOBS_PER_COMMIT,
        }
    }
}
