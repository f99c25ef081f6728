//! The journal held against the sandbox's ledger.

use std::collections::{BTreeMap, BTreeSet};

use keyin_domain::{Charge, ChargeState, MerchantUid};
use keyin_sandbox::LedgerKind;
use serde_json::json;

use super::Step;
use super::stage::Stage;
use crate::problem::Problem;

/// What the comparison found.
pub(super) struct Audit {
    /// Merchant_uids that were charged more than once.
    pub(super) double_charges: usize,
    /// Charges in the ledger that the journal does not own up to, or the other way round.
    pub(super) lost_payments: usize,
    /// Charges in the ledger.
    charges: usize,
}

/// Compares every charge of the ledger with the journal, both ways, amounts and cancels included.
pub(super) async fn hold_journal_against_ledger(stage: &Stage) -> Result<Audit, Problem> {
    let journal = journal(stage).await?;
    let mut charged: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut cancelled: BTreeMap<String, i64> = BTreeMap::new();
    for entry in stage.sandbox.ledger() {
        match entry.kind {
            LedgerKind::Charge => charged.entry(entry.merchant_uid).or_default().push(entry.amount),
            LedgerKind::Cancel => *cancelled.entry(entry.merchant_uid).or_default() += entry.amount,
        }
    }
    let owned: BTreeMap<&str, &Charge> = journal
        .iter()
        .filter(|charge| charge.state() == ChargeState::Succeeded)
        .map(|charge| (charge.intent().merchant_uid().as_str(), charge))
        .collect();
    let agrees = |uid: &str, amounts: &[i64]| {
        owned.get(uid).and_then(|charge| charge.payment()).is_some_and(|payment| {
            let given_back = cancelled.get(uid).copied().unwrap_or(0);
            amounts.first().copied() == i64::try_from(payment.amount().minor()).ok()
                && Some(given_back) == i64::try_from(payment.cancelled().minor()).ok()
        })
    };
    let unowned = charged.iter().filter(|(uid, amounts)| !agrees(uid, amounts)).count();
    let unpaid = owned.keys().filter(|uid| !charged.contains_key(**uid)).count();
    Ok(Audit {
        double_charges: charged.values().filter(|amounts| amounts.len() > 1).count(),
        lost_payments: unowned + unpaid,
        charges: charged.len(),
    })
}

async fn journal(stage: &Stage) -> Result<Vec<Charge>, Problem> {
    let mut uids: BTreeSet<MerchantUid> = BTreeSet::new();
    let mut after = 0;
    loop {
        let events = stage.went(stage.journal.events(after, 1_000).await)?;
        let Some(last) = events.last() else { break };
        after = last.number;
        uids.extend(events.into_iter().map(|event| event.merchant_uid));
    }
    let mut charges = Vec::new();
    for uid in uids {
        charges.extend(stage.went(stage.journal.find(&uid).await)?);
    }
    Ok(charges)
}

impl Audit {
    pub(super) fn step(&self, stage: &Stage) -> Step {
        let text = match stage.output.language {
            keyin_domain::Language::English => format!(
                "journal against ledger: {} charges, {} double, {} lost",
                self.charges, self.double_charges, self.lost_payments
            ),
            keyin_domain::Language::Korean => format!(
                "저널과 원장 대조: 결제 {}건, 이중 결제 {}건, 유실 {}건",
                self.charges, self.double_charges, self.lost_payments
            ),
        };
        Step {
            name: "ledger_check",
            ok: self.double_charges == 0 && self.lost_payments == 0,
            outcome: json!({ "charges": self.charges }),
            text,
        }
    }
}
