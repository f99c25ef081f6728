//! What was sent, to whom, and what became of it.

use std::collections::VecDeque;

use serde::Serialize;

/// How many webhooks are remembered.
pub(super) const REMEMBERED: usize = 10_000;
/// How many attempts of one are; the oldest after the first go when it is resent over and over.
const ATTEMPTS: usize = 20;

/// One webhook: sent, to be sent, or kept from it by a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Webhook {
    /// Its number; numbers only grow, also over a reset.
    pub id: u64,
    /// When what it tells of happened, Unix seconds.
    pub at: i64,
    /// The gateway's name for the payment.
    pub imp_uid: String,
    /// The merchant's name for the payment.
    pub merchant_uid: String,
    /// The payment's status that it tells.
    pub status: &'static str,
    /// Where it goes.
    pub url: String,
    /// In which form.
    pub content_type: &'static str,
    /// Its body as it is sent.
    pub body: String,
    /// What became of it so far.
    pub state: WebhookState,
    /// Each sending, in order.
    pub attempts: Vec<WebhookAttempt>,
}

/// What became of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// It is to be sent, or to be sent again.
    Waiting,
    /// A fault holds it back until another has been sent.
    Held,
    /// The last sending was answered with 2xx.
    Delivered,
    /// The last sending was answered otherwise or not at all.
    Failed,
    /// A fault lost it before it was sent.
    Lost,
}

/// One sending of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WebhookAttempt {
    /// When, Unix seconds of the sandbox's clock.
    pub at: i64,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub failure: Option<Failure>,
    /// Whether a control asked for it.
    pub resent: bool,
}

/// Why a webhook got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Its address is no `http` URL.
    BadUrl,
    /// Its address wants TLS, which the sandbox does not speak.
    Tls,
    /// Its host is neither this machine nor one that was allowed.
    HostNotAllowed,
    /// The host's name leads nowhere.
    NoAddress,
    /// Nobody takes connections there.
    NotConnected,
    /// Nobody answered in time.
    TimedOut,
    /// The connection broke, or what came was no answer.
    Broken,
    /// It was not sent: what it tells of could not be written to the data file.
    NotWritten,
}

impl WebhookAttempt {
    pub(super) fn new(at: i64, outcome: Result<u16, Failure>, resent: bool) -> Self {
        Self { at, status: outcome.ok(), failure: outcome.err(), resent }
    }

    fn is_received(self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the gateway tries again where retries were asked for: after a 5xx or no answer.
    pub(super) fn calls_for_another(self) -> bool {
        match self.failure {
            // These have nothing to do with the network: another time would be the same.
            Some(Failure::BadUrl | Failure::HostNotAllowed) => false,
            Some(_) => true,
            None => self.status.is_some_and(|status| status >= 500),
        }
    }
}

/// The last webhooks, oldest first.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The number of the oldest entry.
    first: u64,
    entries: VecDeque<Webhook>,
}

impl Log {
    /// Keeps a webhook under the next number, which it returns.
    pub(super) fn add(&mut self, mut webhook: Webhook) -> u64 {
        if self.entries.len() == REMEMBERED {
            self.entries.pop_front();
            self.first += 1;
        }
        webhook.id = self.first + self.entries.len() as u64;
        let id = webhook.id;
        self.entries.push_back(webhook);
        id
    }

    pub(super) fn get(&self, id: u64) -> Option<&Webhook> {
        self.entries.get(usize::try_from(id.checked_sub(self.first)?).ok()?)
    }

    fn get_mut(&mut self, id: u64) -> Option<&mut Webhook> {
        self.entries.get_mut(usize::try_from(id.checked_sub(self.first)?).ok()?)
    }

    /// Notes a state; a webhook that has left the log is passed over.
    pub(super) fn set(&mut self, id: u64, state: WebhookState) {
        if let Some(webhook) = self.get_mut(id) {
            webhook.state = state;
        }
    }

    /// Notes a sending and what it makes of the webhook.
    pub(super) fn attempted(&mut self, id: u64, attempt: WebhookAttempt) {
        if let Some(webhook) = self.get_mut(id) {
            if webhook.attempts.len() == ATTEMPTS {
                webhook.attempts.remove(1);
            }
            webhook.attempts.push(attempt);
            webhook.state =
                if attempt.is_received() { WebhookState::Delivered } else { WebhookState::Failed };
        }
    }

    pub(super) fn list(&self) -> Vec<Webhook> {
        self.entries.iter().cloned().collect()
    }

    pub(super) fn clear(&mut self) {
        self.first += self.entries.len() as u64;
        self.entries.clear();
    }
}
