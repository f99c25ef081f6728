use keyin_domain::{CancelReason, ImpUid, Money, Standing};
use keyin_ports::{CancelError, CancelRequest, PaymentGateway};

use crate::orders::{key_in, paid, won};
use crate::setting::Setting;

pub(crate) fn request(imp_uid: &ImpUid, amount: u64, balance: u64) -> CancelRequest {
    CancelRequest {
        imp_uid: imp_uid.clone(),
        amount: won(amount),
        tax_free: None,
        vat: None,
        balance: won(balance),
        reason: CancelReason::parse("고객 요청").unwrap(),
    }
}

#[tokio::test]
async fn a_part_the_rest_and_no_more() {
    let setting = Setting::new();
    let payment = paid(key_in(&setting.gateway, &setting.clock, "order").await);
    let cancel = |amount, balance| setting.gateway.cancel(request(payment.imp_uid(), amount, balance));

    let after = cancel(1_000, 3_000).await.unwrap();
    assert_eq!((after.standing(), after.balance()), (Standing::PartlyCancelled, won(2_000)));
    assert!(matches!(cancel(1_000, 3_000).await, Err(CancelError::Refused(_))), "the old balance");
    assert!(matches!(cancel(2_001, 2_000).await, Err(CancelError::Refused(_))), "more than there is");
    let after = cancel(2_000, 2_000).await.unwrap();
    assert_eq!((after.standing(), after.details().cancels.len()), (Standing::FullyCancelled, 2));
    assert_eq!(after.details().cancels[0].reason.as_deref(), Some("고객 요청"));
    assert_eq!(cancel(2_000, 2_000).await, Err(CancelError::AlreadyCancelled));
    assert_eq!(setting.gateway.find(payment.imp_uid()).await.unwrap(), after);
    let moved: i64 = setting.sandbox.ledger().iter().skip(1).map(|entry| entry.amount).sum();
    assert_eq!(moved, 3_000);
}

#[tokio::test]
async fn what_is_not_there_cannot_be_cancelled() {
    let setting = Setting::new();
    let nobody = ImpUid::parse("imps_000000000000").unwrap();
    assert_eq!(setting.gateway.cancel(request(&nobody, 1, 1)).await, Err(CancelError::NotFound));
}

/// To the gateway an amount of zero means everything.
#[tokio::test]
async fn a_cancel_of_nothing_is_never_sent() {
    let setting = Setting::new();
    let payment = paid(key_in(&setting.gateway, &setting.clock, "order").await);
    let mut nothing = request(payment.imp_uid(), 1, 3_000);
    nothing.amount = Money::won(0).unwrap();
    assert!(matches!(setting.gateway.cancel(nothing).await, Err(CancelError::NotSent(_))));
    assert_eq!(setting.calls("/payments/cancel"), 0);
}
