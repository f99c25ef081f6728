use super::*;

fn key(registered_at: Option<i64>, updated_at: Option<i64>) -> BillingKey {
    let at = |second| Timestamp::from_second(second).unwrap();
    BillingKey {
        customer_uid: CustomerUid::parse("customer-1").unwrap(),
        pg: None,
        card: CardSummary::default(),
        customer_name: None,
        registered_at: registered_at.map(at),
        updated_at: updated_at.map(at),
        sandbox: true,
    }
}

#[test]
fn a_key_was_replaced_if_its_card_changed_after_it_was_registered() {
    assert!(key(Some(100), Some(101)).was_replaced());
    assert!(!key(Some(100), Some(100)).was_replaced(), "the gateway gives both times to a new key");
    assert!(!key(Some(100), Some(99)).was_replaced());
}

#[test]
fn of_a_key_without_its_times_no_replacement_is_claimed() {
    for (registered_at, updated_at) in [(None, None), (Some(100), None), (None, Some(100))] {
        assert!(!key(registered_at, updated_at).was_replaced());
    }
}
