"""Joins two tickets about the same thing, and takes them apart again."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import clocks
from actions.changes import Step, keep
from actions.once import Written
from actions.tickets.locking import Held, hold, noted
from rules.refusals import ErrorCode, Refused
from rules.tickets import TicketStatus, check_answerable
from rules.viewer import Viewer

MOVED = ("ticket_message", "interaction", "make_good", "promise")
"Tables whose rows follow a ticket, and come back when it is taken apart."
MERGE = """
    UPDATE ticket SET status = 'MERGED', merged_into_id = $2, updated_at = $3, version = version + 1,
        resolved_at = coalesce(resolved_at, $3)
    WHERE id = $1
"""
TOUCH = "UPDATE ticket SET updated_at = $2, version = version + 1 WHERE id = $1"
APART = """
    UPDATE ticket SET status = $2::text, merged_into_id = NULL, resolved_at = $3::timestamptz, updated_at = $4,
        version = version + 1
    WHERE id = $1
"""

APART_AGAIN = "DELETE FROM ticket_turn WHERE ticket_id = $1 AND status = 'MERGED'"
"Its clocks go by what happened to it, as if it had never been merged."


async def merge(connection: Connection, by: Viewer, keep_id: UUID, merge_id: UUID, at: datetime) -> Written:
    """What was said in the second is read in the first. Raises Refused: the same, finished, of two members."""
    if keep_id == merge_id:
        raise Refused(ErrorCode.INVALID, "A ticket cannot be merged into itself.", ("mergeId",))
    held = {key: await hold(connection, key) for key in sorted((keep_id, merge_id))}
    into, gone = held[keep_id], held[merge_id]
    _check_mergeable(into, gone)
    moved = {table: await _move(connection, table, gone.key, into.key) for table in MOVED}
    await connection.execute(MERGE, gone.key, into.key, at)
    await connection.execute(TOUCH, into.key, at)
    for key in (gone.key, into.key):
        await clocks.keep(connection, key, at)
    await noted(connection, by, "ticket.merged", into.key, {"merged": gone.number, "status": [gone.status, "MERGED"]})
    step = {
        "undo": "ticket.unmerge", "kept": into.key, "merged": gone.key, "status": gone.status,
        "resolvedAt": gone.row["resolved_at"], "moved": moved,
    }  # fmt: skip
    summary = f"{gone.number} merged into {into.number}"
    return {"ticket": into.key, "changeSet": await keep(connection, by, "ticketMerge", summary, [step], at)}


async def unmerge(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """Each has again what it had; what was said since stays with the ticket that was kept."""
    into, gone = UUID(step["kept"]), UUID(step["merged"])
    held = {key: await hold(connection, key) for key in sorted((into, gone))}
    if held[gone].status is not TicketStatus.MERGED or held[gone].row["merged_into_id"] != into:
        message = "Ticket {number} is not merged any more."
        raise Refused(ErrorCode.STATE, message, ("id",), number=held[gone].number)
    for table, keys in step["moved"].items():
        await connection.execute(
            f"UPDATE {table} SET ticket_id = $1 WHERE id = ANY($2::uuid[]) AND ticket_id = $3", gone, keys, into
        )
    resolved = step["resolvedAt"] and datetime.fromisoformat(step["resolvedAt"])
    await connection.execute(APART, gone, step["status"], resolved, at)
    await connection.execute(TOUCH, into, at)
    await connection.execute(APART_AGAIN, gone)
    for key in (gone, into):
        await clocks.keep(connection, key, at)
    await noted(connection, by, "ticket.unmerged", into, {"apart": held[gone].number})


def _check_mergeable(into: Held, gone: Held) -> None:
    check_answerable(into.number, into.status)
    if gone.status is TicketStatus.MERGED:
        message = "Ticket {number} was merged before."
        raise Refused(ErrorCode.STATE, message, ("mergeId",), number=gone.number)
    members = {into.row["member_id"], gone.row["member_id"]} - {None}
    if len(members) > 1:
        message = "Tickets {one} and {other} are of two members. Merge the members first, or answer both."
        raise Refused(ErrorCode.STATE, message, ("mergeId",), one=into.number, other=gone.number)


async def _move(connection: Connection, table: str, source: UUID, target: UUID) -> list[UUID]:
    rows = await connection.fetch(
        f"UPDATE {table} SET ticket_id = $2 WHERE ticket_id = $1 RETURNING id", source, target
    )
    return [row["id"] for row in rows]
