//! Faults between keyin and the gateway.

use std::collections::BTreeMap;

use keyin_domain::{NotSentCause, UnknownCause};
use keyin_ports::{
    CancelError, ChargeError, IssueError, ReadError, RevokeError, ScheduleError, UnavailableCause,
};

/// A sort of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// `PaymentGateway::charge`.
    Charge,
    /// `PaymentGateway::look_up`.
    LookUp,
    /// `PaymentGateway::find`.
    Find,
    /// `PaymentGateway::cancel`.
    Cancel,
    /// `PaymentRecords::recorded`.
    Records,
    /// `BillingKeys::find`.
    FindKey,
    /// `BillingKeys::issue`.
    IssueKey,
    /// `BillingKeys::revoke`.
    RevokeKey,
    /// `Channels::list`.
    ListChannels,
    /// `Schedules::add`.
    Schedule,
    /// `Schedules::reschedule`.
    Reschedule,
    /// `Schedules::retry`.
    RetrySchedule,
    /// `Schedules::move_to`.
    MoveSchedule,
    /// `Schedules::unschedule` and `unschedule_all`.
    Unschedule,
    /// `Schedules::find`.
    FindSchedule,
    /// `Schedules::list` and `list_of`.
    ListSchedules,
}

impl Call {
    /// Every sort.
    pub const ALL: [Self; 16] = [
        Self::Charge,
        Self::LookUp,
        Self::Find,
        Self::Cancel,
        Self::Records,
        Self::FindKey,
        Self::IssueKey,
        Self::RevokeKey,
        Self::ListChannels,
        Self::Schedule,
        Self::Reschedule,
        Self::RetrySchedule,
        Self::MoveSchedule,
        Self::Unschedule,
        Self::FindSchedule,
        Self::ListSchedules,
    ];
}

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No connection comes about.
    Unreachable,
    /// The connection breaks and the gateway never sees the request.
    LoseRequest,
    /// The gateway answers with this HTTP status, before any effect.
    Status(u16),
    /// The caller waits in vain; a charge is carried out only by
    /// [`MemoryGateway::carry_out_held`](crate::MemoryGateway::carry_out_held), any other call not at all.
    HoldRequest,
    /// The gateway carries the request out and its answer is lost.
    LoseReply,
    /// The gateway carries the request out and its answer cannot be read.
    Garble,
}

/// The faults that are set.
#[derive(Debug, Default)]
pub(super) struct Faults {
    set: BTreeMap<Call, (Fault, Option<u32>)>,
}

impl Faults {
    pub(super) fn set(&mut self, call: Call, fault: Fault, times: Option<u32>) {
        self.set.insert(call, (fault, times));
    }

    /// The fault that hits this call, if any; it is used up by one.
    pub(super) fn hit(&mut self, call: Call) -> Option<Fault> {
        let (fault, times) = self.set.get_mut(&call)?;
        match times {
            None => Some(*fault),
            Some(0) => None,
            Some(left) => {
                *left -= 1;
                Some(*fault)
            }
        }
    }
}

/// An error that can say "nothing was sent" and "the outcome is unknown".
pub(super) trait Doubtful {
    fn not_sent(cause: NotSentCause) -> Self;
    fn unknown(cause: UnknownCause) -> Self;
}

macro_rules! doubtful {
    ($($error:ident),+) => {
        $(impl Doubtful for $error {
            fn not_sent(cause: NotSentCause) -> Self {
                Self::NotSent(cause)
            }

            fn unknown(cause: UnknownCause) -> Self {
                Self::Unknown(cause)
            }
        })+
    };
}

doubtful!(ChargeError, CancelError, IssueError, RevokeError, ScheduleError);

impl Fault {
    /// What a caller who wanted an effect is told. The effect, if it took place, is behind it.
    pub(super) fn of_change<E: Doubtful>(self) -> E {
        match self {
            Self::Unreachable => E::not_sent(NotSentCause::Unreachable),
            Self::LoseRequest | Self::LoseReply => E::unknown(UnknownCause::ConnectionLost),
            Self::Status(status) => E::unknown(UnknownCause::HttpStatus(status)),
            Self::HoldRequest => E::unknown(UnknownCause::TimedOut),
            Self::Garble => E::unknown(UnknownCause::Unreadable),
        }
    }

    /// What a caller who wanted to read is told.
    pub(super) fn of_read(self) -> ReadError {
        match self {
            Self::Unreachable => ReadError::Unavailable(UnavailableCause::Unreachable),
            Self::LoseRequest | Self::LoseReply | Self::HoldRequest => {
                ReadError::Unavailable(UnavailableCause::NoAnswer)
            }
            Self::Status(status) => ReadError::Unavailable(UnavailableCause::HttpStatus(status)),
            Self::Garble => ReadError::Protocol,
        }
    }

    /// Whether the request came to the gateway.
    pub(super) fn is_received(self) -> bool {
        !matches!(self, Self::Unreachable | Self::LoseRequest)
    }

    /// Whether the gateway carries the request out before the fault shows.
    pub(super) fn is_after_effect(self) -> bool {
        matches!(self, Self::LoseReply | Self::Garble)
    }
}
