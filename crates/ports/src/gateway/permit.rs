//! The right to send one charge once.

use keyin_domain::{Epoch, MerchantUid};

use crate::Monotonic;

/// The right to send one charge once, or to give the gateway's scheduler one order about it, before a deadline. Which
/// of the two is fixed by the charge's [`Executor`](keyin_domain::Executor): the requests take no other. It has no `Clone` and is taken by value, so that
/// no decorator can send twice:
///
/// ```compile_fail
/// fn twice(permit: keyin_ports::SendPermit) -> (keyin_ports::SendPermit, keyin_ports::SendPermit) {
///     (permit.clone(), permit)
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct SendPermit {
    merchant_uid: MerchantUid,
    epoch: Epoch,
    send_before: Monotonic,
}

impl SendPermit {
    /// For journals alone: what a won, durable claim yields. The workspace's checks refuse any other caller.
    pub fn issue(merchant_uid: MerchantUid, epoch: Epoch, send_before: Monotonic) -> Self {
        Self { merchant_uid, epoch, send_before }
    }

    /// The charge that may be sent.
    pub fn merchant_uid(&self) -> &MerchantUid {
        &self.merchant_uid
    }

    /// The number of the send.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Whether sending may still begin.
    pub fn holds_at(&self, now: Monotonic) -> bool {
        now < self.send_before
    }

    /// Until when sending may begin.
    pub fn send_before(&self) -> Monotonic {
        self.send_before
    }
}
