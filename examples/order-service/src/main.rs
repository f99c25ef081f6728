//! A shop's own service with the use cases of keyin inside: `POST /orders/{id}/pay` charges the customer's billing key,
//! `GET /orders/{id}` says how the order stands.
//!
//! The order's number is the merchant_uid, so the same request again is answered with the first outcome and never
//! charges twice. Who may call is the shop's own business, and left out here.
//!
//! Settings: `KEYIN_IAMPORT_URL`, `KEYIN_IAMPORT_KEY`, `KEYIN_IAMPORT_SECRET`, the journal's file in `ORDERS_JOURNAL`,
//! and the address in `ORDERS_LISTEN`, by itself `127.0.0.1:8701`.

#![forbid(unsafe_code)]

mod answer;
mod order;
mod service;
mod settling;
mod stopping;

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_sqlite::SqliteJournal;
use keyin_adapter_system::{SteadyPace, SystemClock};
use keyin_app::{Charging, Stop};
use keyin_domain::AbsenceWindow;
use tokio::net::TcpListener;

/// What the gateway is asked at most in a second.
const CALLS_A_SECOND: u32 = 5;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let charging = charging().await?;
    let listen = env::var("ORDERS_LISTEN").unwrap_or_else(|_| "127.0.0.1:8701".to_owned());
    let listener = TcpListener::bind(listen).await?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;

    let stop = charging.stop.clone();
    let settling = tokio::spawn(settling::settle_now_and_then(charging.clone()));
    // First the wish to end is told to the use cases: what is out is awaited, nothing new is sent.
    let asked = async move {
        stopping::signal().await;
        stop.ask();
    };
    axum::serve(listener, service::router(charging)).with_graceful_shutdown(asked).await?;
    settling.await?;
    Ok(())
}

/// The one place that chooses adapters.
async fn charging() -> Result<Charging, Box<dyn Error>> {
    let clock = Arc::new(SystemClock::new());
    let url = env::var("KEYIN_IAMPORT_URL")?;
    let config = IamportConfig::new(url, env::var("KEYIN_IAMPORT_KEY")?, env::var("KEYIN_IAMPORT_SECRET")?);
    Ok(Charging {
        gateway: Arc::new(IamportGateway::new(config, clock.clone())?),
        schedules: None,
        journal: Arc::new(SqliteJournal::open(env::var("ORDERS_JOURNAL")?).await?),
        pace: Arc::new(SteadyPace::new(clock.clone(), CALLS_A_SECOND)),
        clock,
        window: AbsenceWindow::default(),
        stop: Stop::default(),
    })
}
