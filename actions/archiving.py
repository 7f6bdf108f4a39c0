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
PUT_AWAY = f"""
    WITH gone AS (
        SELECT id FROM member WHERE archived_at IS NULL AND status IN ('ACTIVE', 'FROZEN', 'CANCELLED') AND {SILENT}
        ORDER BY id LIMIT $3 FOR NO KEY UPDATE
    ), moved AS (
        UPDATE member SET archived_at = $4 FROM gone WHERE member.id = gone.id
    ), told AS (
        INSERT INTO audit_event (at, actor, action, subject_type, subject_id, changes)
        SELECT clock_timestamp(), $5, 'member.archived', 'Member', id, jsonb_build_object('since', $2::timestamptz)
        FROM gone
    )
    SELECT count(*) AS done, max(id::text)::uuid AS last FROM gone
"""
END = f"""
    WITH gone AS (
        SELECT member.id FROM member LEFT JOIN tier ON tier.id = member.tier_id
        WHERE member.status = 'ACTIVE' AND {SILENT}
          AND coalesce(tier.rank <= (SELECT rank FROM tier WHERE code = $6), member.tier_id IS NULL)
          AND NOT EXISTS (SELECT FROM ledger_account WHERE ledger_account.member_id = member.id
                          AND asset IN ('PRINCIPAL', 'BONUS') AND balance > 0)
        ORDER BY member.id LIMIT $3 FOR NO KEY UPDATE OF member
    ), moved AS (
        UPDATE member SET status = 'CANCELLED', version = version + 1, updated_at = $4
        FROM gone WHERE member.id = gone.id
    ), told AS (
        INSERT INTO audit_event (at, actor, action, subject_type, subject_id, changes)
        SELECT clock_timestamp(), $5, 'member.eliminated', 'Member', id,
               jsonb_build_object('status', '["ACTIVE", "CANCELLED"]'::jsonb, 'since', $2::timestamptz)
        FROM gone
    )
    SELECT count(*) AS done, max(id::text)::uuid AS last FROM gone
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
    return await _step(connection, work, PUT_AWAY, said["inactiveMonths"])


async def eliminate(connection: Connection, work: Work) -> Step:
    """The next memberships by key: up to a tier, and without stored value, which is the member's money."""
    said = await policy(connection, "ELIMINATION")
    return await _step(connection, work, END, said["inactiveMonths"], said["upToTier"])


async def _step(connection: Connection, work: Work, statement: str, months: int, *more: str | None) -> Step:
    after = UUID(work.state.get("after", str(FIRST)))
    since = await connection.fetchval(SINCE, work.at, months)
    found = await connection.fetchrow(statement, after, since, BATCH, work.at, work.actor, *more)
    done, last = found["done"], found["last"] or after
    return Step(done, {"after": str(last)}, done < BATCH, total=work.done + done, figures={"members": done})


KINDS = {ARCHIVE: archive, ELIMINATE: eliminate}
