//! The tax-free part and the VAT of what is given back.

use std::sync::Mutex;

use async_trait::async_trait;
use keyin_adapter_memory::MemoryGateway;
use keyin_domain::{
    ChargeAmount, ChargeIntent, Currency, Field, ImpUid, OrderName, PaymentDetails, PaymentStatus,
};
use keyin_ports::{CancelRequest, PaymentGateway};

use super::*;
use crate::front::{Front, with_front};

/// A gateway that keeps the tax parts it is told with each cancel.
struct Telling {
    there: Arc<MemoryGateway>,
    parts: Mutex<Vec<Parts>>,
}

/// The tax-free part and the VAT, as far as they are told.
type Parts = (Option<u64>, Option<u64>);

#[async_trait]
impl Front for Telling {
    fn behind(&self) -> &MemoryGateway {
        &self.there
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        let parts = (request.tax_free.map(Money::minor), request.vat.map(Money::minor));
        self.parts.lock().unwrap().push(parts);
        self.there.cancel(request).await
    }
}

/// 3,000 won are charged with these parts, then given back by the orders one after the other.
async fn told(tax_free: u64, vat: Option<u64>, orders: Vec<CancelOrder>) -> Vec<Parts> {
    let stage = Stage::set();
    let mut amount = ChargeAmount::new(won(3_000)).unwrap().with_tax_free(won(tax_free)).unwrap();
    if let Some(vat) = vat {
        amount = amount.with_vat(won(vat)).unwrap();
    }
    pay(&stage, amount).await;
    told_by(&stage, orders).await
}

async fn pay(stage: &Stage, amount: ChargeAmount) {
    let name = OrderName::parse("월간 이용권").unwrap();
    let intent = ChargeIntent::new(uid("order-1"), ChargeMethod::Card, amount, name);
    stage.pay_card(card_order(intent)).await.unwrap();
}

async fn told_by(stage: &Stage, orders: Vec<CancelOrder>) -> Vec<Parts> {
    let telling = Arc::new(Telling { there: stage.gateway.clone(), parts: Mutex::default() });
    let charging = with_front(stage, telling.clone());
    for order in orders {
        let cancel = CancelPayment::new(charging.clone());
        stage.drive(async move { cancel.run(&order).await }).await.unwrap();
    }
    let parts = telling.parts.lock().unwrap();
    parts.clone()
}

#[tokio::test]
async fn a_whole_payment_is_given_back_with_the_parts_that_were_charged() {
    assert_eq!(told(0, None, vec![order(None)]).await, [(None, None)], "it had none");
    assert_eq!(told(800, Some(200), vec![order(None)]).await, [(Some(800), Some(200))]);
    assert_eq!(told(0, Some(0), vec![order(Some(3_000))]).await, [(None, Some(0))], "zero-rated");
}

#[tokio::test]
async fn parts_that_do_not_follow_are_left_out() {
    let halves = || vec![order(Some(1_000)), order(None)];
    assert_eq!(told(800, Some(200), halves()).await, [(None, None), (None, None)]);
    let all_free = [(Some(1_000), Some(0)), (Some(2_000), Some(0))];
    assert_eq!(told(3_000, Some(0), halves()).await, all_free, "nothing else is possible");
}

#[tokio::test]
async fn parts_that_are_stated_go_before_those_of_the_journal() {
    let stated = CancelOrder { tax_free: Some(won(0)), vat: Some(won(90)), ..order(Some(1_000)) };
    let rest = CancelOrder { tax_free: Some(won(800)), vat: Some(won(110)), ..order(None) };
    let parts = told(800, Some(200), vec![stated, rest]).await;
    assert_eq!(parts, [(Some(0), Some(90)), (Some(800), Some(110))]);
    let whole = CancelOrder { tax_free: Some(won(700)), ..order(None) };
    assert_eq!(told(800, Some(200), vec![whole]).await, [(Some(700), Some(200))]);
}

/// Something else may have made the other payment, over other parts.
#[tokio::test]
async fn the_parts_of_one_payment_are_not_those_of_another_under_its_merchant_uid() {
    let stage = Stage::set();
    let amount = ChargeAmount::new(won(3_000)).unwrap().with_tax_free(won(800)).unwrap();
    pay(&stage, amount).await;
    let imp_uid: ImpUid = "imps_900000000001".parse().unwrap();
    let paid_at = stage.row("order-1").await.payment().unwrap().details().paid_at;
    let other = Payment::new(PaymentDetails {
        paid_at,
        ..PaymentDetails::new(imp_uid.clone(), uid("order-1"), PaymentStatus::Paid, won(3_000))
    });
    stage.gateway.put(&other.unwrap());
    let surplus = CancelOrder { reference: PaymentRef::Imp(imp_uid), ..order(None) };
    assert_eq!(told_by(&stage, vec![surplus, order(None)]).await, [(None, None), (Some(800), None)]);
}

#[tokio::test]
async fn parts_that_are_more_than_what_is_given_back_are_not_sent() {
    let stage = paid().await;
    let parts = |tax_free: u64, vat: u64| CancelOrder {
        tax_free: Some(won(tax_free)),
        vat: Some(won(vat)),
        ..order(Some(1_000))
    };
    for (order, too_large, most) in [
        (parts(1_001, 0), Field::TaxFree, 1_000),
        (parts(0, 1_001), Field::VatAmount, 1_000),
        (parts(900, 101), Field::VatAmount, 100),
    ] {
        let problem = cancel(&stage, order).await.unwrap_err();
        assert_eq!(problem.consequence(), Consequence::NothingSent);
        let CancelProblem::PartTooLarge { part, most: room, .. } = problem else { panic!("{problem:?}") };
        assert_eq!((part, room), (too_large, won(most)));
    }
    let dollars = Money::from_minor(1, Currency::USD).unwrap();
    let foreign = CancelOrder { vat: Some(dollars), ..order(Some(1_000)) };
    assert!(matches!(cancel(&stage, foreign).await, Err(CancelProblem::OtherCurrency)));
    assert_eq!((stage.gateway.calls(Call::Cancel), given_back(&stage)), (0, 0));
    assert!(cancel(&stage, parts(900, 100)).await.is_ok());
}
