//! Rows as arrays, a column each, as the statements take them.

use keyin_domain::{Charge, ChargeState, Deadlines, Epoch, ImpUid, MerchantUid};
use keyin_ports::Change;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use super::columns::Columns;
use super::rows;
use super::statements;
use crate::session::Session;
use crate::trouble::Trouble;

/// The statements of a batch, prepared before it is sent, so that it can be sent at one go.
pub(super) struct Prepared {
    insert: Statement,
    claim: Statement,
    update: Statement,
}

impl Prepared {
    pub(super) async fn on(session: &Session) -> Result<Self, Trouble> {
        Ok(Self {
            insert: session.prepared(statements::INSERT).await?,
            claim: session.prepared(statements::CLAIM).await?,
            update: session.prepared(statements::UPDATE).await?,
        })
    }
}

/// Sends the arrays, if they hold anything; the merchant_uids of the rows come back first.
async fn send(
    session: &Session,
    statement: &Statement,
    rows: usize,
    arrays: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, Trouble> {
    if rows == 0 { Ok(Vec::new()) } else { session.rows(statement, arrays).await }
}

/// New rows.
#[derive(Default)]
pub(super) struct Inserts<'a> {
    uids: Vec<&'a str>,
    created: Vec<i64>,
    customers: Vec<Option<&'a str>>,
    documents: Vec<&'a str>,
    times: Vec<String>,
    claims: Vec<Option<String>>,
}

impl<'a> Inserts<'a> {
    pub(super) fn push(
        &mut self,
        change: &'a Change,
        document: &'a str,
        claim: Option<&Deadlines>,
    ) -> Result<(), Trouble> {
        self.claims.push(claim.map(rows::claim).transpose()?);
        let columns = Columns::of(&change.charge);
        self.uids.push(change.charge.intent().merchant_uid().as_str());
        self.created.push(columns.created_at);
        self.customers.push(columns.customer_uid);
        self.documents.push(document);
        self.times.push(change.at.to_string());
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.uids.len()
    }

    pub(super) async fn send(&self, session: &Session, prepared: &Prepared) -> Result<Vec<Row>, Trouble> {
        let Self { uids, created, customers, documents, times, claims } = self;
        let arrays: [&(dyn ToSql + Sync); 6] = [uids, created, customers, documents, times, claims];
        send(session, &prepared.insert, uids.len(), &arrays).await
    }
}

/// Claims.
#[derive(Default)]
pub(super) struct Claims<'a> {
    uids: Vec<&'a str>,
    epochs: Vec<i64>,
    states: Vec<&'a str>,
    claims: Vec<String>,
    times: Vec<String>,
}

impl<'a> Claims<'a> {
    pub(super) fn push(
        &mut self,
        uid: &'a MerchantUid,
        (epoch, state): (Epoch, ChargeState),
        deadlines: &Deadlines,
    ) -> Result<(), Trouble> {
        self.claims.push(rows::claim(deadlines)?);
        self.uids.push(uid.as_str());
        self.epochs.push(i64::from(epoch.get()));
        self.states.push(state.as_str());
        self.times.push(deadlines.claimed_at.to_string());
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.uids.len()
    }

    pub(super) async fn send(&self, session: &Session, prepared: &Prepared) -> Result<Vec<Row>, Trouble> {
        let Self { uids, epochs, states, claims, times } = self;
        send(session, &prepared.claim, uids.len(), &[uids, epochs, states, claims, times]).await
    }
}

/// Recorded rows.
#[derive(Default)]
pub(super) struct Updates<'a> {
    uids: Vec<&'a str>,
    versions: Vec<i64>,
    states: Vec<&'a str>,
    epochs: Vec<i64>,
    unsettled: Vec<bool>,
    paid: Vec<Option<i64>>,
    sweeps: Vec<Option<i64>>,
    documents: Vec<String>,
    times: Vec<String>,
    event_epochs: Vec<i64>,
    whats: Vec<&'a str>,
    from_states: Vec<Option<&'a str>>,
    imp_uids: Vec<Option<&'a str>>,
}

impl<'a> Updates<'a> {
    pub(super) fn push(&mut self, change: &'a Change, version: i64) -> Result<(), Trouble> {
        let charge: &Charge = &change.charge;
        let columns = Columns::of(charge);
        self.documents.push(rows::document(charge)?);
        self.uids.push(charge.intent().merchant_uid().as_str());
        self.versions.push(version);
        self.states.push(columns.state);
        self.epochs.push(columns.epoch);
        self.unsettled.push(columns.unsettled);
        self.paid.push(columns.paid_at);
        self.sweeps.push(columns.next_sweep);
        self.times.push(change.at.to_string());
        self.event_epochs.push(i64::from(change.epoch.get()));
        self.whats.push(change.what);
        self.from_states.push(change.from.map(ChargeState::as_str));
        self.imp_uids.push(charge.imp_uid().map(ImpUid::as_str));
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.uids.len()
    }

    pub(super) async fn send(&self, session: &Session, prepared: &Prepared) -> Result<Vec<Row>, Trouble> {
        let arrays: [&(dyn ToSql + Sync); 13] = [
            &self.uids,
            &self.versions,
            &self.states,
            &self.epochs,
            &self.unsettled,
            &self.paid,
            &self.sweeps,
            &self.documents,
            &self.times,
            &self.event_epochs,
            &self.whats,
            &self.from_states,
            &self.imp_uids,
        ];
        send(session, &prepared.update, self.uids.len(), &arrays).await
    }
}
