-- The journal of charges. Once released, a migration is never edited: a change is the next one.
-- All of it stands in the schema `keyin`, which the connection's search path names.
--
-- merchant_uid and customer_uid are compared byte by byte, whatever the database's own collation: walks go by that
-- order, and processes on other machines must agree on it.

-- One row a charge. `document` is the charge as it was last recorded; a claim after that only puts its deadlines
-- into `claim`, so that the document need not be written again. The other columns repeat what is asked for by
-- queries. `version` counts the changes of the row. Times are nanoseconds since 1970.
CREATE TABLE charge (
    merchant_uid text COLLATE "C" NOT NULL PRIMARY KEY,
    state        text NOT NULL,
    epoch        bigint NOT NULL,
    version      bigint NOT NULL,
    unsettled    boolean NOT NULL,
    created_at   bigint NOT NULL,
    paid_at      bigint,
    next_sweep   bigint,
    customer_uid text COLLATE "C",
    document     text NOT NULL,
    claim        text
) WITH (fillfactor = 70);

-- `unsettled` stays true through a claim, which therefore touches no index.
CREATE INDEX charge_unsettled ON charge (merchant_uid) WHERE unsettled;
CREATE INDEX charge_by_creation ON charge (created_at, merchant_uid);
CREATE INDEX charge_by_payment ON charge (paid_at, merchant_uid) WHERE paid_at IS NOT NULL;
CREATE INDEX charge_by_sweep ON charge (next_sweep, merchant_uid) WHERE next_sweep IS NOT NULL;
CREATE INDEX charge_by_customer ON charge (customer_uid, created_at, merchant_uid) WHERE customer_uid IS NOT NULL;

-- The one history: rows are only ever added. Whoever adds holds a lock from before he takes a number until his
-- COMMIT, so that no number appears behind a higher one that somebody has read.
CREATE TABLE charge_event (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_uid text COLLATE "C" NOT NULL,
    at           text NOT NULL,
    epoch        bigint NOT NULL,
    what         text NOT NULL,
    from_state   text,
    to_state     text NOT NULL,
    imp_uid      text
);

CREATE INDEX charge_event_of ON charge_event (merchant_uid, number);

CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is never changed';
END;
$$;

CREATE TRIGGER charge_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON charge_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_stays();
