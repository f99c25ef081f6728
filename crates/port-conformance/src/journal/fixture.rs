//! What the suite needs of a journal's tests.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_ports::Journal;

/// Makes stores for journals.
#[async_trait]
pub trait JournalFixture: Send + Sync {
    /// A store that holds nothing and shares nothing with any other.
    async fn empty_store(&self) -> Box<dyn Store>;
}

/// Where journals keep what they hold.
#[async_trait]
pub trait Store: Send + Sync {
    /// A journal on it. If the store outlasts its journals, each call opens another one, as another
    /// process would.
    async fn open(&self) -> Arc<dyn Journal>;

    /// Whether what was written is still there after every journal on it is dropped.
    fn outlasts_its_journals(&self) -> bool;
}
