//! Ways to lay layers over ports.

use std::sync::Arc;

use keyin_adapter_memory::{ManualClock, SeededRandom};
use keyin_gateway_layers::{RetryReads, RetrySettings, Traced};
use keyin_ports::{Clock, Random};

use crate::fixture::Ports;
use crate::hurried::Hurried;

pub(crate) fn traced(ports: Ports, clock: Arc<ManualClock>) -> Ports {
    Ports {
        gateway: Arc::new(Traced::new(ports.gateway, clock.clone())),
        records: Arc::new(Traced::new(ports.records, clock.clone())),
        billing_keys: Arc::new(Traced::new(ports.billing_keys, clock.clone())),
        channels: Arc::new(Traced::new(ports.channels, clock.clone())),
        schedules: Arc::new(Traced::new(ports.schedules, clock)),
    }
}

pub(crate) fn retrying(ports: Ports, clock: Arc<ManualClock>) -> Ports {
    let clock: Arc<dyn Clock> = Arc::new(Hurried(clock));
    let random: Arc<dyn Random> = Arc::new(SeededRandom::new(1));
    let settings = RetrySettings::default();
    Ports {
        gateway: Arc::new(RetryReads::new(ports.gateway, clock.clone(), random.clone(), settings)),
        records: Arc::new(RetryReads::new(ports.records, clock.clone(), random.clone(), settings)),
        billing_keys: Arc::new(RetryReads::new(ports.billing_keys, clock.clone(), random.clone(), settings)),
        channels: Arc::new(RetryReads::new(ports.channels, clock.clone(), random.clone(), settings)),
        schedules: Arc::new(RetryReads::new(ports.schedules, clock, random, settings)),
    }
}

pub(crate) fn both(ports: Ports, clock: Arc<ManualClock>) -> Ports {
    retrying(traced(ports, clock.clone()), clock)
}

pub(crate) fn the_other_way_round(ports: Ports, clock: Arc<ManualClock>) -> Ports {
    traced(retrying(ports, clock.clone()), clock)
}
