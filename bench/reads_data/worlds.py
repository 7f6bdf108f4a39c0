"""Makes a database of so many members once and keeps it."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import polars as pl

from actions.imports.copying import append
from actions.roles import ship
from bench.reads_data import filling
from bench.reads_data import seeds as seeding
from bench.reads_data.seeds import seeds
from database.setup import migrate

Say = Callable[[str], None]
COLUMNS = {pl.Int64: "bigint", pl.UInt32: "bigint", pl.String: "text", pl.Date: "date", pl.Boolean: "boolean"}
FILLED = (
    "member", "ledger_account", "member_metrics", "wallet", "member_card", "ledger_transaction", "ledger_entry",
    "coupon", "ticket",
)  # fmt: skip
LOADING = """
    SET session_replication_role = replica; SET synchronous_commit = off; SET statement_timeout = 0;
    SET maintenance_work_mem = '2GB'; SET work_mem = '512MB'; SET max_parallel_maintenance_workers = 2
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made
    FROM pg_index i WHERE i.indrelid = ANY($1::regclass[]::oid[]) AND NOT i.indisprimary
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""

SHAPE = """
    SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
        SELECT concat_ws(' ', a.attrelid::regclass, a.attname, a.atttypid::regtype, a.attnotnull,
                         pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = ANY($1::regclass[]::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ANY($1::regclass[]::oid[])
        UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            AND proname IN ('fold', 'search_grams', 'search_effort', 'cursor_of')) lines(line)
"""
EMPTY = "bench_empty"


async def world(server: str, members: int, say: Say) -> str:
    """The address of the database with so many members. It is made if it is missing, unfinished or of other tables."""
    name = f"bench_{members}"
    url = called(server, name)
    wanted = await _shape(server)
    if await _noted(server, name) != wanted:
        await _make(server, url, name, members, say)
        await _tell(server, f"COMMENT ON DATABASE {name} IS '{wanted}'", "CHECKPOINT")
    await _migrate(url)
    return url


def called(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


async def _make(server: str, url: str, name: str, members: int, say: Say) -> None:
    begun = perf_counter()
    await _tell(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    await _migrate(url)
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await ship(connection)
        await connection.execute(LOADING)
        await _sow(connection, members)
        indexes = await _without_indexes(connection)
        await _fill(connection, url, members, say)
        say("indexes")
        for made in indexes:
            await connection.execute(made, timeout=3600)
        await connection.execute("DROP SCHEMA seed CASCADE")
        say("vacuum")
        await connection.execute("VACUUM (FREEZE, ANALYZE)", timeout=3600)
    finally:
        await connection.close()
    say(f"{members:,} members made in {perf_counter() - begun:.0f} s")


async def _migrate(url: str) -> None:
    """In a task of its own, because the ORM remembers in the task that it was opened and closed."""
    await asyncio.create_task(migrate(url))


async def _sow(connection: asyncpg.Connection, members: int) -> None:
    await connection.execute("CREATE SCHEMA seed; SET search_path = seed, public")
    for name, frame in seeds(members).items():
        columns = ", ".join(f"{column} {_type(kind)}" for column, kind in frame.schema.items())
        await connection.execute(f"CREATE UNLOGGED TABLE seed.{name} ({columns})")
        await append(connection, name, frame)
        await connection.execute(f"ANALYZE seed.{name}")


def _type(kind: pl.DataType) -> str:
    return COLUMNS.get(type(kind), "timestamptz")


async def _without_indexes(connection: asyncpg.Connection) -> list[str]:
    """Drops what is faster to build afterwards; returns the statements that make it again."""
    found = await connection.fetch(INDEXES, [f"public.{table}" for table in FILLED])
    for row in found:
        await connection.execute(f"DROP INDEX {row['name']}")
    return [row["made"] for row in found]


async def _fill(connection: asyncpg.Connection, url: str, members: int, say: Say) -> None:
    for step in ("GROUND", "MADE", "ACCOUNTS"):
        say(step.lower())
        await connection.execute(getattr(filling, step).replace("{members}", str(members)), timeout=3600)
    say("members")
    await asyncio.gather(*(_half(url, half) for half in (0, 1)))
    for step in ("BESIDE_MEMBERS", "ENTRIES", "COUPONS", "TICKETS"):
        say(step.lower().replace("_", " "))
        await connection.execute(getattr(filling, step), timeout=3600)


async def _half(url: str, half: int) -> None:
    """Every other member: two connections keep two cores busy with the search's pairs of letters."""
    connection = await asyncpg.connect(url, timeout=10)
    await connection.execute(LOADING)
    await connection.execute(filling.MEMBERS.replace("{half}", str(half)), timeout=3600)
    await connection.close()


async def _noted(server: str, name: str) -> str | None:
    """What was noted when the database was finished."""
    connection = await asyncpg.connect(server)
    noted = await connection.fetchval(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", name
    )
    await connection.close()
    return noted


async def _shape(server: str) -> str:
    """A digest of the columns, indexes and functions that a new database gets, and of what would be filled into it."""
    await _tell(server, f"DROP DATABASE IF EXISTS {EMPTY}", f"CREATE DATABASE {EMPTY}")
    await _migrate(called(server, EMPTY))
    connection = await asyncpg.connect(called(server, EMPTY))
    shape = await connection.fetchval(SHAPE, [f"public.{table}" for table in FILLED])
    await connection.close()
    return sha256(f"{shape}{_filled()}".encode()).hexdigest()


def _filled() -> str:
    return "".join(Path(module.__file__).read_text() for module in (filling, seeding))


async def _tell(server: str, *statements: str) -> None:
    connection = await asyncpg.connect(server)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()
