//! What the suite needs of an adapter's tests.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::{Card, CustomerUid, MerchantUid};
use keyin_ports::{BillingKeys, Channels, Clock, PaymentGateway, PaymentRecords, Schedules};

/// A card of which it is known what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestCard {
    /// Every charge is approved.
    Approved,
    /// Every charge is declined, and the gateway keeps a failed record of it.
    DeclinedInRecord,
    /// Every charge is declined in words, without a record; so is the issue of a billing key.
    DeclinedInWords,
}

/// A sort of call that a fault can hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// [`PaymentGateway::charge`].
    Charge,
    /// [`PaymentGateway::cancel`].
    Cancel,
    /// Every read of the five ports.
    Read,
    /// [`BillingKeys::issue`] and [`BillingKeys::revoke`].
    KeyChange,
    /// [`Schedules::add`], [`Schedules::reschedule`], [`Schedules::retry`] and [`Schedules::move_to`].
    Schedule,
    /// [`Schedules::unschedule`] and [`Schedules::unschedule_all`].
    Unschedule,
}

/// A fault between the adapter and its gateway. It lasts until [`GatewayFixture::heal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request is on its way, the connection breaks, the gateway never sees it.
    LoseRequest(Call),
    /// The gateway carries the request out, the answer is lost.
    LoseReply(Call),
    /// The gateway answers with this HTTP status (429 or 5xx) and nothing that can be read.
    Status(Call, u16),
    /// The gateway carries the request out and answers with something that cannot be read.
    Garble(Call),
    /// No connection comes about, for any call.
    Unreachable,
}

/// Whether a fixture was able to do what was asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Injected {
    /// It is done.
    Done,
    /// The fixture has no means to do it; the case counts as skipped.
    Unsupported,
}

/// A gateway under test: the five ports of one adapter over one gateway, and the means to judge them.
#[async_trait]
pub trait GatewayFixture: Send + Sync {
    /// The payments.
    fn gateway(&self) -> Arc<dyn PaymentGateway>;

    /// The records of the same gateway.
    fn records(&self) -> Arc<dyn PaymentRecords>;

    /// The billing keys of the same gateway.
    fn billing_keys(&self) -> Arc<dyn BillingKeys>;

    /// The channels of the same gateway.
    fn channels(&self) -> Arc<dyn Channels>;

    /// The scheduler of the same gateway.
    fn schedules(&self) -> Arc<dyn Schedules>;

    /// The clock by which the adapter judges a permit, and whether the time of a schedule comes too soon. It is not
    /// behind the gateway's own.
    fn clock(&self) -> Arc<dyn Clock>;

    /// A card; none if the gateway has no such card.
    fn card(&self, which: TestCard) -> Option<Card>;

    /// A merchant_uid that the gateway has never seen.
    fn merchant_uid(&self) -> MerchantUid;

    /// A customer_uid that the gateway has never seen.
    fn customer_uid(&self) -> CustomerUid;

    /// The judge: how many charges the gateway's own ledger holds under this merchant_uid, cancelled ones
    /// included. Never asked through the adapter.
    async fn captures(&self, uid: &MerchantUid) -> usize;

    /// The judge: how much the gateway's own ledger gave back under this merchant_uid, in minor units.
    async fn given_back(&self, uid: &MerchantUid) -> u64;

    /// How many paying calls have reached the gateway since the fixture was made.
    async fn charge_calls(&self) -> usize;

    /// Lets so much time pass for the adapter and for its gateway, whose scheduler runs what falls due.
    async fn let_pass(&self, by: Duration) -> Injected;

    /// Brings a fault about.
    async fn inject(&self, fault: Fault) -> Injected;

    /// Ends every fault. Called before each case.
    async fn heal(&self);
}
