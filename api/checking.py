"""`memberdesk check`: is everything as it must be?"""

from collections.abc import AsyncIterator

import asyncpg

from actions import clocks
from actions.anchoring import Anchor
from api.auditing import breaks
from api.guards import guards
from database.setup import pending
from models.invariants import GUARDS, INVARIANTS

OLDEST = 180000


async def problems(url: str, anchor: Anchor) -> list[str]:
    """One line for each thing that does not hold; empty if all is well."""
    missing = await pending(url)
    if missing:
        return [f"The database lacks migrations: {', '.join(missing)}. Run `memberdesk migrate`."]
    connection = await asyncpg.connect(url)
    try:
        return [line async for line in _found(connection)] + await breaks(url, anchor)
    finally:
        await connection.close()


async def _found(connection: asyncpg.Connection) -> AsyncIterator[str]:
    version = connection.get_server_version()
    if version.major * 10000 < OLDEST:
        yield f"PostgreSQL {version.major} is too old: version {OLDEST // 10000} or newer is needed."
    for row in await connection.fetch(GUARDS, sorted(await guards())):
        yield f"The guard {row['name']} is missing from the database or switched off."
    for sentence, question in INVARIANTS.items():
        broken = [row[0] for row in await connection.fetch(question, timeout=600)]
        if broken:
            yield f"Does not hold: {sentence}. For example: {', '.join(broken)}."
    late = [line async for line in clocks.differing(connection)]
    if late:
        yield f"Stored times of {len(late)} clocks of tickets are not those of their history. For example: {late[0]}."
