//! An offline I'mport server (PortOne V1 REST API) for tests: key-in payments and billing keys, Settlebank first.
//!
//! It speaks the real API on every path it knows, so any I'mport client works against it by changing the base URL,
//! and it tells the truth afterwards: the ledger says what was captured, whatever the callers were answered.
//!
//! Use it in tests of any client of the API, keyin's or your own: it needs no network and no account, breaks connections
//! when told to, and its clock can be set. It uses none of keyin's other crates. `keyin sandbox` runs it as a program.
//!
//! ```
//! use keyin_sandbox::{Fault, FaultKind, Operation, Sandbox, SandboxOptions};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start(SandboxOptions { seed: Some(7), ..SandboxOptions::default() })?;
//! // The next key-in payment is carried out, but its answer is lost.
//! sandbox.set_faults(vec![Fault::new(Operation::Onetime, FaultKind::DropAfter).times(1)])?;
//! // … point a client at sandbox.url(), with the key `imp_apikey` and the secret `imp_secret` …
//! assert!(sandbox.ledger().is_empty());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Endpoints
//!
//! `POST /users/getToken` · `GET /users/pg` · `POST /subscribe/payments/onetime` (also as `…/foreign`) ·
//! `POST /subscribe/payments/again` · `GET /payments/{imp_uid}[/balance]` · `GET /payments` ·
//! `GET /payments/find/{merchant_uid}[/{status}]` · `GET /payments/findAll/{merchant_uid}[/{status}]` ·
//! `GET /payments/status/{payment_status}` · `POST /payments/cancel` ·
//! `POST`, `PUT /payments/prepare`, `GET /payments/prepare/{merchant_uid}` · `GET /subscribe/customers` ·
//! `GET`, `POST`, `DELETE /subscribe/customers/{customer_uid}` · `GET …/payments` and `…/schedules` of one ·
//! `POST`, `GET /subscribe/payments/schedule` · `GET`, `PUT …/{merchant_uid}`, `POST …/reschedule` and `…/retry` ·
//! `GET …/customers/{customer_uid}` · `POST /subscribe/payments/unschedule` · `GET /cards[/{code}]`,
//! `/banks[/{code}]`. `/certifications`, `/vbanks` and `/receipts` refuse in the API's own way. Everything else is
//! answered with 404 or 405.
//!
//! # Time
//!
//! The clock runs with the machine's until it is told otherwise. [`Merchant::advance_clock`] moves it and does all that
//! falls due on the way, scheduled payments and webhooks, each at its own time; while the clock runs they come by
//! themselves.
//!
//! # Merchants
//!
//! A sandbox has one [`Merchant`], and more if they are added: each is an API key with a clock, faults, settings and
//! data of its own, and a token leads to its merchant. What a merchant can be told, a [`Sandbox`] tells its first one.
//!
//! # Controls
//!
//! [`Sandbox`]'s and [`Merchant`]'s methods, or over HTTP, from the same machine or with the [`ControlToken`] as
//! `Authorization: Bearer`; `?merchant=KEY` or the header `X-Sandbox-Merchant` names another merchant than the first:
//! `GET /_sandbox/ledger` ·
//! `GET`, `PUT`, `DELETE /_sandbox/faults` · `GET`, `PUT /_sandbox/settings` ·
//! `POST /_sandbox/settings/development-account` · `GET /_sandbox/requests` · `GET /_sandbox/events` ·
//! `GET`, `PUT /_sandbox/clock` · `POST /_sandbox/clock/advance` ·
//! `GET /_sandbox/webhooks` · `POST /_sandbox/webhooks/{id}/resend` · `GET`, `POST /_sandbox/merchants` ·
//! `DELETE /_sandbox/merchants/{api_key}` ·
//! `POST /_sandbox/turn-paid` with `{"imp_uid":…}` (a failed payment turns paid by itself) · `POST /_sandbox/reset`.
//!
//! # Test cards
//!
//! [`test_cards`] lists the cards that decline and how; every other card of 13 to 19 digits pays, the guide's
//! `1234-1234-1234-1234` included. The numbers can be read: `4000-000F-CCCC-000x`, where `CCCC` are the digits of the
//! PG's code and `F` is the form of the refusal:
//!
//! | `F` | what happens |
//! |---|---|
//! | 0 | a failed payment is recorded |
//! | 1 | only a message, no record |
//! | 2 | a message that the PG is in trouble, and the card **was** charged |
//! | 3 | the same message, and the card was not charged |
//! | 4 | the card pays; payments with its billing key fail with a record |
//! | 5 | the card pays; payments with its billing key are refused with only a message |
//! | 6 | the card pays, and the PG refuses to cancel the payment |
//!
//! # Card data
//!
//! A card number, its expiry, birth date and password digits live as long as the call that brought them. What stays,
//! in memory and in the data file, is the masked number and what the card will do; the request log shows `***`.

#![forbid(unsafe_code)]

mod api;
mod api_keys;
mod card;
mod control;
mod control_body;
mod control_error;
mod control_token;
mod data;
mod events;
mod faults;
mod http;
mod ids;
mod lock;
mod merchant;
mod merchants;
mod messages;
mod page;
mod params;
mod passing;
mod pipeline;
mod request_log;
mod routes;
mod sandbox;
mod settings;
mod shared;
mod site;
mod store;
mod test_cards;
mod time;
mod tokens;
mod webhooks;
mod world;

pub use control_error::ControlError;
pub use control_token::ControlToken;
pub use data::DataError;
pub use events::{Event, EventKind};
pub use faults::{Fault, FaultKind, Operation};
pub use merchant::Merchant;
pub use passing::{Advanced, Ran, RanKind};
pub use request_log::LoggedRequest;
pub use sandbox::{Sandbox, SandboxOptions, StartError};
pub use settings::{
    Answers, Auth, Channel, ChannelType, DeclineForm, InFlight, OverLength, SameMerchantUid, Settings,
    SettingsPatch, UnknownCustomer, UnknownPg, WebhookContentType,
};
pub use store::{LedgerEntry, LedgerKind};
pub use test_cards::{CardBehaviour, Decline, DeclineKind, TestCard, test_cards};
pub use time::{Clock, ClockMode};
pub use webhooks::{Webhook, WebhookAttempt, WebhookFailure, WebhookState};
