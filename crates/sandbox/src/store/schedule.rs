//! A payment that the gateway itself is to make at a time to come.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::agenda::Slot;
use super::{Account, Order};
use crate::ids::ImpUid;

/// One schedule, past or to come. Its merchant_uid names it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Schedule {
    pub(crate) customer_uid: Box<str>,
    /// The account of the key when it was registered. The key may have gone by the time it is charged.
    pub(crate) account: Arc<Account>,
    pub(crate) order: Arc<Order>,
    /// Unix seconds.
    pub(crate) schedule_at: i64,
    pub(crate) state: ScheduleState,
}

/// How far a schedule is. Times are Unix seconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScheduleState {
    Scheduled { slot: Slot },
    Executed { at: i64, outcome: Outcome },
    Revoked { at: i64 },
}

/// What an attempt came to.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// A payment was made, good or bad.
    Payment(ImpUid),
    /// Refused, and no payment recorded: its merchant_uid is paid.
    Duplicate,
}

/// The API's words for [`ScheduleState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScheduleStatus {
    Scheduled,
    Executed,
    Revoked,
}

impl ScheduleStatus {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "scheduled" => Some(Self::Scheduled),
            "executed" => Some(Self::Executed),
            "revoked" => Some(Self::Revoked),
            _ => None,
        }
    }
}

impl Schedule {
    pub(crate) fn status(&self) -> ScheduleStatus {
        match self.state {
            ScheduleState::Scheduled { .. } => ScheduleStatus::Scheduled,
            ScheduleState::Executed { .. } => ScheduleStatus::Executed,
            ScheduleState::Revoked { .. } => ScheduleStatus::Revoked,
        }
    }

    /// The payment its latest attempt made.
    pub(crate) fn imp_uid(&self) -> Option<ImpUid> {
        match self.state {
            ScheduleState::Executed { outcome: Outcome::Payment(imp_uid), .. } => Some(imp_uid),
            ScheduleState::Executed { outcome: Outcome::Duplicate, .. }
            | ScheduleState::Scheduled { .. }
            | ScheduleState::Revoked { .. } => None,
        }
    }
}
