"""The small world's letters: what was said in a ticket, and the files beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import Connection

LONG_AGO = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def add(c: Connection, insert: Any, ticket: UUID) -> None:
    for minute, (author, internal, own) in enumerate(
        (("Lin", False, True), ("Ana", True, False), ("Ana", False, False))
    ):
        said = await insert(
            c, "ticket_message", ticket_id=ticket, author=author, is_internal=internal, is_from_member=own,
            body=f"Message {minute} <i>", at=LONG_AGO + timedelta(minutes=minute),
        )  # fmt: skip
        await insert(
            c, "attachment", message_id=said, owner="STAFF:ana", name=f"receipt {minute}.txt", media_type="text/plain",
            size=4, content=b"milk", at=LONG_AGO,
        )  # fmt: skip
