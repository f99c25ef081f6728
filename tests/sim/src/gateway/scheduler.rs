//! The simulated gateway's own scheduler: it takes orders, runs what is due some time after it is, and shows either
//! late.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::{
    BillingKey, CardSummary, ChargeIntent, CustomerUid, MerchantUid, PaymentStatus, Refusal, RefusalKind,
    Schedule, ScheduleStatus, ScheduleTime, UnknownCause,
};
use keyin_ports::{
    ChargeError, Clock, ListedSchedule, Monotonic, Reply, RevokeError, ScheduleError, ScheduleWindow,
};
use tokio::sync::oneshot;

use super::entry::{Entry, RunResult};
use super::{By, Fate, Gateway, Held};

/// The call came to nothing that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault;

impl From<Fault> for ChargeError {
    fn from(_: Fault) -> Self {
        Self::Unknown(UnknownCause::HttpStatus(500))
    }
}

impl From<Fault> for ScheduleError {
    fn from(_: Fault) -> Self {
        Self::Unknown(UnknownCause::HttpStatus(500))
    }
}

impl From<Fault> for RevokeError {
    fn from(_: Fault) -> Self {
        Self::Unknown(UnknownCause::HttpStatus(500))
    }
}

fn refused(kind: RefusalKind) -> ChargeError {
    ChargeError::Refused(Refusal::new(kind, ""))
}

/// Such an order is carried out when it arrives, and shows from `visible` on.
pub(crate) type Deed<T, E> = Box<dyn FnOnce(&Arc<Gateway>, Monotonic) -> Result<T, E> + Send>;

impl Gateway {
    /// Takes an order that is on its way; the answer is told if anybody still waits for it.
    pub(crate) async fn obey<T: Send, E: From<Fault> + Send>(
        self: Arc<Self>,
        deed: Deed<T, E>,
        told: oneshot::Sender<Result<T, E>>,
    ) {
        let sent = self.clock.monotonic();
        let times = self.draw_times();
        self.clock.sleep_until(sent.after(times.arrives)).await;
        let faults = if self.is_calm() { 0 } else { 50 };
        let answer = if self.dice.happens(faults) {
            Err(Fault.into())
        } else {
            let lag = times.visible.min(self.window.gateway_timeout + self.window.gateway_lag);
            let done = deed(&self, sent.after(lag));
            if self.dice.happens(faults) { Err(Fault.into()) } else { done }
        };
        let _ = told.send(answer);
    }

    pub(crate) fn take_in(
        self: &Arc<Self>,
        intent: &ChargeIntent,
        visible: Monotonic,
    ) -> Result<Schedule, ChargeError> {
        let invalid = || refused(RefusalKind::InvalidRequest);
        if self.entry(intent.merchant_uid(), |_| ()).is_some() {
            return Err(ChargeError::Unknown(UnknownCause::Duplicate));
        }
        let entry = Entry::taken_in(intent, visible).ok_or_else(invalid)?;
        if intent.method().customer_uid().is_some_and(|customer| !self.has_key(customer)) {
            return Err(refused(RefusalKind::UnknownCustomer));
        }
        if entry.at().get() <= self.clock.now() || self.dice.happens(30) {
            return Err(invalid());
        }
        let schedule = entry.schedule().cloned().ok_or_else(invalid)?;
        self.held().schedules.push(entry);
        self.wind(intent.merchant_uid());
        Ok(schedule)
    }

    /// Sets what failed or was taken back to a time.
    pub(crate) fn reschedule(
        self: &Arc<Self>,
        uid: &MerchantUid,
        at: ScheduleTime,
        visible: Monotonic,
    ) -> Result<Schedule, ChargeError> {
        let is_late = at.get() <= self.clock.now();
        let set =
            self.entry(uid, |entry| (entry.may_run_again() && !is_late).then(|| entry.set_to(at, visible)));
        let schedule = set.flatten().ok_or_else(|| refused(RefusalKind::InvalidRequest))?;
        self.wind(uid);
        Ok(schedule)
    }

    pub(crate) fn move_to(
        self: &Arc<Self>,
        uid: &MerchantUid,
        at: ScheduleTime,
        visible: Monotonic,
    ) -> Result<Schedule, ScheduleError> {
        let is_late = at.get() <= self.clock.now();
        let moved = self.entry(uid, |entry| (entry.is_open() && !is_late).then(|| entry.set_to(at, visible)));
        let refusal = || ScheduleError::Refused(Refusal::new(RefusalKind::InvalidRequest, ""));
        let schedule = moved.ok_or(ScheduleError::NotFound)?.ok_or_else(refusal)?;
        self.wind(uid);
        Ok(schedule)
    }

    /// Takes back what waits and is meant.
    pub(crate) fn take_back(
        &self,
        meant: impl Fn(&ChargeIntent) -> bool,
        visible: Monotonic,
    ) -> Result<Vec<Schedule>, ScheduleError> {
        let now = self.clock.now();
        let mut held = self.held();
        let open = held.schedules.iter_mut().filter(|entry| entry.is_open() && meant(entry.intent()));
        let taken: Vec<_> = open.map(|entry| entry.take_back(now, visible)).collect();
        if taken.is_empty() { Err(ScheduleError::NotFound) } else { Ok(taken) }
    }

    /// Runs what failed or was taken back at once; the answer is told when the run is over.
    pub(crate) async fn retry(
        self: Arc<Self>,
        uid: MerchantUid,
        told: oneshot::Sender<Result<Reply, ChargeError>>,
    ) {
        self.clock.sleep(self.draw_times().arrives.min(self.window.gateway_timeout)).await;
        if self.entry(&uid, |entry| entry.may_run_again()) != Some(true) {
            let _ = told.send(Err(ChargeError::Unknown(UnknownCause::HttpStatus(400))));
            return;
        }
        self.run(uid, Some(told)).await;
    }

