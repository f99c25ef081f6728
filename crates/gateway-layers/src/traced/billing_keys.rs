//! [`BillingKeys`], told of.

use async_trait::async_trait;
use keyin_domain::{BillingKey, CancelReason, CustomerUid};
use keyin_ports::{BillingKeyRequest, BillingKeys, IssueError, ReadError, RevokeError};
use tracing::info_span;

use super::watch::{Kind, watched};
use super::{Traced, outcome};

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: BillingKeys + ?Sized> BillingKeys for Traced<P> {
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError> {
        let span = info_span!("gateway_call", operation = "find_billing_key", customer_uid = uid.as_str());
        watched(&*self.clock, span, Kind::Read, self.inner.find(uid), outcome::of_read).await
    }

    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        let customer_uid = request.customer_uid.as_str();
        let span = info_span!("gateway_call", operation = "issue_billing_key", customer_uid);
        watched(&*self.clock, span, Kind::Change, self.inner.issue(request), outcome::of_issue).await
    }

    async fn revoke(&self, uid: &CustomerUid, reason: &CancelReason) -> Result<BillingKey, RevokeError> {
        let span = info_span!("gateway_call", operation = "revoke_billing_key", customer_uid = uid.as_str());
        watched(&*self.clock, span, Kind::Change, self.inner.revoke(uid, reason), outcome::of_revoke).await
    }
}
