//! One gateway that can be cut off: from then on it asks at an address where nobody listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{
    Attempts, BillingKey, CancelReason, Channel, CustomerUid, ImpUid, MerchantUid, Payment, PaymentStatus,
    Schedule, ScheduleStatus, ScheduleTime,
};
use keyin_ports::{
    BillingKeyRequest, BillingKeys, CancelError, CancelRequest, Channels, ChargeError, ChargeRequest,
    IssueError, ListedSchedule, PaymentGateway, PaymentRecords, ReadError, RecordWindow, Records, Reply,
    RevokeError, ScheduleError, SchedulePage, ScheduleRequest, ScheduleWindow, Schedules, SendPermit,
};

use crate::setting::{HandClock, config};

pub(crate) struct Switch {
    there: IamportGateway,
    nowhere: IamportGateway,
    is_cut_off: AtomicBool,
}

impl Switch {
    pub(crate) fn new(there: IamportGateway, clock: Arc<HandClock>) -> Self {
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let nowhere = IamportGateway::new(config(&format!("http://{nobody}")), clock).unwrap();
        Self { there, nowhere, is_cut_off: AtomicBool::new(false) }
    }

    pub(crate) fn cut_off(&self, is_cut_off: bool) {
        self.is_cut_off.store(is_cut_off, Ordering::SeqCst);
    }

    fn now(&self) -> &IamportGateway {
        if self.is_cut_off.load(Ordering::SeqCst) { &self.nowhere } else { &self.there }
    }
}

#[async_trait]
impl PaymentGateway for Switch {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.now().charge(request, permit).await
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        self.now().look_up(uid).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        PaymentGateway::find(self.now(), uid).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        self.now().cancel(request).await
    }
}

#[async_trait]
impl PaymentRecords for Switch {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        self.now().recorded(status, window).await
    }
}

#[async_trait]
impl BillingKeys for Switch {
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError> {
        BillingKeys::find(self.now(), uid).await
    }

    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        self.now().issue(request).await
    }

    async fn revoke(&self, uid: &CustomerUid, reason: &CancelReason) -> Result<BillingKey, RevokeError> {
        self.now().revoke(uid, reason).await
    }
}

#[async_trait]
impl Channels for Switch {
    async fn list(&self) -> Result<Vec<Channel>, ReadError> {
        Channels::list(self.now()).await
    }
}

#[async_trait]
impl Schedules for Switch {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        self.now().add(request, permit).await
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        self.now().reschedule(uid, at, permit).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.now().retry(request, permit).await
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        self.now().move_to(uid, at).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        self.now().unschedule(customer, uid).await
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        self.now().unschedule_all(customer).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        Schedules::find(self.now(), uid).await
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        Schedules::list(self.now(), window, status, page).await
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        self.now().list_of(customer, window, status, page).await
    }
}
