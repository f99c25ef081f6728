//! A clock on which nobody waits: whoever sleeps moves it.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_adapter_memory::ManualClock;
use keyin_domain::jiff::Timestamp;
use keyin_ports::{Clock, Monotonic};

pub(crate) struct Hurried(pub(crate) Arc<ManualClock>);

#[async_trait]
impl Clock for Hurried {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn monotonic(&self) -> Monotonic {
        self.0.monotonic()
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        self.0.advance(deadline.since(self.0.monotonic()));
    }
}
