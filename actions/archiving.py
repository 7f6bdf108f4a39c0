"""What the night does with members who are gone: memberships end, files that nothing happens to are put away."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import jobs
from actions.jobs import Step, Work
from actions.policies import policy

ARCHIVE, ELIMINATE = "members.archive", "members.eliminate"
BATCH = 2_000
FIRST = UUID(int=0)
SILENT = """
    member.id > $1 AND member.joined_at < $2 AND member.updated_at < $2
    AND NOT EXISTS (SELECT FROM member_metrics figures
                    WHERE figures.member_id = member.id AND figures.last_order_at >= $2)
    AND NOT EXISTS (SELECT FROM interaction WHERE interaction.member_id = member.id AND interaction.at >= $2)
    AND NOT EXISTS (SELECT FROM ledger_account account JOIN ledger_entry entry ON entry.account_id = account.id
                    WHERE account.member_id = member.id AND entry.at >= $2 AND entry.kind <> 'EXPIRE')
"""
"No purchase, change of the file, contact, points or money since $2. Points that expire are no sign of life."
OPEN = f"archived_at IS NULL AND status IN ('ACTIVE', 'FROZEN', 'CANCELLED') AND {SILENT}"
ENDING = f"""
    status = 'ACTIVE' AND {SILENT}
    AND coalesce((SELECT own.rank <= top.rank FROM tier own, tier top WHERE own.id = member.tier_id AND top.code = $4),
                 member.tier_id IS NULL)
    AND NOT EXISTS (SELECT FROM ledger_account WHERE ledger_account.member_id = member.id
                    AND asset IN ('PRINCIPAL', 'BONUS') AND balance > 0)
"""
HOLD = """
    SELECT array_agg(id ORDER BY id) FROM (
        SELECT id FROM member WHERE $4::text IS NOT DISTINCT FROM $4 AND {who} ORDER BY id LIMIT $3 FOR NO KEY UPDATE
    ) held
"""
"Whoever buys or pays in holds the member; the statement after this one sees what they did."
PUT_AWAY = f"""
    WITH moved AS (
        UPDATE member SET archived_at = $5 WHERE id = ANY($3::uuid[]) AND $4::text IS NOT DISTINCT FROM $4 AND {OPEN}
        RETURNING id
    ), told AS (
        INSERT INTO audit_event (at, actor, action, subject_type, subject_id, changes)
        SELECT clock_timestamp(), $6, 'member.archived', 'Member', id, jsonb_build_object('since', $2::timestamptz)
        FROM moved
    )
    SELECT count(*) FROM moved
"""
END = f"""
    WITH moved AS (
        UPDATE member SET status = 'CANCELLED', version = version + 1, updated_at = $5
        WHERE id = ANY($3::uuid[]) AND {ENDING} RETURNING id
    ), told AS (
        INSERT INTO audit_event (at, actor, action, subject_type, subject_id, changes)
        SELECT clock_timestamp(), $6, 'member.eliminated', 'Member', id,
               jsonb_build_object('status', '["ACTIVE", "CANCELLED"]'::jsonb, 'since', $2::timestamptz)
        FROM moved
    )
    SELECT count(*) FROM moved
"""
SINCE = "SELECT $1::timestamptz - make_interval(months => $2)"


async def ask_to_archive(connection: Connection, at: datetime) -> UUID | None:
    """A job that puts away who is silent for as long as the setting says; None if it is switched off."""
    return await _ask(connection, "ARCHIVE", ARCHIVE, at)


async def ask_to_eliminate(connection: Connection, at: datetime) -> UUID | None:
    """A job that ends memberships that nobody uses; None if it is switched off."""
    return await _ask(connection, "ELIMINATION", ELIMINATE, at)


async def _ask(connection: Connection, code: str, kind: str, at: datetime) -> UUID | None:
    if not (await policy(connection, code))["isOn"]:
        return None
    return await jobs.ask(connection, None, kind, {}, at, is_alone=True)


async def archive(connection: Connection, work: Work) -> Step:
    """The next files by key. Closed ones stay where they are."""
    said = await policy(connection, "ARCHIVE")
    return await _step(connection, work, OPEN, PUT_AWAY, said["inactiveMonths"])


async def eliminate(connection: Connection, work: Work) -> Step:
    """The next memberships by key: up to a tier, and without stored value, which is the member's money."""
    said = await policy(connection, "ELIMINATION")
    return await _step(connection, work, ENDING, END, said["inactiveMonths"], said["upToTier"])


async def _step(
    connection: Connection, work: Work, who: str, statement: str, months: int, tier: str | None = None
) -> Step:
    after = UUID(work.state.get("after", str(FIRST)))
    since = await connection.fetchval(SINCE, work.at, months)
    held = await connection.fetchval(HOLD.format(who=who), after, since, BATCH, tier) or []
    done = await connection.fetchval(statement, after, since, held, tier, work.at, work.actor)
    last = held[-1] if held else after
    return Step(done, {"after": str(last)}, len(held) < BATCH, total=work.done + done, figures={"members": done})


KINDS = {ARCHIVE: archive, ELIMINATE: eliminate}
