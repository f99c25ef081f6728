//! The ports of keyin: what the rules of the business ask of the outside world.
//!
//! Use it where your own code talks to a payment gateway and must be testable without one, and where you write a gateway or
//! a store of your own. To charge, use `keyin-app`, which asks these ports in the right order.
//!
//! ```
//! use keyin_domain::MerchantUid;
//! use keyin_ports::{PaymentGateway, ReadError};
//!
//! /// Whether an order was paid. Whoever calls it chooses the gateway: the real one, one in memory, or a mock.
//! async fn was_paid(gateway: &dyn PaymentGateway, order: &MerchantUid) -> Result<bool, ReadError> {
//!     let attempts = gateway.look_up(order).await?;
//!     Ok(attempts.records().iter().any(|payment| payment.was_captured()))
//! }
//! # let _ = was_paid;
//! ```
//!
//! | port | asks for |
//! |---|---|
//! | [`PaymentGateway`] | charge, look up, find, cancel |
//! | [`PaymentRecords`] | every payment that the gateway holds, by status and time |
//! | [`BillingKeys`] | read, issue, revoke |
//! | [`Schedules`] | the gateway's own scheduler: orders and lists |
//! | [`Channels`] | the merchant's PG settings |
//! | [`Journal`] | the durable history of every charge, and the right to send one |
//! | [`Clock`], [`Random`], [`Pace`] | time, chance, calls a second |
//!
//! Each method's documentation is a contract: its effect, whether it may be repeated, what its errors
//! MUST mean, and what happens to a caller who drops the future. The crate `keyin-port-conformance` holds
//! the same promises as test cases for adapters.
//!
//! Feature `mock` adds a [mockall](https://docs.rs/mockall) mock for each trait, for tests of embedding
//! products:
//!
//! ```
//! # #[cfg(feature = "mock")] {
//! use keyin_ports::{MockPaymentGateway, PaymentGateway};
//!
//! let mut gateway = MockPaymentGateway::new();
//! gateway.expect_look_up().returning(|_| Ok(keyin_domain::Attempts::none()));
//! let port: &dyn PaymentGateway = &gateway;
//! # let _ = port;
//! # }
//! ```

#![forbid(unsafe_code)]

mod billing_keys;
mod channels;
mod clock;
mod gateway;
mod journal;
mod pace;
mod random;
mod records;
mod schedules;

pub use billing_keys::{BillingKeyRequest, BillingKeys, IssueError, RevokeError};
pub use channels::Channels;
pub use clock::{Clock, Monotonic};
pub use gateway::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply,
    RequestMismatch, SendPermit, UnavailableCause,
};
pub use journal::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition, ListedBy,
    StoreFault, StoreTrouble,
};
pub use pace::Pace;
pub use random::Random;
pub use records::{ForeignPayment, InvalidWindow, PaymentRecords, RecordWindow, Recorded, Records};
pub use schedules::{
    ForeignSchedule, ListedSchedule, NotTheSchedulers, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules,
};

#[cfg(feature = "mock")]
pub use {
    billing_keys::MockBillingKeys, channels::MockChannels, clock::MockClock, gateway::MockPaymentGateway,
    journal::MockJournal, pace::MockPace, random::MockRandom, records::MockPaymentRecords,
    schedules::MockSchedules,
};
