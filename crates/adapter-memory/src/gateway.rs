//! A gateway in memory.

mod billing_keys;
mod channels;
mod faults;
mod ledger;
mod payments;
mod records;
mod schedules;
mod script;
mod world;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyin_domain::{Channel, MaskedCardNumber, MerchantUid, Payment};
use keyin_ports::{Clock, ReadError};

pub use faults::{Call, Fault};
pub use ledger::{LedgerEntry, LedgerKind};
pub use script::CardScript;
pub use world::SameUid;

use faults::{Doubtful, Faults};
use world::World;

/// A gateway that keeps its own ledger and answers as a real one does: it captures and declines, refuses
/// a merchant_uid that is paid, keeps billing keys, gives money back, and fails when it is told to.
///
/// Every card is approved unless [`script_card`](Self::script_card) says otherwise. A card is known by the
/// masked form of its number; nothing else of it is kept. Time comes from the clock it is given; its scheduler runs by
/// that clock, too: whatever fell due since anybody last called is run, each at its own time, before the next call.
pub struct MemoryGateway {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    world: World,
    faults: Faults,
    calls: BTreeMap<Call, usize>,
}

impl State {
    /// Takes a call in: counts it if it comes to the gateway, and says what goes wrong with it.
    fn begin(&mut self, call: Call) -> Option<Fault> {
        let fault = self.faults.hit(call);
        if fault.is_none_or(Fault::is_received) {
            *self.calls.entry(call).or_default() += 1;
        }
        fault
    }
}

impl std::fmt::Debug for MemoryGateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryGateway").finish_non_exhaustive()
    }
}

impl MemoryGateway {
    /// An empty gateway with one test channel for API payments, Settlebank's.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let state = State { world: World::default(), faults: Faults::default(), calls: BTreeMap::new() };
        Self { clock, state: Mutex::new(state) }
    }

    /// From now on every charge of this card goes so, with billing keys behind which it stands, too.
    pub fn script_card(&self, number: MaskedCardNumber, script: CardScript) {
        self.state().world.script_card(number, script);
    }

    /// What becomes of a charge under a merchant_uid that is paid or cancelled.
    pub fn set_same_uid(&self, same_uid: SameUid) {
        self.state().world.same_uid = same_uid;
    }

    /// Holds a payment that was made past this port, or, if it holds one of that imp_uid, what became of it. The
    /// ledger gets what was captured and given back by it.
    pub fn put(&self, payment: &Payment) {
        let now = self.clock.now();
        self.state().world.put(payment, now);
    }

    /// One read by time tells at most so many payments, except of a single second; 1,000 unless told.
    pub fn set_most_records(&self, most: usize) {
        self.state().world.most_records = most;
    }

    /// Reads by merchant_uid and by time do not show a payment before it is that old.
    pub fn set_read_lag(&self, lag: Duration) {
        self.state().world.read_lag = lag;
    }

    /// The scheduler runs what is due that much later; at once unless told.
    pub fn set_schedule_delay(&self, delay: Duration) {
        self.state().world.schedule_delay = delay;
    }

    /// A page of schedules holds so many; 20 unless told.
    pub fn set_schedules_a_page(&self, most: usize) {
        self.state().world.schedules_a_page = most;
    }

    /// The merchant's channels from now on.
    pub fn set_channels(&self, channels: Vec<Channel>) {
        self.state().world.channels = channels;
    }

    /// Every such call fails so, until [`heal`](Self::heal).
    pub fn inject(&self, call: Call, fault: Fault) {
        self.state().faults.set(call, fault, None);
    }

    /// The next `times` such calls fail so.
    pub fn inject_times(&self, call: Call, fault: Fault, times: u32) {
        self.state().faults.set(call, fault, Some(times));
    }

    /// Ends every fault. Requests that are held stay held.
    pub fn heal(&self) {
        self.state().faults = Faults::default();
    }

    /// Carries out, in their order, the charges that [`Fault::HoldRequest`] kept back, as a gateway does
    /// that was slow. Returns how many.
    pub fn carry_out_held(&self) -> usize {
        let now = self.clock.now();
        self.state().world.carry_out_held(now)
    }

    /// Every charge captured and every sum given back, in order.
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.state().world.ledger.clone()
    }

    /// How many charges were captured under this merchant_uid.
    pub fn captures(&self, uid: &MerchantUid) -> usize {
        let captured = |entry: &&LedgerEntry| entry.kind == LedgerKind::Charge && &entry.merchant_uid == uid;
        self.state().world.ledger.iter().filter(captured).count()
    }

    /// How many calls of that kind have reached the gateway.
    pub fn calls(&self, call: Call) -> usize {
        self.state().calls.get(&call).copied().unwrap_or(0)
    }

    /// A call that reads.
    fn read<T>(&self, call: Call, look: impl FnOnce(&World) -> Result<T, ReadError>) -> Result<T, ReadError> {
        let mut state = self.state();
        match state.begin(call) {
            Some(fault) => Err(fault.of_read()),
            None => look(&state.world),
        }
    }

    /// A call that has an effect, which a fault may hide or hinder.
    fn change<T, E: Doubtful>(
        &self,
        call: Call,
        effect: impl FnOnce(&mut World) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut state = self.state();
        let fault = state.begin(call);
        let answer = match fault {
            Some(fault) if !fault.is_after_effect() => return Err(fault.of_change()),
            Some(_) | None => effect(&mut state.world),
        };
        fault.map_or(answer, |fault| Err(fault.of_change()))
    }

    /// What the scheduler had to do until now is done before anybody sees or changes anything.
    fn state(&self) -> MutexGuard<'_, State> {
        let now = self.clock.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.world.run_due(now);
        state
    }
}
