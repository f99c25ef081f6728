-- The journal of charges. Once released, a migration is never edited: a change is the next one.

-- "keyn": tells a journal from any other database.
PRAGMA application_id = 1801812334;

-- One row a charge. `document` is the charge; the other columns repeat what is asked for by queries.
CREATE TABLE charge (
    merchant_uid TEXT NOT NULL PRIMARY KEY,
    state        TEXT NOT NULL,
    epoch        INTEGER NOT NULL,
    changed_at   TEXT NOT NULL,
    document     TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

-- The states that look-ups may still settle, as ChargeState::is_unsettled names them.
CREATE INDEX charge_unsettled ON charge (merchant_uid)
    WHERE state IN ('intent', 'in_flight', 'unknown');

-- The one history: rows are only ever added.
CREATE TABLE charge_event (
    number       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    merchant_uid TEXT NOT NULL REFERENCES charge (merchant_uid),
    at           TEXT NOT NULL,
    epoch        INTEGER NOT NULL,
    what         TEXT NOT NULL,
    from_state   TEXT,
    to_state     TEXT NOT NULL,
    imp_uid      TEXT
) STRICT;

CREATE INDEX charge_event_of ON charge_event (merchant_uid, number);

CREATE TRIGGER charge_event_stays BEFORE UPDATE ON charge_event
BEGIN
    SELECT RAISE(ABORT, 'the history is never changed');
END;

CREATE TRIGGER charge_event_is_kept BEFORE DELETE ON charge_event
BEGIN
    SELECT RAISE(ABORT, 'the history is never changed');
END;
