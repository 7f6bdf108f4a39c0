"""What people do with mails that were stopped or put aside, and when mails are forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Connection, Record

from actions.inbound.placing import place
from actions.mail import Post
from actions.once import Written
from actions.recording import record, unchanged
from rules.inbound import InboundStatus
from rules.inbound.reading import read
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

FOUND = "SELECT id, status, content, ticket_id FROM inbound_mail WHERE id = $1 FOR UPDATE"
PLACED = """
    UPDATE inbound_mail SET status = 'ACCEPTED', ticket_id = $2, message_id = $3, handled_by = $4, handled_at = $5
    WHERE id = $1
"""
DISCARDED = "UPDATE inbound_mail SET status = 'DISCARDED', handled_by = $2, handled_at = $3 WHERE id = $1"
KEPT = timedelta(days=30)
FORGET = "UPDATE inbound_mail SET content = NULL WHERE content IS NOT NULL AND at < $1 AND status <> 'QUARANTINED'"


async def accept(connection: Connection, by: Viewer, mail: UUID, post: Post, at: datetime) -> Written:
    """Puts it into a ticket although it was stopped. Raises Refused: in one already, forgotten, not to be read."""
    row = await _held(connection, mail)
    if row["status"] == InboundStatus.ACCEPTED:
        unchanged()
        return {"mail": mail, "ticket": row["ticket_id"]}
    if row["content"] is None:
        message = "The mail itself was forgotten after {days} days. Open a ticket by hand."
        raise Refused(ErrorCode.EXPIRED, message, ("id",), days=KEPT.days)
    try:
        letter = read(row["content"])
    except Exception:
        message = "This mail cannot be read. Fetch it from the mailbox, and open a ticket by hand."
        raise Refused(ErrorCode.STATE, message, ("id",)) from None
    placed = await place(connection, letter, post, at)
    await connection.execute(PLACED, mail, placed.ticket, placed.message, by.name, at)
    await _noted(connection, by, "inbound_mail.accepted", row, InboundStatus.ACCEPTED)
    return {"mail": mail, "ticket": placed.ticket}


async def discard(connection: Connection, by: Viewer, mail: UUID, at: datetime) -> Written:
    """Nobody needs it; it can still be accepted as long as it is kept. Raises Refused for one that is in a ticket."""
    row = await _held(connection, mail)
    if row["status"] == InboundStatus.ACCEPTED:
        raise Refused(ErrorCode.STATE, "This mail is in a ticket. Note there that it does not count.", ("id",))
    if row["status"] == InboundStatus.DISCARDED:
        unchanged()
        return {"mail": mail, "ticket": None}
    await connection.execute(DISCARDED, mail, by.name, at)
    await _noted(connection, by, "inbound_mail.discarded", row, InboundStatus.DISCARDED)
    return {"mail": mail, "ticket": None}


async def forget(connection: Connection, at: datetime) -> None:
    """The mails themselves, when their words are in tickets or nobody asked for them; what waits is kept."""
    await connection.execute(FORGET, at - KEPT)


async def _held(connection: Connection, mail: UUID) -> Record:
    return await connection.fetchrow(FOUND, mail)


async def _noted(connection: Connection, by: Viewer, what: str, row: Record, status: InboundStatus) -> None:
    told = {"status": [row["status"], status]}
    await record(connection, by.name, what, "InboundMail", row["id"], told, by.staff_id and UUID(by.staff_id))
