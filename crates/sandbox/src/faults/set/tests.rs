use super::*;

fn with(faults: Vec<Fault>) -> Faults {
    let set = Faults::seeded(1);
    set.replace(faults).unwrap();
    set
}

fn of(operation: Operation) -> Subject<'static> {
    Subject { operation: Some(operation), ..Subject::default() }
}

fn about(operation: Operation, customer_uids: &[String]) -> Subject<'_> {
    Subject { operation: Some(operation), customer_uids, merchant_uids: &[] }
}

#[test]
fn times_count_down_and_the_fault_goes() {
    let set = with(vec![Fault::new(Operation::Onetime, FaultKind::DropAfter).times(2)]);
    let strikes: Vec<_> = (0..3).map(|_| set.plan(of(Operation::Onetime)).strike).collect();
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
    let first = Plan { delay: Duration::from_millis(23), strike: Some(Strike::DropAfter), ..Plan::default() };
    assert_eq!(set.plan(Subject::default()), first);
    assert_eq!(set.plan(Subject::default()), Plan { strike: Some(Strike::RateLimit), ..Plan::default() });
}

#[test]
fn a_fault_for_one_customer_or_operation_leaves_the_others_alone() {
    let fault =
        Fault { customer_uid: Some("c1".to_owned()), ..Fault::new(Operation::Again, FaultKind::DropBefore) };
    let set = with(vec![fault]);
    assert_eq!(set.plan(about(Operation::Again, &["c2".to_owned()])).strike, None);
    assert_eq!(set.plan(of(Operation::Again)).strike, None);
    assert_eq!(set.plan(about(Operation::Onetime, &["c1".to_owned()])).strike, None);
    assert_eq!(set.plan(about(Operation::Again, &["c1".to_owned()])).strike, Some(Strike::DropBefore));
}

#[test]
fn probability_follows_the_seed() {
    let half = Fault { probability: 0.5, ..Fault::new(Operation::Any, FaultKind::RateLimit) };
    let run = || -> Vec<bool> {
        let set = with(vec![half.clone()]);
        (0..200).map(|_| set.plan(Subject::default()).strike.is_some()).collect()
    };
    let fired = run();
    assert_eq!(fired, run());
    let count = fired.iter().filter(|fired| **fired).count();
    assert!((60..140).contains(&count), "{count}");
    let never = with(vec![Fault { probability: 0.0, ..half }]);
    assert!((0..200).all(|_| never.plan(Subject::default()).strike.is_none()));
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
        Fault { seconds: Some(1), ..good.clone() },
        Fault { drip_ms: Some(1), ..good.clone() },
        Fault::new(Operation::Any, FaultKind::Drip),
        Fault::new(Operation::Any, FaultKind::Drip).drip_ms(3_600_001),
        Fault::new(Operation::Find, FaultKind::ReadLag),
        Fault::new(Operation::Find, FaultKind::ReadLag).seconds(2_592_001),
        Fault::new(Operation::Onetime, FaultKind::ReadLag).seconds(1),
        Fault::new(Operation::Any, FaultKind::FailedThenPaid).seconds(1),
        Fault::new(Operation::Any, FaultKind::Lose),
        Fault::new(Operation::Webhook, FaultKind::DropAfter),
    ] {
        assert!(set.replace(vec![good.clone(), bad.clone()]).is_err(), "{bad:?}");
        assert_eq!(set.list(), std::slice::from_ref(&good));
    }
}

#[test]
fn bends_go_together_with_a_strike() {
    let set = with(vec![
        Fault::new(Operation::Again, FaultKind::DropAfter),
        Fault::new(Operation::Again, FaultKind::FailedThenPaid).seconds(60),
        Fault::new(Operation::Find, FaultKind::ReadLag).seconds(5),
        Fault::new(Operation::Find, FaultKind::Drip).drip_ms(9),
    ]);
    let expected = Plan { strike: Some(Strike::DropAfter), fails_first: Some(60), ..Plan::default() };
    assert_eq!(set.plan(of(Operation::Again)), expected);
    let drip = Some(Strike::Drip(Duration::from_millis(9)));
    assert_eq!(set.plan(of(Operation::Find)), Plan { strike: drip, lag: Some(5), ..Plan::default() });
}

#[test]
fn a_fault_for_one_order_leaves_the_others_alone() {
    let fault =
        Fault { merchant_uid: Some("m1".to_owned()), ..Fault::new(Operation::Any, FaultKind::RateLimit) };
    let set = with(vec![fault]);
    let struck = |named: &[&str]| {
        let merchant_uids: Vec<String> = named.iter().map(|uid| (*uid).to_owned()).collect();
        set.plan(Subject { merchant_uids: &merchant_uids, ..of(Operation::Find) }).strike.is_some()
    };
    assert!(struck(&["m1"]) && struck(&["m2", "m1"]));
    assert!(!struck(&["m2"]) && !struck(&[]));
}

#[test]
fn webhooks_are_struck_by_their_own_faults_alone() {
    let set = with(vec![
        Fault::new(Operation::Any, FaultKind::RateLimit),
        Fault::new(Operation::Webhook, FaultKind::Duplicate).times(1),
        Fault::new(Operation::Webhook, FaultKind::Postpone).seconds(30).times(2),
        Fault { customer_uid: Some("c".to_owned()), ..Fault::new(Operation::Webhook, FaultKind::Lose) },
    ]);
    let first = set.notice(of(Operation::Webhook));
    assert_eq!(first, Notice { doubled: true, postponed: 30, ..Notice::default() });
    let second = set.notice(about(Operation::Webhook, &["c".to_owned()]));
    assert_eq!(second, Notice { lost: true, postponed: 30, ..Notice::default() });
    assert_eq!(set.notice(of(Operation::Webhook)), Notice::default());
    assert_eq!(set.plan(of(Operation::Find)).strike, Some(Strike::RateLimit));
}
