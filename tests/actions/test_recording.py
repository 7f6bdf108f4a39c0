import asyncio
from uuid import UUID

import asyncpg
import pytest

from actions.recording import broken_links, record, seal

SUBJECT = UUID(int=7)


async def _three(connection: asyncpg.Connection) -> None:
    for number in range(3):
        async with connection.transaction():
            await record(connection, "tester", "points.adjusted", "Member", SUBJECT, {"delta": number, "at": None})
    await seal(connection)


async def _broken(connection: asyncpg.Connection) -> list[tuple[int, str]]:
    return [link async for link in broken_links(connection)]


async def _tamper(connection: asyncpg.Connection, statement: str) -> None:
    await connection.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    await connection.execute(statement)


async def test_events_are_numbered_and_chained(connection: asyncpg.Connection) -> None:
    await _three(connection)
    rows = await connection.fetch("SELECT sequence, previous_hash, hash FROM audit_event ORDER BY sequence")
    assert [row["sequence"] for row in rows] == [1, 2, 3]
    assert [row["previous_hash"] for row in rows][1:] == [row["hash"] for row in rows][:-1]
    assert await _broken(connection) == []


async def test_an_event_that_is_rolled_back_leaves_no_gap(connection: asyncpg.Connection) -> None:
    await _three(connection)
    transaction = connection.transaction()
    await transaction.start()
    await record(connection, "tester", "member.updated", "Member")
    await transaction.rollback()
    await record(connection, "tester", "member.updated", "Member")
    assert await seal(connection) == 1
    assert await connection.fetchval("SELECT max(sequence) FROM audit_event") == 4


async def test_an_event_is_altered_neither_before_nor_after_it_is_sealed(connection: asyncpg.Connection) -> None:
    await record(connection, "tester", "member.updated", "Member")
    for _ in range(2):
        for statement in ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"):
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(statement)
        await seal(connection)
    assert await connection.fetchval("SELECT actor FROM audit_event") == "tester"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_event SET changes = '{\"delta\": 9}' WHERE sequence = 2", (2, "was altered")),
        ("UPDATE audit_event SET actor = 'x' WHERE sequence = 1", (1, "was altered")),
        ("DELETE FROM audit_event WHERE sequence = 2", (3, "event 2 is missing")),
    ],
)
async def test_tampering_is_found(connection: asyncpg.Connection, statement: str, found: tuple[int, str]) -> None:
    await _three(connection)
    await _tamper(connection, statement)
    assert found in await _broken(connection)


async def _seal(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        await seal(connection)


async def test_thirty_at_once_make_one_chain(fresh_url: str) -> None:
    async def one(pool: asyncpg.Pool) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await record(connection, "tester", "member.updated", "Member", SUBJECT)

    async with asyncpg.create_pool(fresh_url, min_size=1, max_size=8) as pool:
        await asyncio.gather(*(one(pool) for _ in range(30)), *(_seal(pool) for _ in range(3)))
        async with pool.acquire() as connection:
            await seal(connection)
            assert await connection.fetchval("SELECT max(sequence) FROM audit_event") == 30
            assert await _broken(connection) == []
