//! The promises of keyin's ports as test cases, to be run by every adapter and every layer.
//!
//! Use it as a dev-dependency of whatever implements a port: a gateway other than I'mport, a journal in another store, a
//! layer around either. What passes can be put under `keyin-app`.
//!
//! A promise is a function. Each port has a catalogue of them: [`gateway::CASES`],
//! [`records::CASES`], [`billing_keys::CASES`], [`channels::CASES`], [`schedules::CASES`] over a
//! [`gateway::GatewayFixture`], and [`journal::CASES`] over a [`journal::JournalFixture`]. An adapter's test builds
//! the fixture, runs the catalogue and says exactly which cases it skips, so that nothing passes by being skipped:
//!
//! ```
//! use keyin_port_conformance::{gateway, run};
//!
//! async fn the_gateway_keeps_its_promises(fixture: &(impl gateway::GatewayFixture + 'static)) {
//!     let report = run(gateway::CASES, fixture, &[]).await.unwrap();
//!     report.kept_all_but(&[]).unwrap_or_else(|report| panic!("{report}"));
//! }
//! ```
//!
//! The money is judged by the gateway's own ledger, which the fixture reads past the adapter.

#![forbid(unsafe_code)]

pub mod billing_keys;
pub mod channels;
pub mod gateway;
pub mod journal;
pub mod records;
pub mod schedules;

mod case;
mod report;

pub use case::{Broken, Case, Running, Stopped, Verdict};
pub use report::{NoSuchCase, Report, run};
