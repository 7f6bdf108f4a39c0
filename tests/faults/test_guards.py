"""Whatever guard is dropped, `memberdesk check` tells it by name."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from api.guards import guards
from models.invariants import GUARDS
from tests.conftest import database

NAMES = sorted(asyncio.run(guards()))
NOT_OURS = {"aerich_pkey", "pgqueuer_schedules_expression_entrypoint_key"}
THERE = """
    SELECT conname AS name, format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS drop
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 't')
    UNION ALL
    SELECT tgname, format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT relname, format('DROP INDEX %I', relname) FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
    WHERE indisunique AND relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))"""


@pytest_asyncio.fixture(scope="module")
async def guarded(empty_url: str) -> AsyncIterator[asyncpg.Connection]:
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        yield connection
        await connection.close()


async def missing(connection: asyncpg.Connection) -> set[str]:
    return {row["name"] for row in await connection.fetch(GUARDS, NAMES)}


async def test_every_guard_of_the_database_is_known(guarded: asyncpg.Connection) -> None:
    assert {row["name"] for row in await guarded.fetch(THERE)} - NOT_OURS == set(NAMES)
    assert await missing(guarded) == set()


@pytest.mark.parametrize("name", NAMES)
async def test_a_guard_that_is_dropped_is_missed(guarded: asyncpg.Connection, name: str) -> None:
    transaction = guarded.transaction()
    await transaction.start()
    try:
        for row in await guarded.fetch(f"SELECT drop FROM ({THERE}) there WHERE name = $1", name):
            await guarded.execute(row["drop"])
        assert name in await missing(guarded)
    finally:
        await transaction.rollback()


async def test_a_trigger_that_is_switched_off_is_missed(guarded: asyncpg.Connection) -> None:
    triggers = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    transaction = guarded.transaction()
    await transaction.start()
    try:
        found = await guarded.fetch(triggers)
        for name, table in found:
            await guarded.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        assert await missing(guarded) == {name for name, _ in found}
    finally:
        await transaction.rollback()
