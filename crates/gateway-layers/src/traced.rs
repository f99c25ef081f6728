//! Tells of every call.

mod billing_keys;
mod channels;
mod gateway;
mod outcome;
mod records;
mod schedules;
mod watch;

use std::sync::Arc;

use keyin_ports::Clock;

/// Puts each call into a [`tracing`] span, `gateway_call`, and tells how it ended in an event in it.
///
/// The span names the `operation` and the `merchant_uid`, `imp_uid`, `customer_uid` or period; the event has the
/// `outcome` as a word, its stable `code` where there is one, and `elapsed_us`. Never told: card data,
/// the buyer, amounts, and the gateway's own words, which may hold any of them.
///
/// An answer is told at level `INFO` for calls that change something and `DEBUG` for reads; whatever
/// leaves something in doubt, or came to nothing, at `WARN`. So is a call whose caller did not wait for
/// its end (`outcome=dropped`).
#[derive(Clone)]
pub struct Traced<P: ?Sized> {
    inner: Arc<P>,
    clock: Arc<dyn Clock>,
}

impl<P: ?Sized> Traced<P> {
    /// Over that port; the clock measures how long calls take.
    pub fn new(inner: Arc<P>, clock: Arc<dyn Clock>) -> Self {
        Self { inner, clock }
    }
}

impl<P: ?Sized> std::fmt::Debug for Traced<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Traced").finish_non_exhaustive()
    }
}
