//! Every call of the ports, ready to be made, and what it came to.

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{
    CancelReason, ChargeMethod, ImpUid, NotSentCause, RefusalKind, ScheduleStatus, UnknownCause,
};
use keyin_ports::{
    BillingKeys, CancelError, Channels, ChargeError, IssueError, PaymentGateway, ReadError, Reply,
    RevokeError, ScheduleError, Schedules, UnavailableCause,
};
use keyin_sandbox::{Fault, Operation, SettingsPatch};

use crate::orders::{GOOD_CARD, charge, customer, intent, key_in, paid, permit, uid};
use crate::setting::Setting;
use crate::{cancels, keys, scheduled};

/// What a call came to, for all calls alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    Done,
    NotSent(NotSentCause),
    Refused(RefusalKind),
    Unknown(UnknownCause),
    Unavailable(UnavailableCause),
    Protocol,
    Else(String),
}

macro_rules! known {
    ($($error:ident),+) => {$(
        impl From<$error> for Known {
            fn from(error: $error) -> Self {
                match error {
                    $error::NotSent(cause) => Self::NotSent(cause),
                    $error::Refused(refusal) => Self::Refused(refusal.kind),
                    $error::Unknown(cause) => Self::Unknown(cause),
                    other => Self::Else(format!("{other:?}")),
                }
            }
        }
    )+};
}

known!(ChargeError, CancelError, IssueError, RevokeError, ScheduleError);

impl From<ReadError> for Known {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refusal) => Self::Refused(refusal.kind),
            ReadError::Unavailable(cause) => Self::Unavailable(cause),
            ReadError::Protocol => Self::Protocol,
            ReadError::NotFound => Self::Else("not found".to_owned()),
        }
    }
}

