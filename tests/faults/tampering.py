"""Somebody who owns the database changes the audit log: `python -m tests.faults.tampering`."""

import random
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg

from actions.anchoring import Anchor, broken
from actions.recording import COLUMNS, _told, record, seal
from rules.audit import event_hash
from settings import Settings
from tests.faults.running import main

EVENTS, TOLD_EVERY = 60, 6
FLIPS = ("actor = actor || 'x'", "changes = '{\"points\": -9}'", "at = at + interval '1 second'", "action = 'x.y'",
         "subject_id = NULL", "hash = sha256(hash)", "previous_hash = sha256(previous_hash)")  # fmt: skip
Tamper = Callable[[asyncpg.Connection, int, random.Random], Awaitable[int]]
"""Does something at an event; gives the first event of which somebody can tell."""


async def flip(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    await c.execute(f"UPDATE audit_event SET {chance.choice(FLIPS)} WHERE sequence = $1", place)
    return place


async def delete(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    await c.execute("DELETE FROM audit_event WHERE sequence = $1", place)
    return place


async def delete_and_close_up(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    await delete(c, place, chance)
    await _moved(c, place, -1)
    return place


async def insert(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    await _moved(c, place - 1, 1)
    await c.execute(
        """INSERT INTO audit_event (at, actor, action, subject_type, sequence, previous_hash, hash)
           SELECT at, 'x', action, subject_type, $1::bigint, previous_hash, hash
           FROM audit_event WHERE sequence = $1::bigint + 1""",
        place,
    )
    return place


async def swap(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    other = place % EVENTS + 1
    for now, then in ((place, -1), (other, place), (-1, other)):
        await c.execute("UPDATE audit_event SET sequence = $2 WHERE sequence = $1", now, then)
    return min(place, other)


async def cut_the_tail(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    await c.execute("DELETE FROM audit_event WHERE sequence >= $1", place)
    return place


async def rewrite(c: asyncpg.Connection, place: int, chance: random.Random) -> int:
    """Changes an event and makes the whole chain after it anew, as it would have been."""
    await c.execute("UPDATE audit_event SET actor = 'somebody else' WHERE sequence = $1", place)
    previous = await c.fetchval("SELECT previous_hash FROM audit_event WHERE sequence = $1", place)
    later = f"SELECT {COLUMNS} FROM audit_event WHERE sequence >= $1 ORDER BY sequence"
    for row in await c.fetch(later, place):
        digest = event_hash(previous, _told(row, row["sequence"]))
        await c.execute(
            "UPDATE audit_event SET previous_hash = $2, hash = $3 WHERE id = $1", row["id"], previous, digest
        )
        previous = digest
    return place


KINDS: tuple[Tamper, ...] = (flip, delete, delete_and_close_up, insert, swap, cut_the_tail, rewrite)


async def tamper(url: str, chance: random.Random, positions: int) -> Counter[str]:
    """How often each kind was found. Raises AssertionError for one that was not, or not soon enough."""
    found: Counter[str] = Counter()
    connection = await asyncpg.connect(url)
    with tempfile.TemporaryDirectory() as folder:
        try:
            anchor = await _chained(connection, Path(folder) / "heads")
            for n in range(positions):
                kind, place = KINDS[n % len(KINDS)], chance.randint(1, EVENTS)
                await _found(connection, anchor, kind, place, chance)
                found[kind.__name__] += 1
            assert [link async for link in broken(connection, anchor)] == []
        finally:
            await connection.close()
    return found


async def _chained(connection: asyncpg.Connection, file: Path) -> Anchor:
    anchor = Anchor(file)
    for n in range(EVENTS):
        await record(connection, f"person {n % 5}", "points.earn", "Member", UUID(int=n), {"points": n})
        await seal(connection)
        if n % TOLD_EVERY == TOLD_EVERY - 1:
            assert await anchor.tell(connection) is not None
    await connection.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    return anchor


async def _found(
    connection: asyncpg.Connection, anchor: Anchor, kind: Tamper, place: int, chance: random.Random
) -> None:
    """The first break that is told is at most as far as the next head that was told."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        first = await kind(connection, place, chance)
        told = sorted([sequence async for sequence, _ in broken(connection, anchor)])
    finally:
        await transaction.rollback()
    assert told, f"{kind.__name__} at {place} was not found"
    assert first <= told[0] <= first + TOLD_EVERY, f"{kind.__name__} at {first} was found at {told[0]}"


async def _moved(c: asyncpg.Connection, after: int, by: int) -> None:
    await c.execute("UPDATE audit_event SET sequence = -sequence WHERE sequence > $1", after)
    await c.execute("UPDATE audit_event SET sequence = -sequence + $1 WHERE sequence < 0", by)


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Events are flipped, deleted, inserted, swapped, cut off and written anew."""
    found = await tamper(url, chance, 10_000 if full else 1_000)
    return f"{sum(found.values())} of {sum(found.values())} found: " + ", ".join(f"{k} {n}" for k, n in found.items())


if __name__ == "__main__":
    main(measure)
