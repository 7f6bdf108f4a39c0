"""Verbs that join the files of one person, and part them again, also after later activity."""

from dataclasses import dataclass
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record, UniqueViolationError

from actions import moving
from actions.ledger import Why
from actions.once import Written
from actions.recording import record
from actions.tiers.evaluating import evaluate
from rules.members import MemberStatus, check_reason, check_standing
from rules.merging import FILLED, Difference, conflicts
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

BOTH = """
    SELECT id, member_no, status, to_jsonb(member)::text AS file FROM member WHERE id = ANY($1) ORDER BY id FOR UPDATE
"""
CLOSE = """
    UPDATE member SET status = 'MERGED', merged_into_id = $2, version = version + 1, updated_at = now() WHERE id = $1
"""
OPEN = """
    UPDATE member SET status = $2, merged_into_id = NULL, version = version + 1, updated_at = now() WHERE id = $1
"""
HOLDS = "SELECT EXISTS (SELECT FROM points_hold WHERE member_id = $1 AND status = 'HELD')"
KEEP = """
    INSERT INTO member_merge (kept_id, merged_id, reason, moved, before, transaction_id, actor, at)
    VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6, $7, $8)
"""
LIVE = """
    SELECT id, kept_id, transaction_id, moved::text, before::text FROM member_merge
    WHERE merged_id = $1 AND undone_at IS NULL FOR UPDATE
"""
UNDONE = "UPDATE member_merge SET undone_at = $2, undone_by = $3 WHERE id = $1"
SOURCE = "merge"
TRIED = "SELECT moved::text, before::text FROM member_merge WHERE merged_id = $1 AND undone_at IS NULL"
STANDS = """
    SELECT coalesce(sum(balance) FILTER (WHERE asset = 'POINTS' AND bucket = 'AVAILABLE'), 0)::bigint AS points,
        coalesce(sum(balance) FILTER (WHERE asset = 'POINTS' AND bucket = 'PENDING'), 0)::bigint AS pending,
        coalesce(sum(balance) FILTER (WHERE asset = 'GROWTH'), 0)::bigint AS growth,
        coalesce(sum(balance) FILTER (WHERE asset IN ('PRINCIPAL', 'BONUS')), 0)::bigint AS stored,
        (SELECT tier_id FROM member WHERE id = $1) AS tier_id,
        (SELECT order_count FROM member_metrics WHERE member_id = $1) AS orders,
        (SELECT total_spend FROM member_metrics WHERE member_id = $1) AS spend
    FROM ledger_account WHERE member_id = $1
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """How the kept file would stand, how many rows of each table would move, and what the two files say differently."""

    stands: dict[str, Any]
    moved: dict[str, int]
    differences: list[Difference]


async def merge(
    connection: Connection,
    by: Viewer,
    kept: UUID,
    merged: UUID,
    reason: str,
    at: datetime,
    zone: ZoneInfo,
    currency: str,
) -> Written:
    """All that the merged file has goes to the kept one. Raises Refused: one file, a closed file, points on hold."""
    check_reason(reason)
    files = await _files(connection, kept, merged)
    _check_two(files, kept, merged)
    if await connection.fetchval(HOLDS, merged):
        message = "Points of {number} are on hold. Capture or release them first."
        raise Refused(ErrorCode.STATE, message, ("mergeId",), number=files[merged]["member_no"])
    await connection.execute(CLOSE, merged, kept)
    filled = await _fill(connection, files, kept, merged)
    moved = await moving.move_rows(connection, merged, kept)
    why = Why("member.merged", by.name, reason, SOURCE, at)
    transaction = await moving.move_assets(connection, merged, kept, why)
    await moving.count_again(connection, kept, merged)
    before = {"status": files[merged]["status"], "filled": filled}
    kept_rows, told = dumps(moved, default=str), dumps(before, default=str)
    await connection.execute(KEEP, kept, merged, reason, kept_rows, told, transaction, by.name, at)
    await evaluate(connection, kept, at, zone, currency, by.name)
    counts = {table: len(keys) for table, keys in moved.items() if keys}
    changes = {"merged": merged, "reason": reason, "moved": counts, "filled": sorted(filled)}
    await _noted(connection, by, "member.merged", kept, changes)
    return {"member": kept}


async def unmerge(
    connection: Connection, by: Viewer, merged: UUID, at: datetime, zone: ZoneInfo, currency: str
) -> Written:
    """Gives back every row that moved and what is left of points and money. Raises Refused if it is not merged."""
    found: Record | None = await connection.fetchrow(LIVE, merged)
    if found is None:
        raise Refused(ErrorCode.STATE, "This file is not merged into another.", ("id",))
    kept, before = found["kept_id"], loads(found["before"])
    await _files(connection, kept, merged)
    await _empty(connection, kept, before["filled"])
    try:
        async with connection.transaction():
            await connection.execute(OPEN, merged, MemberStatus(before["status"]))
    except UniqueViolationError:
        message = "Another member has the phone number or e-mail address of this file by now. Change it there first."
        raise Refused(ErrorCode.DUPLICATE, message, ("id",)) from None
    await moving.return_rows(connection, kept, merged, loads(found["moved"]))
    if found["transaction_id"] is not None:
        why = Why("member.unmerged", by.name, "Parted again", SOURCE, at)
        await moving.move_assets(connection, kept, merged, why, of=found["transaction_id"])
    await moving.count_again(connection, kept, merged)
    await connection.execute(UNDONE, found["id"], at, by.name)
    for member in sorted((kept, merged)):
        await evaluate(connection, member, at, zone, currency, by.name)
    await _noted(connection, by, "member.unmerged", merged, {"kept": kept})
    return {"member": merged}


async def preview(
    connection: Connection, by: Viewer, kept: UUID, merged: UUID, at: datetime, zone: ZoneInfo, currency: str
) -> Tried:
    """What `merge` would do: it is done and taken back, so that nothing can differ. Raises Refused as it does."""
    files = await _files(connection, kept, merged)
    trial = connection.transaction()
    await trial.start()
    try:
        await merge(connection, by, kept, merged, SOURCE, at, zone, currency)
        tried = await connection.fetchrow(TRIED, merged)
        stands = dict(await connection.fetchrow(STANDS, kept))
    finally:
        await trial.rollback()
    moved = {table: len(keys) for table, keys in loads(tried["moved"]).items() if keys}
    return Tried(stands, moved, conflicts(loads(files[kept]["file"]), loads(files[merged]["file"])))


async def _files(connection: Connection, kept: UUID, merged: UUID) -> dict[UUID, Record]:
    return {row["id"]: row for row in await connection.fetch(BOTH, [kept, merged])}


def _check_two(files: dict[UUID, Record], kept: UUID, merged: UUID) -> None:
    if kept == merged:
        raise Refused(ErrorCode.INVALID, "A file cannot be merged into itself. Name another one.", ("mergeId",))
    check_standing(files[kept]["status"], ("keepId",))
    check_standing(files[merged]["status"], ("mergeId",))


async def _fill(connection: Connection, files: dict[UUID, Record], kept: UUID, merged: UUID) -> dict[str, Any]:
    """What the kept file took over, by column."""
    own, other = loads(files[kept]["file"]), loads(files[merged]["file"])
    filled = {name: other[name] for name in FILLED if own[name] is None and other[name] is not None}
    if filled:
        columns = ", ".join(f"{name} = given.{name}" for name in filled)
        await connection.execute(
            f"UPDATE member SET {columns}, version = member.version + 1, updated_at = now()"
            " FROM jsonb_populate_record(NULL::member, $2::text::jsonb) given WHERE member.id = $1",
            kept,
            dumps(filled),
        )
    return filled


async def _empty(connection: Connection, kept: UUID, filled: dict[str, Any]) -> None:
    """Takes away what was taken over, where nobody changed it since."""
    for name in filled:
        await connection.execute(
            f"UPDATE member SET {name} = NULL, version = member.version + 1, updated_at = now()"
            " FROM jsonb_populate_record(NULL::member, $2::text::jsonb) given"
            f" WHERE member.id = $1 AND member.{name} = given.{name}",
            kept,
            dumps(filled),
        )


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, Any]) -> None:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
