//! No pace at all.

use async_trait::async_trait;
use keyin_ports::Pace;

/// Admits every call at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPace;

#[async_trait]
impl Pace for NoPace {
    fn admit_now(&self) -> bool {
        true
    }

    async fn admit(&self) {}
}
