//! keyin's ports in memory: an honest gateway, a journal, a clock set by hand, seeded chance and no pace.
//!
//! They keep the same promises as the real ones (`keyin-port-conformance` holds them to it), so they
//! serve in tests and in products that embed keyin. Nothing here reads the time of day or rolls a die.
//!
//! Use it where tests of your own shall go through whole flows in microseconds, with lost replies and time set by hand. To
//! take real money, put a store that lasts in the journal's place.
//!
//! One charge from the intent to a settled row, with its reply lost on the way:
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//!
//! use keyin_adapter_memory::{Call, Fault, ManualClock, MemoryGateway, MemoryJournal};
//! use keyin_domain::{
//!     AbsenceWindow, Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, ChargeState, Evidence, Expiry,
//!     MerchantUid, Money, OrderName,
//! };
//! use keyin_ports::{ChargeError, ChargeRequest, Claim, Clock, Intended, Journal, PaymentGateway, Reply};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = Arc::new(ManualClock::default());
//! let gateway = MemoryGateway::new(clock.clone());
//! let journal = MemoryJournal::default();
//!
//! // The intent is written down before anything is sent.
//! let uid = MerchantUid::parse("order-1")?;
//! let amount = ChargeAmount::new(Money::won(11_000)?)?;
//! let intent = ChargeIntent::new(uid.clone(), ChargeMethod::Card, amount, OrderName::parse("사과 1kg")?);
//! let Intended::New(charge) = journal.intend(intent.clone(), clock.now()).await? else { panic!() };
//!
//! // A won claim is the right to send, once, within five seconds.
//! let deadlines = AbsenceWindow::default().deadlines(clock.now());
//! let send_before = clock.monotonic().after(Duration::from_secs(5));
//! let Claim::Won { charge, permit } = journal.claim(&charge, deadlines, send_before).await? else { panic!() };
//!
//! // The gateway charges, and its answer is lost.
//! gateway.inject(Call::Charge, Fault::LoseReply);
//! let card = Card::new(CardNumber::parse("1234-1234-1234-1234")?, Expiry::parse("2019-01")?);
//! let request = ChargeRequest::new(intent, Some(card))?;
//! let evidence = match gateway.charge(request, permit).await {
//!     Ok(Reply::Paid(payment)) => Evidence::Paid(payment),
//!     Ok(Reply::Declined { decline, record }) => Evidence::Declined { decline, record },
//!     Err(ChargeError::NotSent(cause)) => Evidence::NotSent(cause),
//!     Err(ChargeError::Refused(refusal)) => Evidence::Refused(refusal),
//!     Err(ChargeError::Unknown(cause)) => Evidence::NoAnswer(cause),
//!     Err(ChargeError::Mismatch(difference)) => Evidence::Mismatched(difference),
//! };
//! let charge = journal.record(&uid, charge.epoch(), evidence, clock.now()).await?;
//! assert_eq!(charge.state(), ChargeState::Unknown);
//!
//! // It is never sent again; a look-up settles it.
//! clock.advance(Duration::from_secs(1));
//! let asked_at = clock.now();
//! let attempts = gateway.look_up(&uid).await?;
//! let found = Evidence::LookedUp { attempts, asked_at };
//! let charge = journal.record(&uid, charge.epoch(), found, clock.now()).await?;
//! assert_eq!(charge.state(), ChargeState::Succeeded);
//! assert_eq!(gateway.captures(&uid), 1);
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

mod clock;
mod gateway;
mod journal;
mod pace;
mod random;

pub use clock::ManualClock;
pub use gateway::{Call, CardScript, Fault, LedgerEntry, LedgerKind, MemoryGateway, SameUid};
pub use journal::MemoryJournal;
pub use pace::NoPace;
pub use random::SeededRandom;
