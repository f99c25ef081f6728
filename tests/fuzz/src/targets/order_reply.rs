//! The answer to every other call that has an effect: cancels, billing keys, orders to the scheduler.

use keyin_ports::{
    BillingKeyRequest, BillingKeys, CancelError, ChargeError, IssueError, PaymentGateway, RevokeError,
    ScheduleError, Schedules,
};

use super::charge_reply;
use crate::exchange::{self, Input};
use crate::orders;
use crate::outcome::{self, Outcome};

/// Takes a choice of call and an answer.
pub(crate) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let (outcome, seen) = match input.choice % 9 {
        0 => cancel(&input),
        1 => issue(&input),
        2 => revoke(&input),
        3 => add(&input),
        4 => reschedule(&input),
        5 => retry(&input),
        6 => move_to(&input),
        7 => unschedule(&input),
        _ => unschedule_all(&input),
    };
    outcome::check(outcome, &input, seen);
}

fn cancel(input: &Input<'_>) -> (Outcome, usize) {
    let (cancelled, seen) =
        exchange::with(input, |gateway, _| async move { gateway.cancel(orders::cancel()).await });
    let outcome = match cancelled {
        Ok(payment) => {
            assert_eq!(payment.imp_uid().as_str(), orders::IMP_UID);
            assert!(!payment.cancelled().is_zero(), "a cancel that gave nothing back is taken for done");
            Outcome::Done
        }
        Err(
            CancelError::NotFound
            | CancelError::AlreadyCancelled
            | CancelError::Declined(_)
            | CancelError::Refused(_),
        ) => Outcome::Refused,
        Err(CancelError::NotSent(_)) => Outcome::NotSent,
        Err(CancelError::Unknown(_)) => Outcome::Unknown,
    };
    (outcome, seen)
}

fn issue(input: &Input<'_>) -> (Outcome, usize) {
    let request = BillingKeyRequest {
        customer_uid: orders::customer_uid(),
        card: orders::card(),
        pg: None,
        customer: keyin_domain::Buyer::default(),
    };
    let (issued, seen) = exchange::with(input, |gateway, _| async move { gateway.issue(request).await });
    let outcome = match issued {
        Ok(key) => {
            assert_eq!(key.customer_uid.as_str(), orders::CUSTOMER_UID);
            Outcome::Done
        }
        Err(IssueError::Declined(_) | IssueError::Refused(_)) => Outcome::Refused,
        Err(IssueError::NotSent(_)) => Outcome::NotSent,
        Err(IssueError::Unknown(_)) => Outcome::Unknown,
    };
    (outcome, seen)
}

fn revoke(input: &Input<'_>) -> (Outcome, usize) {
    let (revoked, seen) = exchange::with(input, |gateway, _| async move {
        gateway.revoke(&orders::customer_uid(), &orders::reason()).await
    });
    let outcome = match revoked {
        Ok(key) => {
            assert_eq!(key.customer_uid.as_str(), orders::CUSTOMER_UID);
            Outcome::Done
        }
        Err(RevokeError::NotFound | RevokeError::Refused(_)) => Outcome::Refused,
        Err(RevokeError::NotSent(_)) => Outcome::NotSent,
        Err(RevokeError::Unknown(_)) => Outcome::Unknown,
    };
    (outcome, seen)
}

fn add(input: &Input<'_>) -> (Outcome, usize) {
    let (added, seen) = exchange::with(input, |gateway, clock| async move {
        gateway.add(orders::schedule(&*clock), orders::permit(&*clock)).await
    });
    if let Ok(schedule) = &added {
        assert_eq!(schedule.merchant_uid().as_str(), orders::MERCHANT_UID);
        assert_eq!(schedule.customer_uid().as_str(), orders::CUSTOMER_UID);
        assert_eq!(schedule.amount(), orders::price());
    }
    (of_scheduled(&added), seen)
}

fn reschedule(input: &Input<'_>) -> (Outcome, usize) {
    let (set, seen) = exchange::with(input, |gateway, clock| async move {
        let (uid, at) = (orders::merchant_uid(), orders::later(&*clock));
        gateway.reschedule(&uid, at, orders::permit(&*clock)).await
    });
    if let Ok(schedule) = &set {
        assert_eq!(schedule.merchant_uid().as_str(), orders::MERCHANT_UID);
    }
    (of_scheduled(&set), seen)
}

fn of_scheduled<T>(order: &Result<T, ChargeError>) -> Outcome {
    match order {
        Ok(_) => Outcome::Done,
        Err(ChargeError::Refused(_)) => Outcome::Refused,
        Err(ChargeError::NotSent(_)) => Outcome::NotSent,
        Err(ChargeError::Unknown(_) | ChargeError::Mismatch(_)) => Outcome::Unknown,
    }
}

fn retry(input: &Input<'_>) -> (Outcome, usize) {
    let (reply, seen) = exchange::with(input, |gateway, clock| async move {
        gateway.retry(orders::schedule(&*clock), orders::permit(&*clock)).await
    });
    charge_reply::check(&reply, input);
    (charge_reply::of_charge(&reply), seen)
}

fn move_to(input: &Input<'_>) -> (Outcome, usize) {
    let (moved, seen) = exchange::with(input, |gateway, clock| async move {
        gateway.move_to(&orders::merchant_uid(), orders::later(&*clock)).await
    });
    if let Ok(schedule) = &moved {
        assert_eq!(schedule.merchant_uid().as_str(), orders::MERCHANT_UID);
    }
    (of_schedule(&moved), seen)
}

fn unschedule(input: &Input<'_>) -> (Outcome, usize) {
    let (taken_back, seen) = exchange::with(input, |gateway, _| async move {
        gateway.unschedule(&orders::customer_uid(), &orders::merchant_uid()).await
    });
    if let Ok(schedule) = &taken_back {
        assert_eq!(schedule.merchant_uid().as_str(), orders::MERCHANT_UID);
        assert_eq!(schedule.customer_uid().as_str(), orders::CUSTOMER_UID);
    }
    (of_schedule(&taken_back), seen)
}

fn unschedule_all(input: &Input<'_>) -> (Outcome, usize) {
    let (taken_back, seen) =
        exchange::with(
            input,
            |gateway, _| async move { gateway.unschedule_all(&orders::customer_uid()).await },
        );
    if let Ok(schedules) = &taken_back {
        assert!(schedules.iter().all(|schedule| schedule.customer_uid() == orders::CUSTOMER_UID));
    }
    (of_schedule(&taken_back), seen)
}

fn of_schedule<T>(order: &Result<T, ScheduleError>) -> Outcome {
    match order {
        Ok(_) => Outcome::Done,
        Err(ScheduleError::NotFound | ScheduleError::Refused(_)) => Outcome::Refused,
        Err(ScheduleError::NotSent(_)) => Outcome::NotSent,
        Err(ScheduleError::Unknown(_)) => Outcome::Unknown,
    }
}