fn known<T, E: Into<Known>>(outcome: Result<T, E>) -> Known {
    outcome.map_or_else(Into::into, |_| Known::Done)
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Call {
    KeyIn,
    Again,
    Cancel,
    Issue,
    Revoke,
    AddSchedule,
    Reschedule,
    Retry,
    MoveTo,
    Unschedule,
    UnscheduleAll,
    LookUp,
    Find,
    FindKey,
    Channels,
    FindSchedule,
    ListSchedules,
    ListOf,
}

pub(crate) const WITH_EFFECT: [Call; 11] = [
    Call::KeyIn,
    Call::Again,
    Call::Cancel,
    Call::Issue,
    Call::Revoke,
    Call::AddSchedule,
    Call::Reschedule,
    Call::Retry,
    Call::MoveTo,
    Call::Unschedule,
    Call::UnscheduleAll,
];
pub(crate) const READS: [Call; 7] = [
    Call::LookUp,
    Call::Find,
    Call::FindKey,
    Call::Channels,
    Call::FindSchedule,
    Call::ListSchedules,
    Call::ListOf,
];

impl Call {
    pub(crate) fn operation(self) -> Operation {
        match self {
            Self::KeyIn => Operation::Onetime,
            Self::Again => Operation::Again,
            Self::Cancel => Operation::Cancel,
            Self::Issue | Self::Revoke | Self::FindKey => Operation::Customer,
            Self::LookUp => Operation::Find,
            Self::Find => Operation::Payment,
            Self::Channels => Operation::Any,
            Self::AddSchedule | Self::Reschedule | Self::Retry | Self::MoveTo => Operation::Schedule,
            Self::Unschedule | Self::UnscheduleAll => Operation::Unschedule,
            Self::FindSchedule | Self::ListSchedules | Self::ListOf => Operation::FindSchedule,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::KeyIn => "/subscribe/payments/onetime",
            Self::Again => "/subscribe/payments/again",
            Self::Cancel => "/payments/cancel",
            Self::Issue | Self::Revoke | Self::FindKey | Self::ListOf => "/subscribe/customers/",
            Self::LookUp => "/payments/findAll/",
            Self::Find => "/payments/imps_",
            Self::Channels => "/users/pg",
            Self::AddSchedule | Self::ListSchedules => "/subscribe/payments/schedule",
            Self::Reschedule | Self::Retry => "/subscribe/payments/schedule/revoked/",
            Self::MoveTo | Self::FindSchedule => "/subscribe/payments/schedule/waits",
            Self::Unschedule | Self::UnscheduleAll => "/subscribe/payments/unschedule",
        }
    }
}

/// A sandbox in which every call would succeed: a payment, a kept card, a schedule of it that waits and one that was
/// taken back, and a token in the gateway's hand.
pub(crate) struct Scene {
    pub(crate) setting: Setting,
    imp_uid: ImpUid,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let setting =
            Setting::with(SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() });
        let method = ChargeMethod::CardRegistering(customer("kept"));
        let payment =
            paid(charge(&setting.gateway, &setting.clock, intent("first", method), GOOD_CARD).await);
        scheduled::prepare(&setting).await;
        Self { setting, imp_uid: payment.imp_uid().clone() }
    }

    pub(crate) async fn make(&self, call: Call) -> Known {
        self.make_with(&self.setting.gateway, call).await
    }

    pub(crate) async fn make_with(&self, gateway: &IamportGateway, call: Call) -> Known {
        let clock = &self.setting.clock;
        match call {
            Call::KeyIn => charged(key_in(gateway, clock, "second").await),
            Call::Again => {
                let method = ChargeMethod::BillingKey(customer("kept"));
                charged(charge(gateway, clock, intent("second", method), "").await)
            }
            Call::Cancel => known(gateway.cancel(cancels::request(&self.imp_uid, 3_000, 3_000)).await),
            Call::Issue => known(gateway.issue(keys::request("new", GOOD_CARD)).await),
            Call::Revoke => {
                let reason = CancelReason::parse("정리").unwrap();
                known(gateway.revoke(&customer("kept"), &reason).await)
            }
            Call::LookUp => known(gateway.look_up(&uid("first")).await),
            Call::Find => known(PaymentGateway::find(gateway, &self.imp_uid).await),
            Call::FindKey => known(BillingKeys::find(gateway, &customer("kept")).await),
            Call::Channels => known(Channels::list(gateway).await),
            Call::AddSchedule => known(scheduled::add(gateway, clock, "added").await),
            Call::Reschedule => {
                let permit = permit("revoked", clock);
                known(gateway.reschedule(&uid("revoked"), scheduled::later(), permit).await)
            }
            Call::Retry => {
                charged(gateway.retry(scheduled::request("revoked"), permit("revoked", clock)).await)
            }
            Call::MoveTo => known(gateway.move_to(&uid("waits"), scheduled::later()).await),
            Call::Unschedule => known(gateway.unschedule(&customer("kept"), &uid("waits")).await),
            Call::UnscheduleAll => known(gateway.unschedule_all(&customer("kept")).await),
            Call::FindSchedule => known(Schedules::find(gateway, &uid("waits")).await),
            Call::ListSchedules => known(Schedules::list(gateway, scheduled::window(), None, 1).await),
            Call::ListOf => known(gateway.list_of(&customer("kept"), scheduled::window(), None, 1).await),
        }
    }

    /// Makes the call under a fault; then says whether the gateway carried it out, and how often it came.
    pub(crate) async fn under(&self, fault: Fault, call: Call) -> (Known, bool, usize) {
        let calls = self.setting.calls(call.path());
        self.setting.sandbox.set_faults(vec![fault]).unwrap();
        let known = self.make(call).await;
        let calls = self.setting.calls(call.path()) - calls;
        self.setting.sandbox.clear_faults();
        (known, self.is_carried_out(call).await, calls)
    }

    pub(crate) async fn is_carried_out(&self, call: Call) -> bool {
        match call {
            Call::KeyIn | Call::Again => self.setting.charges() == 2,
            Call::Cancel => self.setting.sandbox.ledger().len() == 2,
            Call::Issue => BillingKeys::find(&self.setting.gateway, &customer("new")).await.is_ok(),
            Call::Revoke => BillingKeys::find(&self.setting.gateway, &customer("kept")).await.is_err(),
            Call::Retry => self.setting.charges() == 2,
            Call::AddSchedule => self.stands("added", ScheduleStatus::Scheduled).await,
            Call::Reschedule => self.stands("revoked", ScheduleStatus::Scheduled).await,
            Call::Unschedule | Call::UnscheduleAll => self.stands("waits", ScheduleStatus::Revoked).await,
            Call::MoveTo => {
                let waits = Schedules::find(&self.setting.gateway, &uid("waits")).await;
                waits.unwrap().at() == scheduled::later()
            }
            Call::LookUp
            | Call::Find
            | Call::FindKey
            | Call::Channels
            | Call::FindSchedule
            | Call::ListSchedules
            | Call::ListOf => false,
        }
    }

    async fn stands(&self, merchant_uid: &str, status: ScheduleStatus) -> bool {
        let found = Schedules::find(&self.setting.gateway, &uid(merchant_uid)).await;
        found.is_ok_and(|schedule| schedule.status() == status)
    }
}

fn charged(reply: Result<Reply, ChargeError>) -> Known {
    match reply {
        Ok(Reply::Declined { decline, .. }) => Known::Else(decline.code().to_owned()),
        other => known(other),
    }
}
