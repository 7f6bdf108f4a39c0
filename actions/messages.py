"""Messages to members: written with the contact that allows them, taken by whoever sends them, tried again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from rules.contacting import ContactChannel
from rules.mail import SILENT_AFTER, MailStatus, next_try

WRITE = """
    INSERT INTO member_message (member_id, channel, language, subject, body, about, contact_id, status, due_at, at,
        sent_at)
    VALUES ($1, $2, $3, care_text($4, $1), care_text($5, $1), $6, $7, $8, $9, $9, $10) RETURNING id
"""
TAKE = """
    UPDATE member_message SET status = 'SENDING', tries = tries + 1, due_at = $1::timestamptz + $3
    WHERE id = (SELECT id FROM member_message WHERE status IN ('WAITING', 'SENDING') AND due_at <= $1
                AND channel = ANY($2) ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, member_id, channel, language, subject, body, tries,
        (SELECT phone FROM member WHERE id = member_id) AS phone,
        (SELECT email FROM member WHERE id = member_id) AS email,
        (SELECT member_no FROM member WHERE id = member_id) AS member_no
"""
SENT = "UPDATE member_message SET status = 'SENT', sent_at = $2, error = NULL WHERE id = $1 AND status = 'SENDING'"
AGAIN = "UPDATE member_message SET status = 'WAITING', due_at = $2, error = $3 WHERE id = $1 AND status = 'SENDING'"
GIVE_UP = "UPDATE member_message SET status = 'FAILED', error = $2 WHERE id = $1 AND status = 'SENDING'"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is being sent now, by whoever took it; `phone` and `email` as the file has them."""

    id: UUID
    member_id: UUID
    member_no: str
    channel: ContactChannel
    language: str
    subject: str
    body: str
    tries: int
    phone: str | None
    email: str | None


async def write(
    connection: Connection,
    member: UUID,
    channel: ContactChannel,
    language: str,
    subject: str,
    text: str,
    about: str,
    contact: UUID,
    at: datetime,
) -> UUID:
    """In the claim's transaction. In-site messages are there at once: members read them in their own app."""
    is_there = channel is ContactChannel.IN_SITE
    status, sent = (MailStatus.SENT, at) if is_there else (MailStatus.WAITING, None)
    return await connection.fetchval(
        WRITE, member, channel, language, subject[:200], text, about, contact, status, at, sent
    )


async def take(connection: Connection, channels: Collection[ContactChannel], at: datetime) -> Outgoing | None:
    """The next that is due, so that no other worker has it; None if there is none. Commit before it is sent."""
    row = await connection.fetchrow(TAKE, at, list(channels), SILENT_AFTER)
    if row is None:
        return None
    return Outgoing(**dict(row) | {"channel": ContactChannel(row["channel"])})


async def sent(connection: Connection, message: UUID, at: datetime) -> None:
    await connection.execute(SENT, message, at)


async def failed(connection: Connection, message: Outgoing, error: str, at: datetime) -> None:
    """It is tried again later, unless it was tried often enough."""
    again = next_try(message.tries, at)
    if again is None:
        await connection.execute(GIVE_UP, message.id, error[:300])
    else:
        await connection.execute(AGAIN, message.id, again, error[:300])
