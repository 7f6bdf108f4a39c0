"""Q4, a write: somebody earns points. For our schema, and for a function of the same work that PostGraphile offers."""

import orjson

POINTS = 10
REASON = "Bench"
KEY = "#KEY#"
"Where the load generator puts a key that no request had before."
SPREAD = 2_000

EARN = """mutation Earn($no: String!, $key: String!) {
  pointsEarn(member: {memberNo: $no}, points: 10, reason: "Bench", idempotencyKey: $key) {
    entry { delta balanceAfter } member { points { available } } userErrors { code message } } }"""

EARN_OF_PEER = """mutation Earn($no: String!, $key: String!) {
  benchListsEarnPoints(input: {memberNo: $no, points: "10", reason: "Bench", key: $key}) {
    entry: result { delta balanceAfter account: ledgerAccountByAccountId { available: balance } } } }"""

FUNCTION = """
    CREATE SCHEMA IF NOT EXISTS bench_lists;
    CREATE OR REPLACE FUNCTION bench_lists.earn_points(member_no text, points bigint, reason text, key text)
    RETURNS public.ledger_entry LANGUAGE plpgsql VOLATILE AS $$
    #variable_conflict use_column
    DECLARE
        claim uuid; owner record; outside uuid; why uuid; after bigint; entry public.ledger_entry; change uuid;
        moment timestamptz := clock_timestamp();
    BEGIN
        INSERT INTO idempotency_key (actor, operation, key, input_hash)
        VALUES ('PEER', 'pointsEarn', $4, sha256(convert_to($1 || $2 || $3, 'UTF8')))
        ON CONFLICT (actor, operation, key) DO NOTHING RETURNING id INTO claim;
        IF claim IS NULL THEN RAISE EXCEPTION 'This key was used before.'; END IF;
        SELECT id, status, points_account_id AS account INTO owner FROM member m WHERE m.member_no = $1 FOR SHARE;
        IF owner.status IS DISTINCT FROM 'ACTIVE' THEN RAISE EXCEPTION 'The member is not active.'; END IF;
        SELECT id INTO outside FROM ledger_account WHERE code = 'points:issued';
        UPDATE ledger_account SET balance = balance + $2, total_in = total_in + $2
        WHERE id = owner.account RETURNING balance INTO after;
        INSERT INTO ledger_transaction (operation, actor, idempotency_key, reason, source, at)
        VALUES ('points.earned', 'PEER', $4, $3, 'PEER', moment) RETURNING id INTO why;
        INSERT INTO outbox_event (kind, subject_type, subject_id, transaction_id, body, at)
        VALUES ('ledger.posted', 'LedgerTransaction', why, why,
                jsonb_build_object('operation', 'points.earned', 'source', 'PEER'), moment);
        WITH made AS (
            INSERT INTO ledger_entry (transaction_id, account_id, kind, delta, balance_after, at)
            VALUES (why, owner.account, 'EARN', $2, after, moment), (why, outside, 'EARN', -$2, NULL, moment)
            RETURNING *)
        SELECT * INTO entry FROM made WHERE delta > 0;
        INSERT INTO points_lot (account_id, entry_id, granted, remaining, available_at)
        VALUES (owner.account, entry.id, $2, $2, moment);
        INSERT INTO audit_event (at, actor, action, subject_type, subject_id, changes)
        VALUES (moment, 'PEER', 'points.earned', 'Member', owner.id,
                jsonb_build_object('delta', $2, 'reason', $3, 'entry', entry.id));
        INSERT INTO change_set (operation, summary, steps, actor, at)
        VALUES ('pointsEarn', '+' || $2 || ' points',
                jsonb_build_array(jsonb_build_object('undo', 'points.reverse', 'entry', entry.id)), 'PEER', moment)
        RETURNING id INTO change;
        UPDATE idempotency_key SET written =
            jsonb_build_object('member', owner.id, 'entry', entry.id, 'changeSet', change) WHERE id = claim;
        RETURN entry;
    END $$;
"""
"One call, so that the peer has one round trip for all of it."


def bodies(members: int, *, peer: bool = False, all_on_one: bool = False) -> bytes:
    """Request bodies, one a line, each with a place for its key. Every member of them is active."""
    step = max(1, members // (SPREAD + 200))
    numbers = [n for n in range(3, members, step) if n % 50 not in (7, 8, 9)][:SPREAD]
    query = EARN_OF_PEER if peer else EARN
    given = ({"no": f"M-{n:07d}", "key": KEY} for n in (numbers[:1] if all_on_one else numbers))
    return b"\n".join(orjson.dumps({"query": query, "variables": variables}) for variables in given) + b"\n"
