"""Lets answers go that nobody took back: from then on the member sees them."""

from collections.abc import Iterable
from datetime import datetime
from json import dumps
from uuid import UUID

from asyncpg import Connection

BATCH = 200
DUE = f"""
    SELECT id, ticket_id FROM ticket_message WHERE held_until <= $1
    ORDER BY held_until LIMIT {BATCH} FOR NO KEY UPDATE SKIP LOCKED
"""
GO = "UPDATE ticket_message SET held_until = NULL, status_before = NULL WHERE id = ANY($1)"
TELL = "SELECT pg_notify('memberdesk_live', $1)"
OF = "SELECT id, member_id, version FROM ticket WHERE id = ANY($1)"
NEXT = "SELECT min(held_until) FROM ticket_message WHERE held_until IS NOT NULL"


async def release(connection: Connection, at: datetime) -> list[UUID]:
    """The keys of the messages that went, at most a batch. One that somebody takes back just now is left alone.

    The lock of the message decides between both: whoever has it first has his way.
    """
    rows = await connection.fetch(DUE, at)
    keys = [row["id"] for row in rows]
    if keys:
        await connection.execute(GO, keys)
        await _tell(connection, {row["ticket_id"] for row in rows})
    return keys


async def next_release(connection: Connection) -> datetime | None:
    return await connection.fetchval(NEXT)


async def _tell(connection: Connection, tickets: Iterable[UUID]) -> None:
    """Nothing of the ticket itself changes, so that its version stays, and whoever writes in it is not stopped."""
    for row in await connection.fetch(OF, list(tickets)):
        member = row["member_id"] and str(row["member_id"])
        told = {"type": "Ticket", "id": str(row["id"]), "version": row["version"], "member": member}
        await connection.execute(TELL, dumps(told | {"fields": ["messages"]}))
