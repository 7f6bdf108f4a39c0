"""Tells people who work here of something, and notes that they have read it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record, unchanged
from rules.notices import NoticeKind, mentioned
from rules.viewer import Viewer

TELL = """
    INSERT INTO staff_notice (staff_id, ticket_id, kind, text, clock, percent, at)
    SELECT id, $2, $3, $4, $5, $6, $7 FROM staff WHERE id = ANY($1) AND is_active
"""
PROMISED = """
    INSERT INTO staff_notice (staff_id, promise_id, ticket_id, kind, text, at)
    SELECT id, $2, $3, $4, $5, $6 FROM staff WHERE id = ANY($1) AND is_active
"""
OF_INCIDENT = """
    INSERT INTO staff_notice (staff_id, incident_id, kind, text, at)
    SELECT id, $2, 'PAUSE_PROPOSED', $3, $4 FROM staff WHERE id = ANY($1) AND is_active
"""
NAMED = "SELECT id FROM staff WHERE lower(username) = ANY($1) AND is_active AND id IS DISTINCT FROM $2::uuid"
READ = """
    UPDATE staff_notice SET read_at = $2 WHERE staff_id = $1 AND read_at IS NULL AND at <= $2
    AND ($3::uuid IS NULL OR id = $3) RETURNING id
"""


async def tell(
    connection: Connection,
    people: Iterable[UUID],
    kind: NoticeKind,
    ticket: UUID | None,
    at: datetime,
    text: str = "",
    clock: str | None = None,
    percent: int | None = None,
) -> None:
    await connection.execute(TELL, list(set(people)), ticket, kind, text, clock, percent, at)


async def tell_promise(
    connection: Connection,
    people: Iterable[UUID],
    kind: NoticeKind,
    promise: UUID,
    ticket: UUID | None,
    what: str,
    at: datetime,
) -> None:
    await connection.execute(PROMISED, list(set(people)), promise, ticket, kind, what, at)


async def tell_of_incident(
    connection: Connection, people: Iterable[UUID], incident: UUID, text: str, at: datetime
) -> None:
    await connection.execute(OF_INCIDENT, list(set(people)), incident, text, at)


async def mention(connection: Connection, by: Viewer, text: str, ticket: UUID, number: str, at: datetime) -> None:
    """Tells those whom a note names, but for the one who wrote it."""
    names = mentioned(text)
    people = [row["id"] for row in await connection.fetch(NAMED, names, by.staff_id and UUID(by.staff_id))]
    if people:
        await tell(connection, people, NoticeKind.MENTION, ticket, at, number)


async def read(connection: Connection, by: Viewer, one: UUID | None, at: datetime) -> Written:
    """One notice, or all of the caller's that are unread. Those of others stay as they are."""
    keys = await connection.fetch(READ, by.staff_id and UUID(by.staff_id), at, one) if by.staff_id else []
    if not keys:
        unchanged()
        return {"count": 0}
    staff = UUID(str(by.staff_id))
    await record(connection, by.name, "notices.read", "Staff", staff, {"count": len(keys)}, staff)
    return {"count": len(keys)}
