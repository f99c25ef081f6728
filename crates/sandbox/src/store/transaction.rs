//! The numbers that a PG gives to what it did.

use jiff::{Timestamp, tz};

use super::Account;
use crate::ids::Ids;
use crate::settings::Pg;

impl Account {
    /// The PG's transaction number for a payment.
    pub(crate) fn payment_tid(&self, ids: &mut Ids, at: i64) -> String {
        self.tid(ids, at, "M1")
    }

    /// The PG's transaction number for a cancel.
    pub(crate) fn cancel_tid(&self, ids: &mut Ids, at: i64) -> String {
        self.tid(ids, at, "M2")
    }

    /// In the form Settlebank gives; with another PG's number only the account, the time and the count are the same.
    fn tid(&self, ids: &mut Ids, at: i64, kind: &str) -> String {
        let number = ids.transaction();
        let stamp = korean_stamp(at);
        let pg_id = &self.pg_id;
        match Pg::of(&self.pg_provider).is_hecto {
            true => format!("STFP_PGCA{pg_id}0{stamp:012}{kind}{number:06}"),
            false => format!("{pg_id}{stamp:012}{number:06}"),
        }
    }
}

/// `yyMMddHHmmss` in Korean time, as a number of up to twelve digits.
fn korean_stamp(at: i64) -> i64 {
    let local = tz::offset(9).to_datetime(Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH));
    let year = i64::from(local.year()).rem_euclid(100);
    let parts = [local.month(), local.day(), local.hour(), local.minute(), local.second()];
    parts.iter().fold(year, |number, part| number * 100 + i64::from(*part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transaction_numbers_carry_the_mid_and_the_korean_time() {
        let mut ids = Ids::seeded(1);
        let account = |pg: &str, pg_id: &str| Account {
            pg_provider: pg.to_owned(),
            pg_id: pg_id.to_owned(),
            sandbox: true,
        };
        let settle = account("settle", "nxca_jt_bi");
        // 2026-01-01T00:00:00Z is nine in the morning in Korea.
        assert_eq!(settle.payment_tid(&mut ids, 1_767_225_600), "STFP_PGCAnxca_jt_bi0260101090000M1000001");
        assert_eq!(settle.cancel_tid(&mut ids, 1_767_225_600), "STFP_PGCAnxca_jt_bi0260101090000M2000002");
        assert_eq!(
            account("nice", "nictest04m").payment_tid(&mut ids, 1_767_225_600),
            "nictest04m260101090000000003"
        );
    }
}
