//! The statements that change rows. Each takes any number of rows as arrays, changes those that still stand as they
//! were seen, appends their events, and tells which they were.

/// New rows, where there are none of that merchant_uid; those with a claim are claimed in the same step.
pub(super) const INSERT: &str = "
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS asked (merchant_uid, created_at, customer_uid, document, at, claim)
), made AS (
    INSERT INTO charge (merchant_uid, state, epoch, version, unsettled, created_at, customer_uid, document, claim)
    SELECT merchant_uid, CASE WHEN claim IS NULL THEN 'intent' ELSE 'in_flight' END,
           CASE WHEN claim IS NULL THEN 0 ELSE 1 END, 0, true, created_at, customer_uid, document, claim
    FROM asked
    ON CONFLICT (merchant_uid) DO NOTHING
    RETURNING merchant_uid
), told AS (
    INSERT INTO charge_event (merchant_uid, at, epoch, what, from_state, to_state)
    SELECT asked.merchant_uid, asked.at, step.epoch, step.what, step.from_state, step.to_state
    FROM asked JOIN made ON made.merchant_uid = asked.merchant_uid COLLATE \"C\"
    CROSS JOIN (VALUES (0, 'intended', NULL, 'intent'), (1, 'claimed', 'intent', 'in_flight'))
        AS step (epoch, what, from_state, to_state)
    WHERE step.epoch = 0 OR asked.claim IS NOT NULL
    ORDER BY step.epoch
)
SELECT merchant_uid FROM made";

/// Claims of rows that stand at that epoch and in that state. A row that somebody else holds is passed over.
pub(super) const CLAIM: &str = "
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[])
        AS asked (merchant_uid, epoch, state, claim, at)
), taken AS (
    SELECT charge.merchant_uid, asked.state, asked.claim, asked.at
    FROM asked JOIN charge ON charge.merchant_uid = asked.merchant_uid COLLATE \"C\"
    WHERE charge.epoch = asked.epoch AND charge.state = asked.state
    FOR UPDATE OF charge SKIP LOCKED
), won AS (
    UPDATE charge
    SET state = 'in_flight', epoch = charge.epoch + 1, version = charge.version + 1, unsettled = true,
        next_sweep = NULL, claim = taken.claim
    FROM taken WHERE charge.merchant_uid = taken.merchant_uid
    RETURNING charge.merchant_uid, charge.epoch, charge.document, taken.state AS from_state, taken.at
), told AS (
    INSERT INTO charge_event (merchant_uid, at, epoch, what, from_state, to_state)
    SELECT merchant_uid, at, epoch, 'claimed', from_state, 'in_flight' FROM won
)
SELECT merchant_uid, document FROM won";

/// Recorded rows, where the row was not changed since it was read.
pub(super) const UPDATE: &str = "
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::boolean[], $6::bigint[],
                         $7::bigint[], $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[])
        AS asked (merchant_uid, version, state, epoch, unsettled, paid_at, next_sweep, document, at, event_epoch,
                  what, from_state, imp_uid)
), moved AS (
    UPDATE charge
    SET state = asked.state, epoch = asked.epoch, version = charge.version + 1, unsettled = asked.unsettled,
        paid_at = asked.paid_at, next_sweep = asked.next_sweep, document = asked.document, claim = NULL
    FROM asked
    WHERE charge.merchant_uid = asked.merchant_uid COLLATE \"C\" AND charge.version = asked.version
    RETURNING asked.*
), told AS (
    INSERT INTO charge_event (merchant_uid, at, epoch, what, from_state, to_state, imp_uid)
    SELECT merchant_uid, at, event_epoch, what, from_state, state, imp_uid FROM moved
)
SELECT merchant_uid FROM moved";
