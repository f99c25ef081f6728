//! The rows that the writing connection has put down last, and that nobody has changed since.

use std::collections::HashMap;

use keyin_domain::{Charge, ChargeState, MerchantUid};

use super::rows::Standing;

/// As many charges may well be under way at once; if more are, the others are read from the file.
const MOST: usize = 2_048;

/// What is under way is soon changed once more, and need not be read and parsed for it.
#[derive(Default)]
pub(super) struct Known {
    rows: HashMap<MerchantUid, Standing>,
    /// SQLite's count of what other connections have committed (`PRAGMA data_version`).
    others: i64,
}

impl Known {
    /// To be called within each transaction before anything else, with SQLite's count of what others have committed:
    /// what they have changed is not known any more.
    pub(super) fn look_at_others(&mut self, count: i64) {
        if self.others != count {
            self.others = count;
            self.forget();
        }
    }

    /// To be called when a transaction is taken back, and when the file was changed in another way.
    pub(super) fn forget(&mut self) {
        self.rows.clear();
    }

    /// The row, if it is known; it is then no longer.
    pub(super) fn take(&mut self, uid: &MerchantUid) -> Option<Standing> {
        self.rows.remove(uid)
    }

    /// Keeps in mind what was just written, if it is soon changed.
    pub(super) fn keep(&mut self, charge: &Charge, last_event: i64) {
        if charge.state() == ChargeState::InFlight && self.rows.len() < MOST {
            let standing = Standing { charge: charge.clone(), last_event };
            self.rows.insert(charge.intent().merchant_uid().clone(), standing);
        }
    }
}
