//! keyin's gateway ports over the I'mport REST API (PortOne V1), with reqwest.
//!
//! [`IamportGateway`] is a [`PaymentGateway`](keyin_ports::PaymentGateway), tells the
//! [`PaymentRecords`](keyin_ports::PaymentRecords) of a period, and is the merchant's
//! [`BillingKeys`](keyin_ports::BillingKeys), the list of [`Channels`](keyin_ports::Channels) and the way to the
//! gateway's own scheduler ([`Schedules`](keyin_ports::Schedules)).
//!
//! Use it under `keyin-app` in production, and alone for what moves no money by card: look-ups, billing keys, cancels. To
//! charge it wants a permit, which a journal gives. `keyin-sandbox` answers it where no real gateway is to be called.
//!
//! ```
//! use std::sync::Arc;
//!
//! use keyin_adapter_iamport::{IamportConfig, IamportGateway};
//! use keyin_adapter_system::SystemClock;
//!
//! let config = IamportConfig::new("https://api.iamport.kr", "the API key", "the API secret");
//! # let config = IamportConfig::new("http://localhost:8585", "the API key", "the API secret");
//! let gateway = IamportGateway::new(config, Arc::new(SystemClock::new()))?;
//! # let _ = gateway;
//! # Ok::<(), keyin_adapter_iamport::ConfigError>(())
//! ```
//!
//! # What is known of the money
//!
//! Every fault is sorted by what it proves. Only a connection that never came about, a permit that had run
//! out and a token that could not be had are "not sent"; only the gateway's own known words are a refusal;
//! everything else of a paying call is unknown and has to be looked up. An answer is held against the
//! request: merchant_uid, amount and currency.
//!
//! # What is never sent twice
//!
//! There are no retries and no redirects. The one exception is a 401, by which the gateway says that it
//! turned the call away at the door: the token is renewed and the call made once more, a charge only while
//! its permit holds.
//!
//! # Secrets
//!
//! Card data goes from the domain's values into a buffer that is wiped, and no further than the HTTP
//! client's own. Neither addresses nor bodies nor credentials stand in an error or in `Debug` output, and
//! nothing is logged here.

#![forbid(unsafe_code)]

mod billing_keys;
mod call;
mod cancel;
mod channels;
mod charge;
mod config;
mod effect;
mod gateway;
mod messages;
mod payments;
mod read;
mod records;
mod schedules;
mod tls;
mod token;
mod transport;
mod wire;

pub use config::{ConfigError, IamportConfig, check_url};
pub use gateway::{IamportGateway, ServerTime};
