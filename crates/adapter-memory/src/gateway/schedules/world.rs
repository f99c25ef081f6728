//! What the scheduler holds, and what an order or the time does to it.

use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    ChargeIntent, MerchantUid, PaymentStatus, Refusal, RefusalKind, Schedule, ScheduleDetails,
    ScheduleStatus, ScheduleTime, UnknownCause,
};
use keyin_ports::{ChargeError, Reply, ScheduleError, SchedulePage, ScheduleRequest, ScheduleWindow};

use super::super::world::{Order, World, refused};

/// One schedule and what it charges.
pub(in crate::gateway) struct Scheduled {
    intent: ChargeIntent,
    schedule: Schedule,
}

impl World {
    /// Runs what is due, in the order of the times and, among the same time, as it was taken in.
    pub(in crate::gateway) fn run_due(&mut self, now: Timestamp) {
        let delay = SignedDuration::try_from(self.schedule_delay).unwrap_or(SignedDuration::MAX);
        let runs_at = |scheduled: &Scheduled| {
            let at = scheduled.schedule.at().get();
            at.checked_add(delay).ok().filter(|at| scheduled.schedule.is_open() && *at <= now)
        };
        let due = self.scheduled.iter().enumerate();
        let mut due: Vec<(Timestamp, usize)> =
            due.filter_map(|(place, scheduled)| Some((runs_at(scheduled)?, place))).collect();
        due.sort_unstable();
        for (at, place) in due {
            // What came of it stands with the schedule.
            let _ = self.run(place, at);
        }
    }

    /// Charges as the again call would.
    fn run(&mut self, place: usize, now: Timestamp) -> Result<Reply, ChargeError> {
        let Some(intent) = self.scheduled.get(place).map(|scheduled| scheduled.intent.clone()) else {
            return Err(ChargeError::Unknown(UnknownCause::PgFault));
        };
        let reply = self.charge(&Order { intent, card: None }, now);
        let (payment, imp_uid, reason) = match &reply {
            Ok(Reply::Paid(payment)) => (PaymentStatus::Paid, Some(payment.imp_uid().clone()), None),
            Ok(Reply::Declined { decline, record }) => {
                (PaymentStatus::Failed, record.clone(), Some(decline.pg_text().to_owned()))
            }
            Err(ChargeError::Refused(refusal)) => {
                (PaymentStatus::Failed, None, Some(refusal.message.clone()))
            }
            Err(_) => (PaymentStatus::Failed, None, Some("(PG사 결제 장애)".to_owned())),
        };
        self.change_schedule(place, |details| {
            details.status = ScheduleStatus::Executed;
            details.payment = Some(payment);
            details.imp_uid = imp_uid;
            details.fail_reason = reason;
            details.executed_at = Some(now);
        });
        reply
    }

    pub(super) fn take_in(&mut self, request: &ScheduleRequest) -> Result<Schedule, ChargeError> {
        let intent = request.intent();
        if self.place_of(intent.merchant_uid()).is_some() {
            return Err(ChargeError::Unknown(UnknownCause::Duplicate));
        }
        if !self.keys.contains_key(request.customer_uid()) {
            return Err(refused(RefusalKind::UnknownCustomer, "등록된 고객정보가 없습니다."));
        }
        let schedule = Schedule::new(ScheduleDetails {
            merchant_uid: intent.merchant_uid().clone(),
            customer_uid: request.customer_uid().clone(),
            at: request.at(),
            amount: intent.amount().total(),
            name: Some(intent.name().to_string()),
            status: ScheduleStatus::Scheduled,
            payment: None,
            imp_uid: None,
            fail_reason: None,
            executed_at: None,
            revoked_at: None,
        })
        .map_err(|_| refused(RefusalKind::InvalidRequest, "결제 금액이 없습니다."))?;
        self.scheduled.push(Scheduled { intent: intent.clone(), schedule: schedule.clone() });
        Ok(schedule)
    }

    pub(super) fn move_to(&mut self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        let place = self.place_of(uid).ok_or(ScheduleError::NotFound)?;
        if !self.scheduled[place].schedule.is_open() {
            let words = "이미 실행되었거나 취소된 결제예약입니다.";
            return Err(ScheduleError::Refused(Refusal::new(RefusalKind::InvalidRequest, words)));
        }
        Ok(self.change_schedule(place, |details| details.at = at))
    }

    pub(super) fn reschedule(
        &mut self,
        uid: &MerchantUid,
        at: ScheduleTime,
    ) -> Result<Schedule, ChargeError> {
        let place = self.place_to_run_again(uid)?;
        Ok(self.change_schedule(place, |details| {
            details.at = at;
            details.status = ScheduleStatus::Scheduled;
        }))
    }

    pub(super) fn retry(&mut self, intent: &ChargeIntent, now: Timestamp) -> Result<Reply, ChargeError> {
        let place = self.place_to_run_again(intent.merchant_uid())?;
        self.run(place, now)
    }

    /// Takes back what waits and is meant.
    pub(super) fn take_back(&mut self, meant: impl Fn(&Schedule) -> bool, now: Timestamp) -> Vec<Schedule> {
        let open = self.scheduled.iter().enumerate();
        let places: Vec<usize> = open
            .filter(|(_, scheduled)| scheduled.schedule.is_open() && meant(&scheduled.schedule))
            .map(|(place, _)| place)
            .collect();
        let mut taken = Vec::new();
        for place in places {
            taken.push(self.change_schedule(place, |details| {
                details.status = ScheduleStatus::Revoked;
                details.revoked_at = Some(now);
            }));
        }
        taken
    }

    pub(super) fn schedule(&self, uid: &MerchantUid) -> Option<&Schedule> {
        self.place_of(uid).map(|place| &self.scheduled[place].schedule)
    }

    pub(super) fn page(
        &self,
        meant: impl Fn(&Schedule) -> bool,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> SchedulePage {
        let all = self.scheduled.iter().map(|scheduled| &scheduled.schedule);
        let asked = all.filter(|schedule| {
            window.contains(schedule.at().get())
                && status.is_none_or(|status| schedule.status() == status)
                && meant(schedule)
        });
        let mut list: Vec<Schedule> = asked.cloned().collect();
        list.sort_by_key(Schedule::at);
        let size = self.schedules_a_page.max(1);
        let before = usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(size);
        let next = (before.saturating_add(size) < list.len()).then(|| page.saturating_add(1));
        SchedulePage { list: list.into_iter().skip(before).take(size).map(super::listed).collect(), next }
    }

    fn place_of(&self, uid: &MerchantUid) -> Option<usize> {
        self.scheduled.iter().position(|scheduled| scheduled.schedule.merchant_uid() == uid)
    }

    fn place_to_run_again(&self, uid: &MerchantUid) -> Result<usize, ChargeError> {
        let place = self
            .place_of(uid)
            .ok_or_else(|| refused(RefusalKind::InvalidRequest, "존재하지 않는 결제예약입니다."))?;
        if self.scheduled[place].schedule.may_run_again() {
            Ok(place)
        } else {
            Err(ChargeError::Unknown(UnknownCause::HttpStatus(400)))
        }
    }

    fn change_schedule(&mut self, place: usize, change: impl FnOnce(&mut ScheduleDetails)) -> Schedule {
        let mut details = self.scheduled[place].schedule.details().clone();
        change(&mut details);
        // Neither the amount nor the number of a payment is taken away, so the parts still fit together.
        if let Ok(schedule) = Schedule::new(details) {
            self.scheduled[place].schedule = schedule;
        }
        self.scheduled[place].schedule.clone()
    }
}
