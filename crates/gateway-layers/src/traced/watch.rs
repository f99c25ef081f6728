//! One call under watch.

use std::future::Future;

use keyin_ports::{Clock, Monotonic};
use tracing::{Instrument, Span};

use super::outcome::{Outcome, Weight};

/// Whether a call changes something at the gateway.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Change,
    Read,
}

struct Watch<'a> {
    clock: &'a dyn Clock,
    began: Monotonic,
    kind: Kind,
    span: Span,
    ended: bool,
}

impl Watch<'_> {
    fn tell(&mut self, outcome: Outcome) {
        self.ended = true;
        let Outcome { word, code, weight } = outcome;
        let elapsed = self.clock.monotonic().since(self.began);
        let elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        let _entered = self.span.enter();
        match (weight, self.kind) {
            (Weight::Doubt, _) => tracing::warn!(outcome = word, code, elapsed_us, "a gateway call ended"),
            (Weight::Answer, Kind::Change) => {
                tracing::info!(outcome = word, code, elapsed_us, "a gateway call ended");
            }
            (Weight::Answer, Kind::Read) => {
                tracing::debug!(outcome = word, code, elapsed_us, "a gateway call ended");
            }
        }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.tell(Outcome { word: "dropped", code: None, weight: Weight::Doubt });
        }
    }
}

/// Runs a call in its span and tells how it ended.
pub(super) async fn watched<T>(
    clock: &dyn Clock,
    span: Span,
    kind: Kind,
    call: impl Future<Output = T> + Send,
    outcome: impl FnOnce(&T) -> Outcome + Send,
) -> T {
    let mut watch = Watch { clock, began: clock.monotonic(), kind, span: span.clone(), ended: false };
    let answer = call.instrument(span).await;
    watch.tell(outcome(&answer));
    answer
}
