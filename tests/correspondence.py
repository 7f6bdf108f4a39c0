"""The small world's letters: what was said in a ticket, and the files beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import Connection

OUTGOING = UUID("0190a5d1-0000-7000-8000-000000000005")
INBOUND = UUID("0190a5d1-0000-7000-8000-000000000004")
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
    await insert(
        c, "mail", id=OUTGOING, kind="ticket_reply", recipient="lin@example.com", locale="", status="FAILED", tries=7,
        due_at=LONG_AGO, created_at=LONG_AGO, error="SMTPRecipientsRefused", ticket_message_id=said,
    )  # fmt: skip
    await insert(
        c, "inbound_mail", id=INBOUND, digest=b"1", message_ref="1@example.com", source="IMAP", size=12,
        sender="eve@example.com", sender_name="Eve", subject="Cheap watches", excerpt="Buy", status="STOPPED",
        reason="LIST", content=b"From: eve", at=LONG_AGO,
    )  # fmt: skip
    await insert(
        c, "inbound_mail", digest=b"2", source="WEBHOOK", size=9, sender="lin@example.com", status="ACCEPTED",
        ticket_id=ticket, message_id=said, at=LONG_AGO + timedelta(hours=1),
    )  # fmt: skip
