//! The use cases of keyin: what a charge does before, during and after the call to the gateway.
//!
//! Every charge goes the same way (`charging.rs`): *intend* (written down) → *pace* → *claim* (the durable
//! right to send once) → *send* (in a task of its own) → *record* the evidence. An outcome that is not
//! proven is *settled* by looking the merchant_uid up, never by sending again.
//!
//! Use it wherever money is to move: it is what keeps a charge from being made twice. It knows no transport and no store,
//! but is handed the ports: in production I'mport (`keyin-adapter-iamport`) and a database (`keyin-adapter-sqlite` or
//! `keyin-adapter-postgres`), here all in memory.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//!
//! use keyin_adapter_memory::{Call, Fault, ManualClock, MemoryGateway, MemoryJournal, NoPace};
//! use keyin_app::{CardPayment, Charging, Stop, TakeCardPayment};
//! use keyin_domain::{
//!     AbsenceWindow, Card, ChargeAmount, ChargeIntent, ChargeMethod, ChargeState, MerchantUid, Money, OrderName,
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = Arc::new(ManualClock::default());
//! let gateway = Arc::new(MemoryGateway::new(clock.clone()));
//! let charging = Charging {
//!     gateway: gateway.clone(),
//!     schedules: None,
//!     journal: Arc::new(MemoryJournal::default()),
//!     pace: Arc::new(NoPace),
//!     clock,
//!     window: AbsenceWindow::default(),
//!     stop: Stop::default(),
//! };
//!
//! // The gateway charges, and its reply is lost: the outcome is looked up, and nothing is sent again.
//! gateway.inject(Call::Charge, Fault::LoseReply);
//! let uid: MerchantUid = "order-1".parse()?;
//! let amount = ChargeAmount::new(Money::won(11_000)?)?;
//! let order = CardPayment {
//!     intent: ChargeIntent::new(uid.clone(), ChargeMethod::Card, amount, OrderName::parse("사과 1kg")?),
//!     card: Card::new("4000-0000-0000-0002".parse()?, "2031-12".parse()?),
//!     allow_unverified_card: false,
//!     replace_billing_key: false,
//!     wait: Duration::ZERO,
//! };
//! let outcome = TakeCardPayment::new(charging, gateway.clone()).run(order).await?;
//! assert_eq!(outcome.charge.charge.state(), ChargeState::Succeeded);
//! assert_eq!(gateway.captures(&uid), 1);
//! # Ok(())
//! # }
//! ```
//!
//! | use case | type |
//! |---|---|
//! | take a card payment, with or without registering the billing key | [`TakeCardPayment`] |
//! | charge a billing key | [`ChargeBillingKey`] |
//! | charge many, as rows come from a source | [`PayBatch`] |
//! | issue, show, list, revoke billing keys | [`IssueBillingKey`], [`ShowBillingKey`], [`ListBillingKeys`], [`RevokeBillingKey`] |
//! | find, cancel a payment | [`FindPayment`], [`CancelPayment`] |
//! | list charges, show the history of one | [`ListCharges`], [`ShowHistory`] |
//! | add, show, list, move, cancel, retry schedules of the gateway's own scheduler | [`AddSchedule`], [`ShowSchedule`], [`ListSchedules`], [`MoveSchedule`], [`CancelSchedule`], [`RetrySchedule`] |
//! | settle what is unknown, look again at what may hide a payment | [`ResolveUnknown`] |
//! | hold the journal against the gateway's records of a period | [`Reconcile`] |
//! | take a person's word where answers contradict each other | [`DecideCharge`] |
//!
//! Those that move money or wait can be asked to end: [`Stop`].

#![forbid(unsafe_code)]

mod add_schedule;
mod cancel_payment;
mod cancel_schedule;
mod capability;
mod card_doubt;
mod charge_billing_key;
mod charging;
mod customers_schedules;
mod decide_charge;
mod explain;
mod find_payment;
mod issue_billing_key;
mod list_billing_keys;
mod list_charges;
mod list_schedules;
mod move_schedule;
mod pay_batch;
mod problem;
mod reconcile;
mod resolve_unknown;
mod retry_schedule;
mod revoke_billing_key;
mod schedule_problem;
mod scheduling;
mod settling;
mod show_billing_key;
mod show_history;
mod show_schedule;
mod stop;
mod take_card_payment;

pub use add_schedule::AddSchedule;
pub use cancel_payment::{CancelOrder, CancelPayment, CancelProblem, Cancelled};
pub use cancel_schedule::{AllUnscheduled, CancelSchedule, TakenBack, Unscheduled};
pub use capability::{Operation, Unsupported};
pub use card_doubt::CardDoubt;
pub use charge_billing_key::ChargeBillingKey;
pub use charging::{ChargeOutcome, Charging};
pub use decide_charge::{DecideCharge, DecideProblem, Ruling};
pub use explain::{Consequence, Explain};
pub use find_payment::{FindPayment, FindProblem, Found};
pub use issue_billing_key::{IssueBillingKey, IssueOrder, IssueProblem};
pub use list_billing_keys::{KnownKey, ListBillingKeys};
pub use list_charges::{ChargeList, ListCharges};
pub use list_schedules::{ListSchedules, ScheduleList};
pub use move_schedule::MoveSchedule;
pub use pay_batch::{
    AskedRow, BatchEnd, BatchReport, BatchRow, BatchSummary, Halt, PayBatch, RowFate, RowOutcome,
};
pub use problem::{BillingKeyTaken, ChargeProblem};
pub use reconcile::{
    Difference, DifferenceKind, EmptyPeriod, Mending, NotRepaired, Period, Reconcile, ReconcileEvent,
    ReconcileProblem, ReconcileProgress, ReconcileStage, Reconciliation, Repair,
};
pub use resolve_unknown::{Patience, Resolution, ResolveUnknown};
pub use retry_schedule::RetrySchedule;
pub use revoke_billing_key::{OpenSchedules, RevokeBillingKey, RevokeProblem};
pub use schedule_problem::ScheduleProblem;
pub use scheduling::{ScheduleOutcome, Scheduling};
pub use show_billing_key::ShowBillingKey;
pub use show_history::ShowHistory;
pub use show_schedule::ShowSchedule;
pub use stop::Stop;
pub use take_card_payment::{CardPayment, CardPaymentOutcome, Registration, TakeCardPayment};
