//! [`BillingKeys`], its reads repeated.

use async_trait::async_trait;
use keyin_domain::{BillingKey, CancelReason, CustomerUid};
use keyin_ports::{BillingKeyRequest, BillingKeys, IssueError, ReadError, RevokeError};

use super::RetryReads;

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: BillingKeys + ?Sized> BillingKeys for RetryReads<P> {
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError> {
        self.read(|| self.inner.find(uid)).await
    }

    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        self.inner.issue(request).await
    }

    async fn revoke(&self, uid: &CustomerUid, reason: &CancelReason) -> Result<BillingKey, RevokeError> {
        self.inner.revoke(uid, reason).await
    }
}
