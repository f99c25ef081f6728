//! [`PaymentRecords`], told of.

use async_trait::async_trait;
use keyin_domain::PaymentStatus;
use keyin_ports::{PaymentRecords, ReadError, RecordWindow, Records};
use tracing::info_span;

use super::watch::{Kind, watched};
use super::{Traced, outcome};

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: PaymentRecords + ?Sized> PaymentRecords for Traced<P> {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        let span = info_span!(
            "gateway_call",
            operation = "records",
            status = status.as_str(),
            from = %window.from(),
            to = %window.to(),
        );
        watched(&*self.clock, span, Kind::Read, self.inner.recorded(status, window), outcome::of_read).await
    }
}
