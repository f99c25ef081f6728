//! The gateway's own scheduler.

mod error;
mod request;
mod window;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{CustomerUid, MerchantUid, Money, Schedule, ScheduleStatus, ScheduleTime};

pub use error::ScheduleError;
pub use request::{NotTheSchedulers, ScheduleRequest};
pub use window::ScheduleWindow;

use crate::{ChargeError, ReadError, Reply, SendPermit};

/// A schedule under a merchant_uid or customer_uid that keyin never uses: something else made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignSchedule {
    /// The merchant's number as the gateway tells it: any text.
    pub merchant_uid: String,
    /// The billing key as the gateway tells it: any text.
    pub customer_uid: String,
    /// When.
    pub at: Timestamp,
    /// How much.
    pub amount: Money,
    /// The gateway's word.
    pub status: ScheduleStatus,
}

/// One schedule of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListedSchedule {
    /// Under uids as keyin uses them.
    Schedule(Box<Schedule>),
    /// Under uids that keyin never uses.
    Foreign(ForeignSchedule),
}

impl ListedSchedule {
    /// The merchant's number.
    pub fn merchant_uid(&self) -> &str {
        match self {
            Self::Schedule(schedule) => schedule.merchant_uid().as_str(),
            Self::Foreign(schedule) => &schedule.merchant_uid,
        }
    }

    /// The billing key.
    pub fn customer_uid(&self) -> &str {
        match self {
            Self::Schedule(schedule) => schedule.customer_uid().as_str(),
            Self::Foreign(schedule) => &schedule.customer_uid,
        }
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Schedule(schedule) => schedule.at().get(),
            Self::Foreign(schedule) => schedule.at,
        }
    }

    /// The gateway's word.
    pub fn status(&self) -> ScheduleStatus {
        match self {
            Self::Schedule(schedule) => schedule.status(),
            Self::Foreign(schedule) => schedule.status,
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchedulePage {
    /// What is on it.
    pub list: Vec<ListedSchedule>,
    /// The number of the next page; none behind the last.
    pub next: Option<u32>,
}

/// Gives orders to the gateway's own scheduler, which charges billing keys by itself.
///
/// Three orders may move money: [`add`](Self::add), [`reschedule`](Self::reschedule) and [`retry`](Self::retry). They
/// are **not idempotent**: each takes a permit by value, and an implementation or decorator MUST NOT let more than
/// one request reach the gateway for it. Within one permit it may try again only after proof that nothing was carried
/// out, and only while [`SendPermit::holds_at`]. A permit for another merchant_uid, or one that no longer holds, MUST
/// end in [`ChargeError::NotSent`] with no call made. After [`ChargeError::Unknown`] the only next step is to
/// [`find`](Self::find) the schedule and to look the payments up.
///
/// Dropping the future of an order leaves its outcome unknown; the reads may be repeated and dropped at will.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Schedules: Send + Sync {
    /// Hands a charge to the scheduler. Returns the schedule, which is open and over the amount asked for.
    ///
    /// # Errors
    /// [`ChargeError`], as of [`PaymentGateway::charge`](crate::PaymentGateway::charge). A time that is
    /// [too soon](ScheduleTime::is_too_soon) MUST end in [`ChargeError::NotSent`] with no call made. A merchant_uid
    /// that the scheduler knows already MUST be [`ChargeError::Unknown`].
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError>;

    /// Sets what failed or was taken back to a new time. What waits for its time is [moved](Self::move_to).
    ///
    /// # Errors
    /// As of [`add`](Self::add). What the scheduler will not set to a new time, and what it does not know, MUST NOT be
    /// taken for done.
    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError>;

    /// Runs what failed or was taken back at once; the request says what is expected to be charged.
    ///
    /// # Errors
    /// As of [`PaymentGateway::charge`](crate::PaymentGateway::charge): a decline is an answer, and an answer about
    /// another merchant_uid, amount or currency MUST be [`ChargeError::Mismatch`].
    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError>;

    /// Sets what waits for its time to another time. May be repeated: it only says when.
    ///
    /// # Errors
    /// [`ScheduleError`]; a time that is too soon MUST end in [`ScheduleError::NotSent`].
    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError>;

    /// Takes one schedule back, of this customer and this merchant_uid. May be repeated: what is taken back stays so.
    ///
    /// # Errors
    /// [`ScheduleError`]; [`ScheduleError::NotFound`] if no schedule of that number waits for its time.
    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError>;

    /// Takes back **every** schedule of this customer that waits for its time, whoever made it; what they were.
    ///
    /// # Errors
    /// [`ScheduleError`]; [`ScheduleError::NotFound`] if none waits.
    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError>;

    /// Reads one.
    ///
    /// # Errors
    /// MUST be [`ReadError::NotFound`] only on the gateway's own well-formed word that there is none.
    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError>;

    /// A page, from 1, of the schedules whose time lies in the window, in the order of their times; only those that
    /// stand so, if a status is asked for. A page behind the last is empty. A walk over the pages tells what does not
    /// change meanwhile once.
    ///
    /// # Errors
    /// [`ReadError`]; never [`ReadError::NotFound`]: none is an empty page. An answer that cannot be read MUST be an
    /// error as a whole.
    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError>;

    /// The same of one customer, in no order.
    ///
    /// # Errors
    /// As of [`list`](Self::list).
    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError>;
}

const _: fn(&dyn Schedules) = |_| ();
