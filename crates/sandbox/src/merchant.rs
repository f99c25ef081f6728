//! One merchant of a sandbox and its controls.

use std::sync::Arc;

use crate::control_error::ControlError;
use crate::events::Event;
use crate::faults::Fault;
use crate::passing::{self, Advanced, advance, resend};
use crate::request_log::LoggedRequest;
use crate::settings::{Settings, SettingsPatch};
use crate::store::LedgerEntry;
use crate::time::Clock;
use crate::webhooks::Webhook;
use crate::world::World;

/// One merchant: a namespace of its own within a sandbox.
///
/// The methods are the controls that `/_sandbox` offers over HTTP.
#[derive(Clone)]
pub struct Merchant {
    world: Arc<World>,
}

impl Merchant {
    pub(crate) fn of(world: Arc<World>) -> Self {
        Self { world }
    }

    /// The API key by which it is known.
    #[must_use]
    pub fn api_key(&self) -> String {
        self.world.settings().api_key.clone()
    }

    /// Everything captured and given back, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.world.store.lock().ledger()
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

    /// Makes the clock stand: at that Unix second, or where it is. What falls due on the way ahead is done, and
    /// webhooks of it are sent after that. Payments, cancels and tokens take their times from it; a [`Fault::delay_ms`] waits in real time all the same.
    ///
    /// # Errors
    /// If the time is before 1970 or after the year 9999.
    pub fn stop_clock(&self, at: Option<i64>) -> Result<Clock, ControlError> {
        passing::stand(&self.world, at).map(|moved| moved.clock)
    }

    /// Lets the clock run: from that Unix second, or with the machine's. What falls due on the way ahead is done.
    ///
    /// # Errors
    /// If the time is before 1970 or after the year 9999.
    pub fn run_clock(&self, from: Option<i64>) -> Result<Clock, ControlError> {
        passing::run(&self.world, from).map(|moved| moved.clock)
    }

    /// Moves the clock ahead, whether it stands or runs, and does everything that falls due on the way, in the order
    /// of time and each thing at its own time: schedules, payments that turn paid, and webhooks, each of which is
    /// answered before the next thing is done. Returns when all is done, and says what that was.
    ///
    /// # Errors
    /// If that is after the year 9999; then nothing is done.
    pub async fn advance_clock(&self, seconds: u64) -> Result<Advanced, ControlError> {
        advance(&self.world, seconds).await
    }

    /// The last 10,000 webhooks, oldest first.
    #[must_use]
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.world.webhooks.list()
    }

    /// Sends a webhook once more to where it was sent before, and returns when it was answered, at most 15 seconds
    /// later.
    ///
    /// # Errors
    /// If the log holds no webhook with this number.
    pub async fn resend_webhook(&self, id: u64) -> Result<Webhook, ControlError> {
        resend(&self.world, id).await.ok_or_else(ControlError::no_such_webhook)
    }

    /// Back to empty: no payments, keys, ledger, requests or faults. Settings, clock and tokens stay.
    pub fn reset(&self) {
        self.world.reset();
    }
}

impl std::fmt::Debug for Merchant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Merchant").field("api_key", &self.api_key()).finish_non_exhaustive()
    }
}
