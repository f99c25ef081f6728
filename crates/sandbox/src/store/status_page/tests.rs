use proptest::prelude::*;

use super::*;
use crate::store::{Account, Cancel, TaxParts};

fn payment(store: &mut Store, account: &Arc<Account>, status: Status, started_at: i64, took: i64) -> Payment {
    let settled = started_at + took;
    Payment {
        imp_uid: store.fresh_imp_uid(),
        merchant_uid: "m".into(),
        account: Arc::clone(account),
        status,
        amount: 1_000,
        cancel_amount: 0,
        tax: TaxParts::default(),
        name: None,
        buyer: None,
        custom_data: None,
        notice_url: None,
        user_agent: None,
        card: None,
        card_quota: 0,
        customer_uid: None,
        usage: None,
        cancel_refusal: None,
        pg_tid: None,
        approval: None,
        fail_reason: None,
        started_at,
        paid_at: if status == Status::Paid { settled } else { 0 },
        failed_at: if status == Status::Failed { settled } else { 0 },
        failed_first: None,
        cancels: Vec::new(),
    }
}

fn cancel(at: i64) -> Cancel {
    Cancel {
        pg_tid: "t".into(),
        amount: 1,
        tax_free: 0,
        cancelled_at: at,
        reason: "r".into(),
        cancellation_id: "c".into(),
    }
}

/// When it started, how long it took, what became of it, and when it was cancelled or turned paid. Clocks can be set
/// back, so nothing is in order.
type Story = (i64, i64, Status, Option<i64>);

fn story() -> impl Strategy<Value = Story> {
    let status = prop_oneof![Just(Status::Paid), Just(Status::Failed), Just(Status::Ready)];
    (0_i64..50, -3_i64..9, status, prop::option::of(-20_i64..80))
}

fn told(stories: &[Story]) -> Store {
    let mut store = Store::seeded(1);
    let account = |sandbox| Arc::new(Account { pg_provider: "settle".into(), pg_id: "m".into(), sandbox });
    let accounts = [account(true), account(false)];
    for (started_at, took, status, later) in stories {
        let account = &accounts[usize::from(started_at % 3 == 0)];
        let payment = payment(&mut store, account, *status, *started_at, *took);
        let imp_uid = payment.imp_uid;
        match status {
            Status::Ready => store.begin_waiting(payment),
            Status::Paid | Status::Failed | Status::Cancelled => drop(store.add(payment)),
        }
        match (status, later) {
            (Status::Paid, Some(at)) => drop(store.cancel(imp_uid, cancel(*at))),
            (Status::Failed, Some(at)) => drop(store.turn_paid(imp_uid, *at)),
            _ => {}
        }
    }
    store
}

proptest! {
    #[test]
    fn the_indexes_say_what_going_through_all_says(
        stories in prop::collection::vec(story(), 0..60),
        status in prop::option::of(prop::sample::select(Status::ALL.to_vec())),
        key in prop::sample::select(vec![SortKey::Started, SortKey::Paid, SortKey::Updated]),
        descending in any::<bool>(),
        first in -30_i64..90,
        length in 0_i64..90,
        tests in any::<bool>(),
        (skip, take) in (0_usize..50, 0_usize..50),
    ) {
        let store = told(&stories);
        let query = StatusQuery { status, tests, period: first..=first + length, key, descending };
        let all = store.payments.iter().chain(&store.waiting);
        let mut expected: Vec<_> = all.filter(|payment| query.means(payment)).map(Arc::clone).collect();
        expected.sort_by_key(|payment| key.of(payment));
        if descending {
            expected.reverse();
        }
        let names = |list: &[Arc<Payment>]| list.iter().map(|payment| payment.imp_uid).collect::<Vec<_>>();
        let (total, found) = store.status_page(&query, Part::ALL);
        prop_assert_eq!(names(&found), names(&expected));
        prop_assert_eq!(total, expected.len());
        let (_, found) = store.status_page(&query, Part { skip, take });
        let expected: Vec<_> = expected.into_iter().skip(skip).take(take).collect();
        prop_assert_eq!(names(&found), names(&expected));
    }
}
