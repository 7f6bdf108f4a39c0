"""The audit chain: every verb adds one event in its own transaction."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from rules.audit import GENESIS, event_hash, plain

CHAIN_LOCK = 0x6D64_6175_6469_7400
"The advisory lock of the chain's end: events are numbered one at a time, so that the sequence has no gap."

LAST = "SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1"
ALL = """
    SELECT sequence, at, actor, actor_staff_id, action, subject_type, subject_id, changes::text, previous_hash, hash
    FROM audit_event ORDER BY sequence
"""
ADD = """
    INSERT INTO audit_event (sequence, at, actor, actor_staff_id, action, subject_type, subject_id, changes,
                             previous_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10)
"""


async def record(
    connection: Connection,
    actor: str,
    action: str,
    subject_type: str,
    subject_id: UUID | None = None,
    changes: dict[str, Any] | None = None,
    staff_id: UUID | None = None,
) -> int:
    """Appends one event to the chain in the caller's transaction and returns its sequence number.

    Call it last: until the transaction ends, everybody else who records waits.
    """
    await connection.execute("SELECT pg_advisory_xact_lock($1)", CHAIN_LOCK)
    last = await connection.fetchrow(LAST)
    sequence, previous = (last["sequence"] + 1, last["hash"]) if last else (1, GENESIS)
    kept = None if changes is None else plain(changes)
    row = (sequence, datetime.now(UTC), actor, staff_id, action, subject_type, subject_id)
    digest = event_hash(previous, _event(*row, kept))
    await connection.execute(ADD, *row, None if kept is None else dumps(kept), previous, digest)
    return sequence


async def broken_links(connection: Connection) -> AsyncIterator[tuple[int, str]]:
    """Every event that does not follow from the one before it: its sequence number and what is wrong with it."""
    expected, previous = 1, GENESIS
    async with connection.transaction(readonly=True):
        async for row in connection.cursor(ALL, prefetch=1000):
            if row["sequence"] != expected:
                yield row["sequence"], f"event {expected} is missing"
            if row["previous_hash"] != previous:
                yield row["sequence"], "does not name the hash of the event before it"
            if event_hash(row["previous_hash"], _stored(row)) != row["hash"]:
                yield row["sequence"], "was altered"
            expected, previous = row["sequence"] + 1, row["hash"]


def _stored(row: Record) -> dict[str, Any]:
    names = ("sequence", "at", "actor", "actor_staff_id", "action", "subject_type", "subject_id")
    return _event(*(row[name] for name in names), None if row["changes"] is None else loads(row["changes"]))


def _event(
    sequence: int,
    at: datetime,
    actor: str,
    staff_id: UUID | None,
    action: str,
    subject_type: str,
    subject_id: UUID | None,
    changes: Any,
) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "at": at.isoformat(timespec="microseconds"),
        "actor": actor,
        "staff": staff_id and str(staff_id),
        "action": action,
        "subject": [subject_type, subject_id and str(subject_id)],
        "changes": changes,
    }
