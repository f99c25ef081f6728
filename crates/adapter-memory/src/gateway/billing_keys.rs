//! Keeping billing keys.

use async_trait::async_trait;
use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::{BillingKey, CancelReason, CustomerUid, Refusal, RefusalKind, UnknownCause};
use keyin_ports::{BillingKeyRequest, BillingKeys, IssueError, ReadError, RevokeError};

use super::{Call, CardScript, MemoryGateway};

#[async_trait]
impl BillingKeys for MemoryGateway {
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError> {
        self.read(Call::FindKey, |world| world.keys.get(uid).cloned().ok_or(ReadError::NotFound))
    }

    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        let now = self.clock.now();
        let card = request.card.number().masked();
        self.change(Call::IssueKey, |world| {
            let pg = world.channel_for(request.pg.as_ref()).ok_or_else(|| {
                let words = "비인증결제모듈 사용정보를 찾을 수 없습니다.";
                IssueError::Refused(Refusal::new(RefusalKind::NoChannel, words))
            })?;
            if let CardScript::FailInWords(text) = world.script_of(Some(&card)) {
                return Err(match classify(&text, DeclineForm::Message) {
                    Verdict::Declined(decline) => IssueError::Declined(decline),
                    Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => {
                        IssueError::Unknown(UnknownCause::PgFault)
                    }
                });
            }
            let name = request.customer.name().map(str::to_owned);
            Ok(world.keep_key(&request.customer_uid, Some(card), Some(pg), name, now))
        })
    }

    async fn revoke(&self, uid: &CustomerUid, _: &CancelReason) -> Result<BillingKey, RevokeError> {
        self.change(Call::RevokeKey, |world| world.keys.remove(uid).ok_or(RevokeError::NotFound))
    }
}
