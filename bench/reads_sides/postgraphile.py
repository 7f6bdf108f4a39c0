"""PostGraphile 5 on the same tables, installed when it is first needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from bench.node import installed, node
from bench.serving import free_port, served

PACKAGE = "postgraphile@5.1.5"
SERVER = Path(__file__).with_name("postgraphile.mjs")
SETTINGS = "-c jit=off -c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0 -c timezone=UTC"
LISTS = """
    CREATE SCHEMA IF NOT EXISTS bench_lists;
    CREATE OR REPLACE FUNCTION bench_lists.best_members(tiers text[], member_status text) RETURNS SETOF public.member
    LANGUAGE sql STABLE AS $$
        SELECT m.* FROM public.member_metrics x JOIN public.member m ON m.id = x.member_id
        WHERE m.status = member_status
            AND EXISTS (SELECT FROM public.tier t WHERE t.id = m.tier_id AND t.code = ANY(tiers))
        ORDER BY x.total_spend DESC, x.member_id DESC $$;
"""
"A list that is sorted by a related row is a function there; PostgreSQL inlines it."


@contextmanager
def postgraphile(url: str, folder: Path, *, writes: bool = False) -> Iterator[tuple[str, int]]:
    """Its address and process id. The database must have been `prepared`."""
    installed(folder, PACKAGE)
    port = free_port()
    command = [
        node(folder),
        str(SERVER),
        f"{url}&options={SETTINGS.replace(' ', '%20')}",
        str(port),
        *(["writes"] if writes else []),
    ]
    environment = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    with served(command, port, folder / "postgraphile.log", folder, **environment) as pid:
        yield f"http://127.0.0.1:{port}/graphql", pid


async def prepare(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(LISTS)
    await connection.close()
