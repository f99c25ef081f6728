//! A gateway in front of a sandbox, and a clock that stands still until it is moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_domain::jiff::Timestamp;
use keyin_ports::{Clock, Monotonic};
use keyin_sandbox::{Fault, FaultKind, LedgerKind, Operation, Sandbox, SandboxOptions, SettingsPatch};

/// A clock moved by hand.
#[derive(Default)]
pub(crate) struct HandClock(AtomicU64);

impl HandClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(by.as_millis() as u64, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(1_767_225_600_000 + self.0.load(Ordering::SeqCst) as i64).unwrap()
    }

    fn monotonic(&self) -> Monotonic {
        Monotonic::new(Duration::from_millis(self.0.load(Ordering::SeqCst)))
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        self.advance(deadline.since(self.monotonic()));
    }
}

/// The sandbox's own credentials at this address, with a time-out for tests.
pub(crate) fn config(url: &str) -> IamportConfig {
    let mut config = IamportConfig::new(url, "imp_apikey", "imp_secret");
    config.timeout = Duration::from_secs(20);
    config
}

pub(crate) struct Setting {
    pub(crate) sandbox: Sandbox,
    pub(crate) gateway: IamportGateway,
    pub(crate) clock: Arc<HandClock>,
}

impl Setting {
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::start(SandboxOptions { seed: Some(7), ..SandboxOptions::default() }).unwrap();
        let clock = Arc::new(HandClock::default());
        let gateway = IamportGateway::new(config(&sandbox.url()), clock.clone()).unwrap();
        Self { sandbox, gateway, clock }
    }

    /// With settings of the sandbox changed.
    pub(crate) fn with(patch: SettingsPatch) -> Self {
        let setting = Self::new();
        setting.sandbox.update_settings(patch).unwrap();
        setting
    }

    pub(crate) fn fault(&self, operation: Operation, kind: FaultKind) {
        self.sandbox.set_faults(vec![Fault::new(operation, kind)]).unwrap();
    }

    /// Calls that the sandbox received on paths with this beginning.
    pub(crate) fn calls(&self, path: &str) -> usize {
        self.sandbox.requests().iter().filter(|request| request.path.starts_with(path)).count()
    }

    pub(crate) fn charges(&self) -> usize {
        self.sandbox.ledger().iter().filter(|entry| entry.kind == LedgerKind::Charge).count()
    }
}
