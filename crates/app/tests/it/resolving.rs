//! What looks count, where two workers meet, and how many are made together.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::{Call, Fault, MemoryGateway};
use keyin_app::{ChargeBillingKey, Charging, Patience, Resolution, ResolveUnknown};
use keyin_domain::{Attempts, ChargeMethod, ChargeState, ImpUid, MerchantUid, Payment, PaymentDetails};
use keyin_ports::{Clock, PaymentGateway, ReadError};

use crate::front::{Front, with_front};
use crate::stage::{HOUR, Stage, intent, key_intent, uid};

async fn look_once(charging: Charging) -> Resolution {
    ResolveUnknown::new(charging).run(Patience::Once, |_| ()).await.unwrap()
}

/// A charge whose request the gateway holds, so that nothing is known of it.
async fn unknown(stage: &Stage) {
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Unknown);
}

/// The gateway of the stage, in front of which something else happens at the first look.
struct Meeting {
    stage: Arc<Stage>,
    what: Meanwhile,
    looks: AtomicUsize,
}

/// What another worker does while this one's look-up is on its way.
enum Meanwhile {
    /// It settles the charge as not made, and then the gateway makes it after all.
    SettlesTooEarly,
    /// It pays the charge once more.
    Pays,
}

impl Meeting {
    fn of(stage: &Arc<Stage>, what: Meanwhile) -> Charging {
        let meeting = Self { stage: stage.clone(), what, looks: AtomicUsize::new(0) };
        with_front(stage, Arc::new(meeting))
    }
}

#[async_trait]
impl Front for Meeting {
    fn behind(&self) -> &MemoryGateway {
        &self.stage.gateway
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        if self.looks.fetch_add(1, Ordering::Relaxed) == 0 {
            match self.what {
                Meanwhile::SettlesTooEarly => {
                    self.stage.resolve().await;
                    self.stage.gateway.carry_out_held();
                }
                Meanwhile::Pays => {
                    self.stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
                }
            }
        }
        self.stage.gateway.look_up(uid).await
    }
}

#[tokio::test]
async fn what_another_worker_closed_meanwhile_is_counted_as_it_then_stands() {
    let stage = Arc::new(Stage::set());
    unknown(&stage).await;
    let seen = look_once(Meeting::of(&stage, Meanwhile::SettlesTooEarly)).await;
    assert_eq!(stage.row("order-1").await.state(), ChargeState::LatePaid);
    assert_eq!(seen, Resolution { late_paid: 1, ..Resolution::default() });
}

#[tokio::test]
async fn a_payment_that_another_worker_made_meanwhile_is_not_this_ones_to_count() {
    let stage = Arc::new(Stage::set());
    unknown(&stage).await;
    stage.resolve().await;
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
    stage.clock.advance(HOUR);
    let seen = look_once(Meeting::of(&stage, Meanwhile::Pays)).await;
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Succeeded);
    assert_eq!((seen.settled, seen.late_paid, seen.review, seen.open), (0, 0, 0, 0));
}

#[tokio::test]
async fn two_payments_that_a_look_finds_are_counted_for_a_person() {
    let stage = Stage::set();
    unknown(&stage).await;
    stage.gateway.carry_out_held();
    let first = stage.gateway.look_up(&uid("order-1")).await.unwrap().records()[0].details().clone();
    let imp_uid = ImpUid::parse("imps_999999999999").unwrap();
    stage.gateway.put(&Payment::new(PaymentDetails { imp_uid, ..first }).unwrap());
    let seen = look_once(stage.charging.clone()).await;
    assert_eq!(seen, Resolution { review: 1, ..Resolution::default() });
}

#[tokio::test]
async fn a_late_payment_is_counted_by_the_sweep_that_finds_it_and_by_no_later_one() {
    let stage = Stage::set();
    unknown(&stage).await;
    stage.resolve().await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.resolve().await;
    stage.gateway.carry_out_held();
    stage.clock.advance(HOUR);
    let found = look_once(stage.charging.clone()).await;
    assert_eq!((found.late_paid, found.swept), (1, 1));
    stage.clock.advance(6 * HOUR);
    let again = look_once(stage.charging.clone()).await;
    assert_eq!(
        again,
        Resolution { swept: 1, ..Resolution::default() },
        "it was sent twice, so it is swept on"
    );
}

#[tokio::test]
async fn a_card_is_given_up_at_the_end_of_the_lease_and_not_before() {
    let stage = Stage::set();
    stage.journal.intend(intent("order-1", ChargeMethod::Card), stage.clock.now()).await.unwrap();
    let lease = stage.charging.window.lease();
    stage.clock.advance(lease - Duration::from_secs(1));
    assert_eq!(look_once(stage.charging.clone()).await, Resolution::default());
    stage.clock.advance(Duration::from_secs(1));
    assert_eq!(look_once(stage.charging.clone()).await, Resolution { abandoned: 1, ..Resolution::default() });
}

/// Its look-ups take a second, and it knows how many there were at once.
struct Counting {
    stage: Arc<Stage>,
    now: AtomicUsize,
    most: AtomicUsize,
}

#[async_trait]
impl Front for Counting {
    fn behind(&self) -> &MemoryGateway {
        &self.stage.gateway
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(now, Ordering::Relaxed);
        self.stage.sleep(Duration::from_secs(1)).await;
        self.now.fetch_sub(1, Ordering::Relaxed);
        self.stage.gateway.look_up(uid).await
    }
}

#[tokio::test]
async fn many_looks_are_made_together_but_not_all() {
    let stage = Arc::new(Stage::set());
    stage.register_key_only("gildong").await;
    stage.gateway.inject(Call::Charge, Fault::LoseReply);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    let charge = ChargeBillingKey::new(stage.charging.clone());
    for number in 0..40 {
        let intent = key_intent(&format!("order-{number}"), "gildong");
        stage.drive(charge.run(intent, Duration::ZERO)).await.unwrap();
    }
    stage.gateway.heal();
    let counting =
        Arc::new(Counting { stage: stage.clone(), now: AtomicUsize::new(0), most: AtomicUsize::new(0) });
    let seen = stage.drive(look_once(with_front(&stage, counting.clone()))).await;
    assert_eq!((seen.settled, counting.most.load(Ordering::Relaxed)), (40, 16));
}
