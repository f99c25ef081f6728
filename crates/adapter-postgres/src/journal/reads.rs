//! Walks through what is stored.

use keyin_domain::{ChargeState, Epoch, ImpUid, MerchantUid};
use keyin_ports::ChargeEvent;
use tokio_postgres::Row;

use super::rows::COLUMNS;
use crate::trouble::{PostgresTrouble, Trouble};

pub(super) fn find() -> String {
    format!("SELECT {COLUMNS} FROM charge WHERE merchant_uid = $1")
}

pub(super) fn find_many() -> String {
    format!("SELECT {COLUMNS} FROM charge WHERE merchant_uid = ANY ($1)")
}

/// Every merchant_uid lies behind the empty text.
pub(super) fn unsettled() -> String {
    format!(
        "SELECT {COLUMNS} FROM charge WHERE unsettled AND merchant_uid > $1 ORDER BY merchant_uid LIMIT $2"
    )
}

pub(super) fn sweepable() -> String {
    format!(
        "SELECT {COLUMNS} FROM charge WHERE next_sweep <= $1 AND merchant_uid > $2 \
         ORDER BY merchant_uid LIMIT $3"
    )
}

const EVENT: &str = "number, merchant_uid, at, epoch, what, from_state, to_state, imp_uid";

pub(super) fn history() -> String {
    format!(
        "SELECT {EVENT} FROM charge_event WHERE merchant_uid = $1 AND number > $2 ORDER BY number LIMIT $3"
    )
}

pub(super) fn events() -> String {
    format!("SELECT {EVENT} FROM charge_event WHERE number > $1 ORDER BY number LIMIT $2")
}

pub(super) fn read_events(rows: &[Row]) -> Result<Vec<ChargeEvent>, Trouble> {
    rows.iter().map(event).collect()
}

fn event(row: &Row) -> Result<ChargeEvent, Trouble> {
    let unreadable = || PostgresTrouble::Unreadable("an event");
    let text = |column: usize| row.try_get::<_, &str>(column);
    let state = |word: &str| ChargeState::from_word(word).ok_or_else(unreadable);
    let imp_uid: Option<&str> = row.try_get(7)?;
    Ok(ChargeEvent {
        number: u64::try_from(row.try_get::<_, i64>(0)?).map_err(|_| unreadable())?,
        merchant_uid: MerchantUid::parse(text(1)?).map_err(|_| unreadable())?,
        at: text(2)?.parse().map_err(|_| unreadable())?,
        epoch: Epoch::new(u32::try_from(row.try_get::<_, i64>(3)?).map_err(|_| unreadable())?),
        what: text(4)?.to_owned(),
        from: row.try_get::<_, Option<&str>>(5)?.map(state).transpose()?,
        to: state(text(6)?)?,
        imp_uid: imp_uid.map(ImpUid::parse).transpose().map_err(|_| unreadable())?,
    })
}
