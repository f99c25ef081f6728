//! The billing-key port.

use async_trait::async_trait;
use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::{BillingKey, CancelReason, CustomerUid, NotSentCause, UnknownCause};
use keyin_ports::{BillingKeyRequest, BillingKeys, IssueError, ReadError, RevokeError};
use reqwest::Url;

use crate::call::Outgoing;
use crate::effect::{Said, said, unproven};
use crate::gateway::{IamportGateway, Inner, escaped};
use crate::messages::{OwnWord, own_word, refusal};
use crate::read;
use crate::wire::billing_key::KeyRecord;
use crate::wire::issue::issue_body;

#[async_trait]
impl BillingKeys for IamportGateway {
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError> {
        let url = address(self.inner(), uid, "").ok_or(ReadError::Protocol)?;
        let answer = read::ask(&self.inner().line, &Outgoing::get(&url)).await?;
        let record = read::answered::<KeyRecord<'_>>(&answer, no_such_key)?;
        record.into_key(uid).ok_or(ReadError::Protocol)
    }

    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        let not_built = IssueError::NotSent(NotSentCause::RequestNotBuilt);
        let url = address(self.inner(), &request.customer_uid, "").ok_or(not_built.clone())?;
        let outgoing = Outgoing::post(&url, issue_body(&request).ok_or(not_built)?);
        let answer = self.inner().line.call(&outgoing, || true).await?;
        match said::<KeyRecord<'_>>(&answer)? {
            Said::Done(record) => {
                record.into_key(&request.customer_uid).ok_or(IssueError::Unknown(UnknownCause::Unreadable))
            }
            Said::Words { message, status } => Err(not_issued(&message, unproven(status))),
        }
    }

    async fn revoke(&self, uid: &CustomerUid, reason: &CancelReason) -> Result<BillingKey, RevokeError> {
        let query = format!("?reason={}", escaped(reason.as_str()));
        let not_built = RevokeError::NotSent(NotSentCause::RequestNotBuilt);
        let url = address(self.inner(), uid, &query).ok_or(not_built)?;
        let answer = self.inner().line.call(&Outgoing::delete(&url), || true).await?;
        match said::<KeyRecord<'_>>(&answer)? {
            Said::Done(record) => record.into_key(uid).ok_or(RevokeError::Unknown(UnknownCause::Unreadable)),
            Said::Words { message, status } if no_such_key(status, &message) => Err(RevokeError::NotFound),
            Said::Words { message, status } => match refusal(&message) {
                Some(refusal) => Err(RevokeError::Refused(refusal)),
                None => Err(RevokeError::Unknown(unproven(status))),
            },
        }
    }
}

fn address(inner: &Inner, uid: &CustomerUid, query: &str) -> Option<Url> {
    inner.addresses.of("/subscribe/customers", uid.as_str(), query)
}

/// The documentation says 404, clients saw 200 with words: either will do, but only well-formed.
fn no_such_key(status: u16, message: &str) -> bool {
    status == 404 || own_word(message) == Some(OwnWord::NoKey)
}

fn not_issued(message: &str, unproven: UnknownCause) -> IssueError {
    if let Some(refusal) = refusal(message) {
        return IssueError::Refused(refusal);
    }
    match classify(message, DeclineForm::Message) {
        Verdict::Declined(decline) => IssueError::Declined(decline),
        Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => IssueError::Unknown(unproven),
    }
}
