//! A running sandbox and its controls.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::accept::serve;
use crate::control::ControlError;
use crate::due::{self, Advanced};
use crate::events::Event;
use crate::faults::Fault;
use crate::lock::lock;
use crate::request_log::LoggedRequest;
use crate::routes::router;
use crate::settings::{Settings, SettingsPatch};
use crate::store::LedgerEntry;
use crate::time::Clock;
use crate::world::World;

/// How to start a sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxOptions {
    /// Where to listen; port 0 picks a free one. Default `127.0.0.1:0`.
    pub listen: SocketAddr,
    /// What names, tokens and fault draws follow from: the same seed and the same calls give the same. `None` draws
    /// one from the operating system.
    pub seed: Option<u64>,
    /// The settings to start with.
    pub settings: Settings,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), seed: None, settings: Settings::default() }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// There is no tokio runtime to run in.
    #[error("a sandbox must be started inside a tokio runtime")]
    NoRuntime,
}

/// A running sandbox. It serves in tasks of the tokio runtime it was started in, and stops when dropped.
///
/// The methods that read and change its state are the controls that `/_sandbox` offers over HTTP.
pub struct Sandbox {
    world: Arc<World>,
    local_addr: SocketAddr,
    stop: watch::Sender<bool>,
    running: watch::Receiver<()>,
}

impl Sandbox {
    /// Starts listening; the first call can be made when this returns.
    ///
    /// # Errors
    /// If the address cannot be listened on, or outside a tokio runtime.
    pub fn start(options: SandboxOptions) -> Result<Self, StartError> {
        let SandboxOptions { listen: address, seed, settings } = options;
        let runtime = Handle::try_current().map_err(|_| StartError::NoRuntime)?;
        let listen_error = |source| StartError::Listen { address, source };
        let listener = listener(address).map_err(listen_error)?;
        let local_addr = listener.local_addr().map_err(listen_error)?;
        let seed = seed.unwrap_or_else(|| fastrand::u64(..));
        let world = Arc::new(World::new(seed, settings));
        let (stop, stop_seen) = watch::channel(false);
        let (running_end, running) = watch::channel(());
        let router = router(&world);
        runtime.spawn(due::keep_time(Arc::clone(&world), stop_seen.clone()));
        runtime.spawn(async move {
            serve(listener, router, stop_seen).await;
            drop(running_end);
        });
        Ok(Self { world, local_addr, stop, running })
    }

    /// The base URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.local_addr)
    }

    /// The address it listens on.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Stops accepting, lets calls in progress finish for up to two seconds, and returns when all is closed.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        self.until_stopped().await;
    }

    /// Waits until the server has stopped, which it does only when told: for a program that only serves.
    pub async fn until_stopped(&self) {
        // Nothing is ever sent; the channel closes when the server is done.
        while self.running.clone().changed().await.is_ok() {}
    }

    /// Everything captured and given back, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        lock(&self.world.store).ledger()
    }

    /// The faults in force, with the times they have left.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.world.faults.list()
    }

    /// Puts these faults in place of those in force.
    ///
    /// # Errors
    /// If a fault's number is out of its range; then nothing is changed.
    pub fn set_faults(&self, faults: Vec<Fault>) -> Result<(), ControlError> {
        self.world.set_faults(faults)
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.world.faults.clear();
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> Settings {
        (*self.world.settings()).clone()
    }

    /// Changes the settings that the patch names and returns all of them.
    ///
    /// # Errors
    /// If a value is refused; then nothing is changed.
    pub fn update_settings(&self, patch: SettingsPatch) -> Result<Settings, ControlError> {
        self.world.update_settings(patch).map(|settings| (*settings).clone())
    }

    /// Adds the Settlebank development channel, or puts it back as it was, and returns all settings.
    pub fn add_development_account(&self) -> Settings {
        (*self.world.add_development_account()).clone()
    }

    /// The last 10,000 API calls, oldest first, card data masked.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.world.requests.list()
    }

    /// The last 10,000 events that webhooks announce, oldest first.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.world.events.list()
    }

    /// Turns a failed payment into a paid one, as it happens when a PG reports late: the ledger gets its charge now.
    ///
    /// # Errors
    /// If no failed payment has this imp_uid.
    pub fn turn_paid(&self, imp_uid: &str) -> Result<(), ControlError> {
        self.world.turn_paid(imp_uid)
    }

    /// What the clock shows. It runs with the machine's until it is told otherwise.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.world.time.shown()
    }

    /// Makes the clock stand: at that Unix second, or where it is. What falls due on the way ahead is done. Payments, cancels and tokens take their times
    /// from it; a [`Fault::delay_ms`] waits in real time all the same.
    ///
    /// # Errors
    /// If the time is before 1970 or after the year 9999.
    pub fn stop_clock(&self, at: Option<i64>) -> Result<Clock, ControlError> {
        due::stand(&self.world, at).map(|moved| moved.clock)
    }

    /// Lets the clock run: from that Unix second, or with the machine's. What falls due on the way ahead is done.
    ///
    /// # Errors
    /// If the time is before 1970 or after the year 9999.
    pub fn run_clock(&self, from: Option<i64>) -> Result<Clock, ControlError> {
        due::run(&self.world, from).map(|moved| moved.clock)
    }

    /// Moves the clock ahead, whether it stands or runs, and does everything that falls due on the way, in the order
    /// of time and each thing at its own time. Returns when all is done, and says what that was.
    ///
    /// # Errors
    /// If that is after the year 9999; then nothing is done.
    pub fn advance_clock(&self, seconds: u64) -> Result<Advanced, ControlError> {
        due::advance(&self.world, seconds)
    }

    /// Back to empty: no payments, keys, ledger, requests or faults. Settings, clock and tokens stay.
    pub fn reset(&self) {
        self.world.reset();
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("local_addr", &self.local_addr).finish_non_exhaustive()
    }
}

/// Listens before the call returns, so that the port is known and nobody has to wait for it.
fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = StdListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
