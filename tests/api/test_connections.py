"""Read connections: one that died while nobody used it is replaced, not shown to a caller."""

import asyncio

import asyncpg

from database.reading import ReadConnections

END = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'memberdesk reads'
"""


async def test_a_connection_that_died_while_idle_is_not_used(fresh_url: str, connection: asyncpg.Connection) -> None:
    reads = ReadConnections(fresh_url, 1, "force_generic_plan")
    first = await reads.fetch("SELECT pg_backend_pid()", [])
    await connection.execute(END)
    await asyncio.sleep(0.1)
    second = await reads.fetch("SELECT pg_backend_pid()", [])
    assert second != first
    await reads.close()
