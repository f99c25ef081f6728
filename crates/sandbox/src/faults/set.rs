//! The faults in force, and which of them strike a call.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fastrand::Rng;

use super::{Fault, FaultKind, Operation};
use crate::control::ControlError;
use crate::lock::lock;

/// What the faults make of one call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) delay: Duration,
    pub(crate) strike: Option<Strike>,
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

    /// Decides about one call and counts the faults that fire. `operation` is `None` for calls that only `*` means.
    pub(crate) fn plan(&self, operation: Option<Operation>, customer_uid: Option<&str>) -> Plan {
        if !self.any.load(Ordering::Acquire) {
            return Plan::default();
        }
        let mut guard = lock(&self.inner);
        let Inner { faults, random } = &mut *guard;
        let mut plan = Plan::default();
        for fault in faults.iter_mut() {
            let strike = strike_of(fault);
            let decided = plan.strike.is_some() && strike.is_some();
            if decided || !means(fault, operation, customer_uid) || random.f64() >= fault.probability {
                continue;
            }
            fault.times = fault.times.map(|times| times.saturating_sub(1));
            plan.delay += Duration::from_millis(fault.delay_ms);
            plan.strike = plan.strike.or(strike);
        }
        faults.retain(|fault| fault.times != Some(0));
        self.any.store(!faults.is_empty(), Ordering::Release);
        plan
    }
}

fn means(fault: &Fault, operation: Option<Operation>, customer_uid: Option<&str>) -> bool {
    let right_operation = fault.operation == Operation::Any || Some(fault.operation) == operation;
    right_operation && fault.customer_uid.as_deref().is_none_or(|wanted| Some(wanted) == customer_uid)
}

fn strike_of(fault: &Fault) -> Option<Strike> {
    match fault.kind {
        FaultKind::Delay => None,
        FaultKind::DropBefore => Some(Strike::DropBefore),
        FaultKind::DropAfter => Some(Strike::DropAfter),
        FaultKind::Status => Some(Strike::Status(fault.status.unwrap_or(500))),
        FaultKind::Malformed => Some(Strike::Malformed),
        FaultKind::Truncate => Some(Strike::Truncate),
        FaultKind::ExpireToken => Some(Strike::ExpireToken),
        FaultKind::RateLimit => Some(Strike::RateLimit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(faults: Vec<Fault>) -> Faults {
        let set = Faults::seeded(1);
        set.replace(faults).unwrap();
        set
    }

    #[test]
    fn times_count_down_and_the_fault_goes() {
        let set = with(vec![Fault::new(Operation::Onetime, FaultKind::DropAfter).times(2)]);
        let strikes: Vec<_> = (0..3).map(|_| set.plan(Some(Operation::Onetime), None).strike).collect();
        assert_eq!(strikes, [Some(Strike::DropAfter), Some(Strike::DropAfter), None]);
        assert!(set.list().is_empty());
    }

    #[test]
    fn delays_add_up_and_the_first_other_kind_decides() {
        let any = |kind| Fault::new(Operation::Any, kind).times(1);
        let set = with(vec![
            any(FaultKind::Delay).delay_ms(5),
            any(FaultKind::DropAfter).delay_ms(7),
            any(FaultKind::RateLimit),
            any(FaultKind::Delay).delay_ms(11),
        ]);
        let first = Plan { delay: Duration::from_millis(23), strike: Some(Strike::DropAfter) };
        assert_eq!(set.plan(None, None), first);
        assert_eq!(set.plan(None, None), Plan { strike: Some(Strike::RateLimit), ..Plan::default() });
    }

    #[test]
    fn a_fault_for_one_customer_or_operation_leaves_the_others_alone() {
        let fault = Fault {
            customer_uid: Some("c1".to_owned()),
            ..Fault::new(Operation::Again, FaultKind::DropBefore)
        };
        let set = with(vec![fault]);
        assert_eq!(set.plan(Some(Operation::Again), Some("c2")).strike, None);
        assert_eq!(set.plan(Some(Operation::Again), None).strike, None);
        assert_eq!(set.plan(Some(Operation::Onetime), Some("c1")).strike, None);
        assert_eq!(set.plan(Some(Operation::Again), Some("c1")).strike, Some(Strike::DropBefore));
    }

    #[test]
    fn probability_follows_the_seed() {
        let half = Fault { probability: 0.5, ..Fault::new(Operation::Any, FaultKind::RateLimit) };
        let run = || -> Vec<bool> {
            let set = with(vec![half.clone()]);
            (0..200).map(|_| set.plan(None, None).strike.is_some()).collect()
        };
        let fired = run();
        assert_eq!(fired, run());
        let count = fired.iter().filter(|fired| **fired).count();
        assert!((60..140).contains(&count), "{count}");
        let never = with(vec![Fault { probability: 0.0, ..half }]);
        assert!((0..200).all(|_| never.plan(None, None).strike.is_none()));
    }

    #[test]
    fn a_refused_list_changes_nothing() {
        let good = Fault::new(Operation::Any, FaultKind::RateLimit);
        let set = with(vec![good.clone()]);
        for bad in [
            Fault { probability: 1.5, ..good.clone() },
            Fault { probability: f64::NAN, ..good.clone() },
            Fault { times: Some(0), ..good.clone() },
            Fault { delay_ms: u64::MAX, ..good.clone() },
            Fault { status: Some(500), ..good.clone() },
            Fault { status: Some(100), ..Fault::new(Operation::Any, FaultKind::Status) },
            Fault::new(Operation::Any, FaultKind::Delay),
        ] {
            assert!(set.replace(vec![good.clone(), bad.clone()]).is_err(), "{bad:?}");
            assert_eq!(set.list(), std::slice::from_ref(&good));
        }
    }
}