    /// The key is there from now on.
    pub(crate) fn register(&self, customer: &CustomerUid) {
        self.held().keys.push(customer.clone());
    }

    /// Deletes the key; its schedules stay, and fail.
    pub(crate) fn revoke_key(&self, customer: &CustomerUid) -> Result<BillingKey, RevokeError> {
        if !self.has_key(customer) {
            return Err(RevokeError::NotFound);
        }
        self.held().keys.retain(|key| key != customer);
        Ok(key_of(customer))
    }

    pub(crate) fn key(&self, customer: &CustomerUid) -> Option<BillingKey> {
        self.has_key(customer).then(|| key_of(customer))
    }

    fn has_key(&self, customer: &CustomerUid) -> bool {
        self.held().keys.contains(customer)
    }

    /// A schedule as it is shown now.
    pub(crate) fn shown_schedule(&self, uid: &MerchantUid) -> Option<Schedule> {
        let now = self.clock.monotonic();
        self.entry(uid, |entry| entry.shown_at(now).cloned()).flatten()
    }

    /// Those that are meant, as they are shown now.
    pub(crate) fn shown_schedules(
        &self,
        customer: Option<&CustomerUid>,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
    ) -> Vec<ListedSchedule> {
        let now = self.clock.monotonic();
        let held = self.held();
        let shown = held.schedules.iter().filter_map(|entry| entry.shown_at(now));
        let asked = shown.filter(|schedule| {
            window.contains(schedule.at().get())
                && status.is_none_or(|status| schedule.status() == status)
                && customer.is_none_or(|customer| schedule.customer_uid() == customer)
        });
        asked.map(|schedule| ListedSchedule::Schedule(Box::new(schedule.clone()))).collect()
    }

    /// Lets the time of the schedule come.
    fn wind(self: &Arc<Self>, uid: &MerchantUid) {
        let Some((turn, at)) = self.entry(uid, |entry| (entry.turn(), entry.at())) else { return };
        let wait = Duration::try_from(at.get().duration_since(self.clock.now())).unwrap_or_default();
        let most = if self.is_calm() { 2 } else { self.dice.one_of(&[1, 60, 600, 3_600]) };
        let until = self.clock.monotonic().after(wait + self.dice.below(Duration::from_secs(most)));
        let (gateway, uid) = (Arc::clone(self), uid.clone());
        tokio::spawn(async move {
            gateway.clock.sleep_until(until).await;
            if gateway.entry(&uid, |entry| entry.turn() == turn && entry.is_open()) == Some(true) {
                gateway.run(uid, None).await;
            }
        });
    }

    /// Charges as a call would. A run may be taken back or moved while it goes on: it goes on all the same. Nobody knows
    /// whether what was moved then is run once more at its new time, so both are tried.
    async fn run(
        self: Arc<Self>,
        uid: MerchantUid,
        told: Option<oneshot::Sender<Result<Reply, ChargeError>>>,
    ) {
        let Some((intent, turn)) = self.entry(&uid, |entry| (entry.intent().clone(), entry.turn())) else {
            return;
        };
        let (began, times) = (self.clock.monotonic(), self.draw_times());
        let shows_at_once = told.is_some() || self.dice.happens(300);
        if shows_at_once {
            self.entry(&uid, |entry| entry.begin(self.clock.now(), began));
        }
        let gone = intent.method().customer_uid().is_some_and(|customer| !self.has_key(customer));
        let fate = if gone { Fate::Refused(RefusalKind::UnknownCustomer) } else { self.draw_fate(&intent) };
        let place = self.begin(&intent, &fate, times.begun.map(|begun| began.after(begun)));
        self.clock.sleep_until(began.after(times.decided)).await;
        let visible = began.after(times.visible);
        let reply = self.decide(place, &intent, &fate, (visible, By::Scheduler));
        let result = self.held().result(place, &fate);
        let now = self.clock.now();
        self.entry(&uid, |entry| {
            if !shows_at_once {
                let is_set_anew = entry.turn() != turn;
                if !entry.is_open() || (is_set_anew && self.dice.happens(500)) {
                    return;
                }
                entry.begin(now, visible);
            }
            entry.end(result, visible);
        });
        if let Some(told) = told {
            let _ = told.send(reply);
        }
        self.live_on(place, &fate).await;
    }

    fn entry<T>(&self, uid: &MerchantUid, at: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        self.held().schedules.iter_mut().find(|entry| entry.intent().merchant_uid() == uid).map(at)
    }
}

impl Held {
    fn result(&self, place: usize, fate: &Fate) -> RunResult {
        let record = self.records[place].final_payment();
        let (payment, text) = match fate {
            Fate::Captured { .. } => (PaymentStatus::Paid, None),
            Fate::Failed { text, .. } | Fate::Words(text) => {
                (PaymentStatus::Failed, Some((*text).to_owned()))
            }
            Fate::Refused(_) => (PaymentStatus::Failed, Some(String::new())),
            Fate::Fault => (PaymentStatus::Failed, Some("(PG사 결제 장애)".to_owned())),
        };
        let has_record = matches!(fate, Fate::Captured { .. } | Fate::Failed { .. });
        let imp_uid = record.filter(|_| has_record).map(|record| record.imp_uid().clone());
        RunResult { payment, imp_uid, fail_reason: text }
    }
}

fn key_of(customer: &CustomerUid) -> BillingKey {
    BillingKey {
        customer_uid: customer.clone(),
        pg: None,
        card: CardSummary::default(),
        customer_name: None,
        registered_at: None,
        updated_at: None,
        sandbox: false,
    }
}
