//! Waiting for what another task or process does.

use std::time::Duration;

/// Far longer than anything here takes; a story that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(5);

/// Returns as soon as it is so.
///
/// # Panics
/// If that takes a minute.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let looking = async {
        while !is_so() {
            tokio::time::sleep(GLANCE).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, looking).await.is_ok(), "waited in vain: {what}");
}
