//! Billing keys whose caller may end at any of its steps.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::{BillingKey, CancelReason, CustomerUid};
use keyin_ports::{BillingKeyRequest, BillingKeys, IssueError, ReadError, RevokeError};

use crate::crash::{around, step};

pub(crate) struct CrashingKeys(pub(crate) Arc<dyn BillingKeys>);

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl BillingKeys for CrashingKeys {
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError> {
        around(self.0.find(uid)).await
    }

    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        step(&request);
        let issued = self.0.issue(request).await;
        step(&issued);
        issued
    }

    async fn revoke(&self, uid: &CustomerUid, reason: &CancelReason) -> Result<BillingKey, RevokeError> {
        around(self.0.revoke(uid, reason)).await
    }
}
