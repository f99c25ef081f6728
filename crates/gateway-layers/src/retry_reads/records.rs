//! [`PaymentRecords`], its read repeated.

use async_trait::async_trait;
use keyin_domain::PaymentStatus;
use keyin_ports::{PaymentRecords, ReadError, RecordWindow, Records};

use super::RetryReads;

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: PaymentRecords + ?Sized> PaymentRecords for RetryReads<P> {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        self.read(|| self.inner.recorded(status, window)).await
    }
}
