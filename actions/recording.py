"""The audit chain: every verb adds one event in its own transaction; a sealer chains what was committed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from rules.audit import GENESIS, event_hash, plain

SEAL_LOCK = 0x6D64_6175_6469_7400
"The advisory lock of the chain's end: one sealer at a time, so that the sequence has no gap."
BATCH = 1_000

ADD = """
    INSERT INTO audit_event (at, actor, actor_staff_id, action, subject_type, subject_id, changes)
    VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb)
"""
LAST = "SELECT sequence, hash FROM audit_event WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1"
COLUMNS = "id, sequence, at, actor, actor_staff_id, action, subject_type, subject_id, changes::text"
UNSEALED = f"SELECT {COLUMNS} FROM audit_event WHERE sequence IS NULL ORDER BY id LIMIT {BATCH}"
SEAL = """
    UPDATE audit_event event SET sequence = sealed.sequence, previous_hash = sealed.previous_hash, hash = sealed.hash
    FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) AS sealed (id, sequence, previous_hash, hash)
    WHERE event.id = sealed.id
"""
ALL = f"SELECT {COLUMNS}, previous_hash, hash FROM audit_event WHERE sequence IS NOT NULL ORDER BY sequence"

Said = tuple[str, str, UUID | None]
UNCHANGED = ("", "", None)
_EVENTS: ContextVar[list[Said] | None] = ContextVar("events", default=None)


class Unrecorded(Exception):
    """A verb that left no event, or one event twice: a fault of ours, so that nothing of it is kept."""


@contextmanager
def recorded(operation: str) -> Iterator[None]:
    """Around a verb. Raises Unrecorded unless it recorded its event, or said that it changed nothing.

    What it sets off besides (a purchase that makes a member) has an event of its own, before that of the verb.
    """
    events: list[Said] = []
    token = _EVENTS.set(events)
    try:
        yield
    finally:
        _EVENTS.reset(token)
    if not events or events.count(events[-1]) > 1:
        raise Unrecorded(f"{operation} recorded {[action for action, _, _ in events]}")


def unchanged() -> None:
    """Said by a verb that finds everything as it is wanted."""
    if (events := _EVENTS.get()) is not None and not events:
        events.append(UNCHANGED)


async def record(
    connection: Connection,
    actor: str,
    action: str,
    subject_type: str,
    subject_id: UUID | None = None,
    changes: dict[str, Any] | None = None,
    staff_id: UUID | None = None,
) -> None:
    """Writes one event in the caller's transaction. Nobody waits: `seal` gives it its place in the chain afterwards."""
    kept = None if changes is None else dumps(plain(changes))
    if (events := _EVENTS.get()) is not None:
        events.append((action, subject_type, subject_id))
    await connection.execute(ADD, datetime.now(UTC), actor, staff_id, action, subject_type, subject_id, kept)


async def seal(connection: Connection) -> int:
    """Chains the events that were committed and have no place yet, oldest first. Returns how many."""
    total = 0
    while True:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", SEAL_LOCK)
            events = await connection.fetch(UNSEALED)
            await _chain(connection, events)
        total += len(events)
        if len(events) < BATCH:
            return total


async def _chain(connection: Connection, events: list[Record]) -> None:
    last = await connection.fetchrow(LAST)
    sequence, previous = (last["sequence"], last["hash"]) if last else (0, GENESIS)
    sealed = []
    for event in events:
        sequence += 1
        digest = event_hash(previous, _told(event, sequence))
        sealed.append((event["id"], sequence, previous, digest))
        previous = digest
    if sealed:
        await connection.execute(SEAL, *map(list, zip(*sealed, strict=True)))


async def broken_links(connection: Connection) -> AsyncIterator[tuple[int, str]]:
    """Every event that does not follow from the one before it: its sequence number and what is wrong with it."""
    expected, previous = 1, GENESIS
    async with connection.transaction(readonly=True):
        async for row in connection.cursor(ALL, prefetch=1000):
            if row["sequence"] != expected:
                yield row["sequence"], f"event {expected} is missing"
            if row["previous_hash"] != previous:
                yield row["sequence"], "does not name the hash of the event before it"
            if event_hash(row["previous_hash"], _told(row, row["sequence"])) != row["hash"]:
                yield row["sequence"], "was altered"
            expected, previous = row["sequence"] + 1, row["hash"]


def _told(row: Record, sequence: int) -> dict[str, Any]:
    """What the hash of an event covers."""
    return {
        "sequence": sequence,
        "at": row["at"].isoformat(timespec="microseconds"),
        "actor": row["actor"],
        "staff": row["actor_staff_id"] and str(row["actor_staff_id"]),
        "action": row["action"],
        "subject": [row["subject_type"], row["subject_id"] and str(row["subject_id"])],
        "changes": None if row["changes"] is None else loads(row["changes"]),
    }
