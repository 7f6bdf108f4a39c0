"""Q4: earning points, on many members and all on one, on every side; afterwards the book must be right."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from random import Random

import asyncpg
import orjson

from actions.ledger import outside
from bench.load import Run, Target
from bench.reads_data.worlds import called
from bench.reads_measured.asking import Asker
from bench.reads_measured.ground import Ground
from bench.reads_sides.earning import FUNCTION, KEY, POINTS, bodies
from bench.reads_sides.limit_of_writes import limit_of_writes
from bench.reads_sides.postgraphile import postgraphile
from bench.serving import memberdesk
from models.invariants import INVARIANTS
from rules.ledger import Asset

CONNECTIONS = (16, 64)
SIDES = ("limit", "ours", "peer")
KINDS = ("many", "one")
"Earning on many members, or always on the same."
TURNED_AWAY = 0.01
"Of the requests, because they waited too long for the others: they are told to come again, and change nothing."
COPY = "bench_writes"
Runs = dict[tuple[str, int, str], list[Run]]
"By kind, connections and side."
COUNTS = """
    SELECT (SELECT sum(balance) FROM ledger_account WHERE asset = 'POINTS' AND bucket = 'AVAILABLE')::bigint AS points,
           (SELECT count(*) FROM ledger_transaction) AS transactions, (SELECT count(*) FROM ledger_entry) AS entries,
           (SELECT count(*) FROM points_lot) AS lots, (SELECT count(*) FROM outbox_event) AS told,
           (SELECT count(*) FROM audit_event WHERE action = 'points.earned') AS audited,
           (SELECT count(*) FROM idempotency_key WHERE written IS NOT NULL) AS keys
"""


class Wrong(RuntimeError):
    """What was written does not fit together: figures of wrong books say nothing."""


def measure(ground: Ground) -> Runs:
    """On a copy of the main database, which is dropped afterwards. Raises Wrong."""
    source = ground.world(ground.main_size)
    url = called(ground.server, COPY)
    asyncio.run(_copy(ground.server, source.partition("?")[0].rpartition("/")[2]))
    try:
        held, before = asyncio.run(ready(url))
        runs = _measured(ground, url)
        asyncio.run(check(url, held, before))
    finally:
        asyncio.run(_tell(ground.server, f"DROP DATABASE {COPY} WITH (FORCE)"))
    return runs


def _measured(ground: Ground, url: str) -> Runs:
    runs: Runs = {}
    with sides(ground, url) as targets:
        for side in SIDES:
            check_earned(targets["many", side])
            ground.measured(targets["many", side], 16, 2)
        for kind, connections, side, seconds in _order(ground.quick):
            run = ground.measured(targets[kind, side], connections, seconds, TURNED_AWAY)
            runs.setdefault((kind, connections, side), []).append(run)
    return runs


@contextmanager
def sides(ground: Ground, url: str) -> Iterator[dict[tuple[str, str], Target]]:
    with ExitStack() as stack:
        started = {
            "limit": (*stack.enter_context(limit_of_writes(url, ground.folder)), ""),
            "ours": (*stack.enter_context(memberdesk(url, ground.folder)), ground.token(url)),
            "peer": (*stack.enter_context(postgraphile(url, ground.folder, writes=True)), ""),
        }
        yield {
            (kind, side): Target(side, address, pid, token, _bodies(ground, kind, side))
            for kind in KINDS
            for side, (address, pid, token) in started.items()
        }


def _bodies(ground: Ground, kind: str, side: str) -> object:
    lines = bodies(ground.main_size, peer=side == "peer", all_on_one=kind == "one")
    return ground.bodies(f"Q4-{kind}-{side}", lines)


def _order(quick: bool) -> Iterator[tuple[str, int, str, int]]:
    """Three rounds; the sides of a row follow each other, in an order that changes."""
    random = Random(5)
    for around, kind, connections in product(range(3), KINDS, CONNECTIONS):
        if quick and around and (kind, connections) != ("many", 16):
            continue
        for side in random.sample(SIDES, len(SIDES)):
            yield kind, connections, side, 2 if quick else 5


def check_earned(target: Target) -> None:
    """One request, told in full: so many points, and no error."""
    asker = Asker(target.url, target.token)
    body = target.bodies.read_bytes().splitlines()[0].replace(KEY.encode(), f"first-{target.name}".encode())
    told = orjson.loads(asker.raw(body))
    asker.close()
    (payload,) = (told.get("data") or {"": {}}).values()
    if "errors" in told or int(payload["entry"]["delta"]) != POINTS:
        raise Wrong(f"{target.name}: {told}")


async def _copy(server: str, source: str) -> None:
    await _tell(server, f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
    await _tell(server, f"CREATE DATABASE {COPY} TEMPLATE {source} STRATEGY FILE_COPY", "CHECKPOINT")


async def _tell(server: str, *statements: str) -> None:
    connection = await asyncpg.connect(server)
    for statement in statements:
        await connection.execute(statement, timeout=600)
    await connection.close()


async def ready(url: str) -> tuple[list[str], asyncpg.Record]:
    """The invariants that hold among made-up members, and how much there is before."""
    connection = await asyncpg.connect(url)
    await connection.execute(FUNCTION)
    await outside(connection, Asset.POINTS)
    held = [name for name, question in INVARIANTS.items() if not await connection.fetch(question)]
    before = await connection.fetchrow(COUNTS)
    await connection.close()
    return held, before


async def check(url: str, held: list[str], before: asyncpg.Record) -> None:
    """What held holds, and each earning has left all of its rows, once."""
    connection = await asyncpg.connect(url)
    broken = [name for name in held if await connection.fetch(INVARIANTS[name])]
    after = await connection.fetchrow(COUNTS)
    await connection.close()
    added = {name: after[name] - before[name] for name in after.keys()}  # noqa: SIM118 - a Record has no other way
    earned = added["keys"]
    wanted = dict.fromkeys(added, earned) | {"points": POINTS * earned, "entries": 2 * earned}
    if broken or added != wanted or not earned:
        raise Wrong(f"broken: {broken}; added: {added}")
