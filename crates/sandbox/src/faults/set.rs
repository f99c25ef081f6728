//! The faults in force, and which of them strike a call.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fastrand::Rng;

use super::{Fault, FaultKind, Operation};
use crate::control_error::ControlError;
use crate::lock::lock;

/// What a call is about, as far as faults ask.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Subject<'a> {
    /// `None` for calls that only `*` means.
    pub(crate) operation: Option<Operation>,
    /// Every one that it names.
    pub(crate) customer_uids: &'a [String],
    pub(crate) merchant_uids: &'a [String],
}

/// What the faults make of one call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) delay: Duration,
    pub(crate) strike: Option<Strike>,
    /// So many seconds ago is what a look-up shows.
    pub(crate) lag: Option<u64>,
    /// The payment fails, and turns paid so many seconds later.
    pub(crate) fails_first: Option<u64>,
}

/// What happens to a call besides waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strike {
    DropBefore,
    DropAfter,
    Status(u16),
    Malformed,
    Truncate,
    ExpireToken,
    RateLimit,
    TimeoutBefore,
    TimeoutAfter,
    Drip(Duration),
}

impl Strike {
    /// Whether the call has its effect all the same.
    pub(crate) fn has_effect(self) -> bool {
        match self {
            Self::DropAfter | Self::Malformed | Self::Truncate | Self::TimeoutAfter | Self::Drip(_) => true,
            Self::DropBefore
            | Self::Status(_)
            | Self::ExpireToken
            | Self::RateLimit
            | Self::TimeoutBefore => false,
        }
    }
}

/// What the faults make of one webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) lost: bool,
    pub(crate) doubled: bool,
    pub(crate) reordered: bool,
    /// Seconds.
    pub(crate) postponed: u64,
}

/// The faults in force.
#[derive(Debug)]
pub(crate) struct Faults {
    /// Without faults, which is the rule, no call takes the lock.
    any: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    faults: Vec<Fault>,
    random: Rng,
}

impl Faults {
    pub(crate) fn seeded(seed: u64) -> Self {
        let inner = Inner { faults: Vec::new(), random: Rng::with_seed(seed) };
        Self { any: AtomicBool::new(false), inner: Mutex::new(inner) }
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        lock(&self.inner).faults.clone()
    }

    /// Puts these in place of those in force; nothing changes when one is refused.
    pub(crate) fn replace(&self, faults: Vec<Fault>) -> Result<(), ControlError> {
        for (position, fault) in faults.iter().enumerate() {
            fault.check(&format!("faults[{position}]"))?;
        }
        let mut inner = lock(&self.inner);
        self.any.store(!faults.is_empty(), Ordering::Release);
        inner.faults = faults;
        Ok(())
    }

    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        self.any.store(false, Ordering::Release);
        inner.faults.clear();
    }

    /// Whether no fault is in force, whatever a call is about.
    pub(crate) fn are_none(&self) -> bool {
        !self.any.load(Ordering::Acquire)
    }

    /// Decides about one call and counts the faults that fire.
    pub(crate) fn plan(&self, subject: Subject<'_>) -> Plan {
        self.fire(subject, Plan::passes_over, Plan::take)
    }

    /// Decides about one webhook, in the same way.
    pub(crate) fn notice(&self, subject: Subject<'_>) -> Notice {
        self.fire(subject, |_, _| false, Notice::take)
    }

    fn fire<T: Default>(
        &self,
        subject: Subject<'_>,
        passes_over: fn(&T, &Fault) -> bool,
        take: fn(&mut T, &Fault),
    ) -> T {
        let mut decided = T::default();
        if self.are_none() {
            return decided;
        }
        let mut guard = lock(&self.inner);
        let Inner { faults, random } = &mut *guard;
        for fault in faults.iter_mut() {
            let meant = means(fault, subject) && !passes_over(&decided, fault);
            if !meant || random.f64() >= fault.probability {
                continue;
            }
            fault.times = fault.times.map(|times| times.saturating_sub(1));
            take(&mut decided, fault);
        }
        faults.retain(|fault| fault.times != Some(0));
        self.any.store(!faults.is_empty(), Ordering::Release);
        decided
    }
}

impl Plan {
    /// One strike decides; those behind it keep their times.
    fn passes_over(&self, fault: &Fault) -> bool {
        self.strike.is_some() && strike_of(fault).is_some()
    }

    fn take(&mut self, fault: &Fault) {
        self.delay += Duration::from_millis(fault.delay_ms);
        self.strike = self.strike.or(strike_of(fault));
        match fault.kind {
            FaultKind::ReadLag => self.lag = self.lag.max(fault.seconds),
            FaultKind::FailedThenPaid => self.fails_first = self.fails_first.max(fault.seconds),
            _ => {}
        }
    }
}

impl Notice {
    fn take(&mut self, fault: &Fault) {
        match fault.kind {
            FaultKind::Lose => self.lost = true,
            FaultKind::Duplicate => self.doubled = true,
            FaultKind::Reorder => self.reordered = true,
            FaultKind::Postpone => self.postponed += fault.seconds.unwrap_or(0),
            _ => {}
        }
    }
}

fn means(fault: &Fault, subject: Subject<'_>) -> bool {
    let right_operation = match subject.operation {
        Some(Operation::Webhook) => fault.operation == Operation::Webhook,
        operation => fault.operation == Operation::Any || Some(fault.operation) == operation,
    };
    let names = |wanted: &Option<String>, named: &[String]| {
        wanted.as_ref().is_none_or(|wanted| named.contains(wanted))
    };
    right_operation
        && names(&fault.customer_uid, subject.customer_uids)
        && names(&fault.merchant_uid, subject.merchant_uids)
}

fn strike_of(fault: &Fault) -> Option<Strike> {
    match fault.kind {
        FaultKind::Delay | FaultKind::ReadLag | FaultKind::FailedThenPaid => None,
        FaultKind::Lose | FaultKind::Duplicate | FaultKind::Reorder | FaultKind::Postpone => None,
        FaultKind::DropBefore => Some(Strike::DropBefore),
        FaultKind::DropAfter => Some(Strike::DropAfter),
        FaultKind::Status => Some(Strike::Status(fault.status.unwrap_or(500))),
        FaultKind::Malformed => Some(Strike::Malformed),
        FaultKind::Truncate => Some(Strike::Truncate),
        FaultKind::ExpireToken => Some(Strike::ExpireToken),
        FaultKind::RateLimit => Some(Strike::RateLimit),
        FaultKind::TimeoutBefore => Some(Strike::TimeoutBefore),
        FaultKind::TimeoutAfter => Some(Strike::TimeoutAfter),
        FaultKind::Drip => Some(Strike::Drip(Duration::from_millis(fault.drip_ms.unwrap_or(0)))),
    }
}

#[cfg(test)]
mod tests;
