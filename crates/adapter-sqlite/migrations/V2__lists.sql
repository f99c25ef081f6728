-- Columns for the orders in which charges are listed and looked at again, filled from the documents that stand.
--
-- The table is made anew, because a column that every row must have cannot be added, and the check of the
-- document and the time of change go: whoever reads a row parses the document, and nobody searches by that time.
-- An older keyin, which would leave the new columns as they are, can then no longer write here.
--
-- The functions are keyin's own: they read a document as the journal reads it. Times are nanoseconds since 1970.
CREATE TABLE charge_anew (
    merchant_uid TEXT NOT NULL PRIMARY KEY,
    state        TEXT NOT NULL,
    epoch        INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    paid_at      INTEGER,
    next_sweep   INTEGER,
    customer_uid TEXT,
    document     TEXT NOT NULL,
    last_event   INTEGER NOT NULL
) STRICT;

INSERT INTO charge_anew (merchant_uid, state, epoch, created_at, paid_at, next_sweep, customer_uid, document, last_event)
SELECT merchant_uid, state, epoch, keyin_created_at(document), keyin_paid_at(document),
       keyin_next_sweep(document), keyin_customer_uid(document), document,
       (SELECT max(number) FROM charge_event WHERE charge_event.merchant_uid = charge.merchant_uid)
FROM charge;

DROP TABLE charge;
ALTER TABLE charge_anew RENAME TO charge;

-- The states that look-ups may still settle, as ChargeState::is_unsettled names them.
CREATE INDEX charge_unsettled ON charge (merchant_uid)
    WHERE (state = 'intent' OR state = 'in_flight' OR state = 'unknown');

CREATE INDEX charge_by_creation ON charge (created_at, merchant_uid);

CREATE INDEX charge_by_payment ON charge (paid_at, merchant_uid)
    WHERE paid_at IS NOT NULL;

CREATE INDEX charge_by_sweep ON charge (next_sweep, merchant_uid)
    WHERE next_sweep IS NOT NULL;

CREATE INDEX charge_by_customer ON charge (customer_uid)
    WHERE customer_uid IS NOT NULL;

-- The history, too, is made anew: nothing can be taken out of it, so that its numbers grow without a counter of their
-- own, which each event would have to change. An event tells which event of its charge was before it, and the charge
-- which is its newest: the history of one charge is read along these, and needs no index that each event would grow.
CREATE TABLE charge_event_anew (
    number       INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    merchant_uid TEXT NOT NULL,
    at           TEXT NOT NULL,
    epoch        INTEGER NOT NULL,
    what         TEXT NOT NULL,
    from_state   TEXT,
    to_state     TEXT NOT NULL,
    imp_uid      TEXT,
    previous     INTEGER
) STRICT;

INSERT INTO charge_event_anew (number, merchant_uid, at, epoch, what, from_state, to_state, imp_uid, previous)
SELECT number, merchant_uid, at, epoch, what, from_state, to_state, imp_uid,
       lag(number) OVER (PARTITION BY merchant_uid ORDER BY number)
FROM charge_event ORDER BY number;

DROP TABLE charge_event;
ALTER TABLE charge_event_anew RENAME TO charge_event;

CREATE TRIGGER charge_event_stays BEFORE UPDATE ON charge_event
BEGIN
    SELECT RAISE(ABORT, 'the history is never changed');
END;

CREATE TRIGGER charge_event_is_kept BEFORE DELETE ON charge_event
BEGIN
    SELECT RAISE(ABORT, 'the history is never changed');
END;

-- What a REPLACE puts something else in the place of it takes out without asking the trigger above. A number that SQLite is
-- still to choose is -1 here, which no event has.
CREATE TRIGGER charge_event_is_not_replaced BEFORE INSERT ON charge_event
WHEN EXISTS (SELECT 1 FROM charge_event WHERE number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'the history is never changed');
END;
