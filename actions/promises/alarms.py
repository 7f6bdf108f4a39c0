"""Reminds of promises, and rings when one is late: each once for each time that it is due."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.notices import tell_promise
from actions.promises.locking import note_step
from actions.recording import record
from rules.notices import NoticeKind
from rules.promises import PromiseStepKind

ACTOR = "timetable"
NEXT = """
    SELECT id, what, owner_id, ticket_id, due_at FROM promise WHERE next_alarm_at <= $1 ORDER BY next_alarm_at LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
"""
REMINDED = "UPDATE promise SET reminded_at = $2 WHERE id = $1"
LATE = "UPDATE promise SET rung_at = $2, late_at = coalesce(late_at, due_at) WHERE id = $1"
LATER = """
    UPDATE promise SET put_off_until = $2
    WHERE id = (SELECT id FROM promise WHERE next_alarm_at <= $1 ORDER BY next_alarm_at LIMIT 1 FOR UPDATE SKIP LOCKED)
"""
ASSIGNEE = "SELECT assignee_id FROM ticket WHERE id = $1 AND assignee_id IS NOT NULL"


async def ring(connection: Connection, at: datetime) -> int | None:
    """What is due of one promise: a reminder, or the alarm. None if nothing is due."""
    found = await connection.fetchrow(NEXT, at)
    if found is None:
        return None
    await (_late if found["due_at"] <= at else _remind)(connection, found, at)
    return 1


async def put_off(connection: Connection, at: datetime, until: datetime) -> None:
    """For a promise whose alarm could not be carried out: the others do not wait for it."""
    await connection.execute(LATER, at, until)


async def _remind(connection: Connection, found: Record, at: datetime) -> None:
    await connection.execute(REMINDED, found["id"], at)
    await _tell(connection, found, [found["owner_id"]], NoticeKind.PROMISE_DUE, at)


async def _late(connection: Connection, found: Record, at: datetime) -> None:
    """The owner is told, and whoever has the ticket."""
    await connection.execute(LATE, found["id"], at)
    await note_step(connection, found["id"], PromiseStepKind.LATE, found["due_at"], "", ACTOR, at)
    others = [row["assignee_id"] for row in await connection.fetch(ASSIGNEE, found["ticket_id"])]
    await _tell(connection, found, [found["owner_id"], *others], NoticeKind.PROMISE_LATE, at)
    await record(connection, ACTOR, "promise.late", "Promise", found["id"], {"dueAt": found["due_at"]}, None)


async def _tell(connection: Connection, found: Record, people: list[UUID], kind: NoticeKind, at: datetime) -> None:
    await tell_promise(connection, people, kind, found["id"], found["ticket_id"], found["what"], at)
