//! A running sandbox and its controls.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::control_error::ControlError;
use crate::control_token::ControlToken;
use crate::data::{Data, DataError, Entry};
use crate::http::accept::{Serving, serve};
use crate::http::connections::usual_limit;
use crate::merchant::Merchant;
use crate::merchants::Merchants;
use crate::passing::Keeper;
use crate::routes::router;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::site::Site;
use crate::webhooks::Hosts;

/// How to start a sandbox.
#[derive(Clone, Debug)]
pub struct SandboxOptions {
    /// Where to listen; port 0 picks a free one. Default `127.0.0.1:0`.
    pub listen: SocketAddr,
    /// What names, tokens and fault draws follow from: the same seed and the same calls give the same. `None` draws
    /// one from the operating system.
    pub seed: Option<u64>,
    /// The settings of the first merchant.
    pub settings: Settings,
    /// Lets callers on other machines use the controls. Default `None`: only this machine may.
    pub control_token: Option<ControlToken>,
    /// The hosts that webhooks may be sent to beside this machine, by the name or address that stands in their URL.
    /// Default: none.
    pub webhook_hosts: Vec<String>,
    /// The file in which payments, billing keys, schedules, settings and merchants outlive the process. It is made if
    /// there is none, and belongs to one sandbox at a time. Default `None`: all is kept in memory only.
    pub data: Option<PathBuf>,
    /// How long a caller may take to send the head of a call, and again to send its body or to take the answer in,
    /// before his connection is closed. Default 30 seconds.
    pub patience: Duration,
    /// How many connections may be open at once, at least 1. When all are, the one that has waited longest for its
    /// caller is closed; while all of them have a call under way, the next caller waits. Default 4,096, or 64 fewer
    /// than this process may have files open, where that is less.
    pub connections: usize,
}

/// As long as most servers and balancers wait.
const USUAL_PATIENCE: Duration = Duration::from_secs(30);

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: None,
            settings: Settings::default(),
            control_token: None,
            webhook_hosts: Vec::new(),
            data: None,
            patience: USUAL_PATIENCE,
            connections: usual_limit(),
        }
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
    /// The data file cannot be used.
    #[error("cannot use the data file {path}", path = path.display())]
    Data {
        /// The file asked for.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: DataError,
    },
    /// The data file holds settings that are refused.
    #[error("the data file holds settings that cannot be used")]
    Settings(#[from] ControlError),
    /// There is no tokio runtime to run in.
    #[error("a sandbox must be started inside a tokio runtime")]
    NoRuntime,
}

/// A running sandbox. It serves in tasks of the tokio runtime it was started in, and stops when dropped.
///
/// The methods that read and change its state are the controls that `/_sandbox` offers over HTTP.
pub struct Sandbox {
    site: Arc<Site>,
    first: Merchant,
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
        let SandboxOptions {
            listen: address,
            seed,
            settings,
            control_token,
            webhook_hosts,
            data,
            patience,
            connections,
        } = options;
        let runtime = Handle::try_current().map_err(|_| StartError::NoRuntime)?;
        let listen_error = |source| StartError::Listen { address, source };
        let listener = listener(address).map_err(listen_error)?;
        let local_addr = listener.local_addr().map_err(listen_error)?;
        let seed = seed.unwrap_or_else(|| fastrand::u64(..));
        let (stop, stop_seen) = watch::channel(false);
        let keeper = Keeper::new(runtime.clone(), stop_seen.clone());
        let (data, changes) = opened(data)?;
        let webhook_hosts = Hosts::new(webhook_hosts);
        let shared = Shared { webhook_hosts, data: data.clone(), ..Shared::default() };
        let merchants = Merchants::new(seed, settings, shared, Some(keeper), changes)?;
        let site = Arc::new(Site { merchants, control_token, patience });
        let (running_end, running) = watch::channel(());
        let router = router(&site);
        if let Some(data) = &data {
            let (data, mut stop) = (Arc::clone(data), stop_seen.clone());
            runtime.spawn(async move {
                tokio::select! {
                    () = data.keep_flushing() => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
            });
        }
        runtime.spawn(async move {
            serve(listener, connections.max(1), Serving { router, patience, stop: stop_seen }).await;
            if let Some(data) = data {
                data.let_go().await;
            }
            drop(running_end);
        });
        let first = Merchant::of(site.merchants.first());
        Ok(Self { site, first, local_addr, stop, running })
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

    /// Stops accepting, lets calls in progress finish for up to two seconds, and returns when all is closed: another
    /// sandbox can have the address and the data file. A [`Merchant`] that is still held goes on in memory alone.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        self.until_stopped().await;
    }

    /// Waits until the server has stopped, which it does only when told: for a program that only serves.
    pub async fn until_stopped(&self) {
        // Nothing is ever sent; the channel closes when the server is done.
        while self.running.clone().changed().await.is_ok() {}
    }

    /// The merchants, in the order they came. The first is the one that the sandbox was started with.
    #[must_use]
    pub fn merchants(&self) -> Vec<Merchant> {
        self.site.merchants.all().into_iter().map(Merchant::of).collect()
    }

    /// The merchant with this API key.
    #[must_use]
    pub fn merchant(&self, api_key: &str) -> Option<Merchant> {
        self.site.merchants.of_key(api_key).map(Merchant::of)
    }

    /// Adds a merchant, known by the API key in the settings, with a clock, faults and data of its own.
    ///
    /// # Errors
    /// If another merchant has the key, or there are a hundred already.
    pub fn add_merchant(&self, settings: Settings) -> Result<Merchant, ControlError> {
        self.site.merchants.add(settings).map(Merchant::of)
    }

    /// Removes a merchant with all it has.
    ///
    /// # Errors
    /// If no merchant has the key, or it is the first one's.
    pub fn remove_merchant(&self, api_key: &str) -> Result<(), ControlError> {
        self.site.merchants.remove(api_key)
    }
}

/// What a [`Merchant`] can be asked and told, the sandbox asks and tells its first one.
impl Deref for Sandbox {
    type Target = Merchant;

    fn deref(&self) -> &Merchant {
        &self.first
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("local_addr", &self.local_addr).finish_non_exhaustive()
    }
}

/// The data file, if there is to be one, and what it holds.
fn opened(path: Option<PathBuf>) -> Result<(Option<Arc<Data>>, Vec<Entry>), StartError> {
    let Some(path) = path else { return Ok((None, Vec::new())) };
    match Data::open(&path) {
        Ok((data, changes)) => Ok((Some(Arc::new(data)), changes)),
        Err(source) => Err(StartError::Data { path, source }),
    }
}

/// Listens before the call returns, so that the port is known and nobody has to wait for it.
fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = StdListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
