//! Layers over keyin's gateway ports: [`Traced`] tells of every call, [`RetryReads`] asks again when a
//! read was not answered.
//!
//! Use it around a gateway that is reached over a network, before the gateway is handed to `keyin-app` or to your own code.
//!
//! A layer holds a port and is the same port. `P` is the port it holds, most often as a trait object:
//!
//! ```
//! use std::sync::Arc;
//!
//! use keyin_gateway_layers::{RetryReads, RetrySettings, Traced};
//! use keyin_ports::{Clock, PaymentGateway, Random};
//!
//! fn layered(
//!     gateway: Arc<dyn PaymentGateway>,
//!     clock: Arc<dyn Clock>,
//!     random: Arc<dyn Random>,
//! ) -> Arc<dyn PaymentGateway> {
//!     // Inside: each try is told of by itself.
//!     let traced: Arc<dyn PaymentGateway> = Arc::new(Traced::new(gateway, clock.clone()));
//!     Arc::new(RetryReads::new(traced, clock, random, RetrySettings::default()))
//! }
//! # let _ = layered;
//! ```
//!
//! A call that moves money or changes a key goes through either layer once, whatever comes of it: the
//! permit to send is taken by value, and there is only one.

#![forbid(unsafe_code)]

mod retry_reads;
mod traced;

pub use retry_reads::{RetryReads, RetrySettings};
pub use traced::Traced;
