"""Takes a mail in: kept first, then put into its ticket, stopped or put aside; the same one twice is one."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from asyncpg import Connection

from actions.inbound.placing import place
from actions.mail import Post
from actions.policies import policy
from rules.inbound import LARGEST, LONGEST_EXCERPT, QUARANTINE, InboundReason, InboundSource, InboundStatus
from rules.inbound.judging import judged
from rules.inbound.reading import Letter, Malformed, heads_of, message_id_of, read, sender_of, subject_of
from rules.inbound.words import clean, value
from rules.refusals import Refused

HOUR = timedelta(hours=1)
KEEP = """
    INSERT INTO inbound_mail (digest, message_ref, source, sender, sender_name, subject, excerpt, size, status, reason,
        detail, content, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (digest) DO NOTHING RETURNING id
"""
PLACED = """
    UPDATE inbound_mail SET status = 'ACCEPTED', reason = NULL, detail = NULL, ticket_id = $2, message_id = $3
    WHERE id = $1
"""
LATELY = "SELECT count(*) FROM inbound_mail WHERE sender = $1 AND at > $2"
BOUNCED = """
    UPDATE mail SET status = 'FAILED', sent_at = NULL, error = 'It came back: the other mail server did not deliver it.'
    WHERE id = ANY($1::uuid[]) AND status = 'SENT'
"""
log = logging.getLogger("memberdesk.mail")


@dataclass(frozen=True, slots=True)
class Door:
    """What mail that comes in is judged by: the addresses that are our own; and how its sender is answered."""

    own: Collection[str]
    post: Post


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail; `is_new` is false for one that was there already."""

    is_new: bool
    status: InboundStatus | None = None
    reason: InboundReason | None = None
    ticket: UUID | None = None


async def take(connection: Connection, raw: bytes, source: InboundSource, door: Door, at: datetime) -> Taken:
    """In a transaction of its own: once it is over, the mail may be forgotten by whoever brought it."""
    async with connection.transaction():
        reason, detail, letter = _read(raw, door)
        heads = heads_of(raw)
        name, sender = sender_of(heads)
        if reason is None and await _is_flooded(connection, sender, at):
            reason = InboundReason.TOO_MANY
        status = _status(reason)
        excerpt = letter.text[:LONGEST_EXCERPT] if letter else ""
        key = await connection.fetchval(
            KEEP, _digest(raw), message_id_of(heads)[:400] or None, source, sender[:254], name, subject_of(heads),
            excerpt, len(raw), status, reason, detail, raw, at,
        )  # fmt: skip
        if key is None:
            return Taken(is_new=False)
        if letter is None or reason is not None:
            await _noticed(connection, reason, letter)
            return Taken(True, status, reason)
        return await _placed(connection, key, letter, door, at)


async def _placed(connection: Connection, key: UUID, letter: Letter, door: Door, at: datetime) -> Taken:
    """What fails on the way into a ticket leaves the mail aside, and is told."""
    try:
        async with connection.transaction():
            place_of = await place(connection, letter, door.post, at)
            await connection.execute(PLACED, key, place_of.ticket, place_of.message)
    except Refused as refused:
        return await _aside(connection, key, refused.message)
    except Exception as error:
        log.exception("a mail could not be put into a ticket")
        return await _aside(connection, key, type(error).__name__)
    return Taken(True, InboundStatus.ACCEPTED, None, place_of.ticket)


async def _aside(connection: Connection, key: UUID, why: str) -> Taken:
    kept = "UPDATE inbound_mail SET status = 'QUARANTINED', reason = 'FAULT', detail = $2 WHERE id = $1"
    await connection.execute(kept, key, why[:300])
    return Taken(True, InboundStatus.QUARANTINED, InboundReason.FAULT)


def _read(raw: bytes, door: Door) -> tuple[InboundReason | None, str | None, Letter | None]:
    if len(raw) > LARGEST:
        return InboundReason.TOO_LARGE, None, None
    try:
        letter = read(raw)
    except Malformed as error:
        return judged(heads_of(raw), door.own) or InboundReason.MALFORMED, str(error), None
    except Exception as error:
        log.warning("a mail could not be read: %s", type(error).__name__)
        return InboundReason.MALFORMED, type(error).__name__, None
    return judged(letter.message, door.own), None, letter


async def _is_flooded(connection: Connection, sender: str, at: datetime) -> bool:
    most = (await policy(connection, "MAIL"))["mostPerHour"]
    return await connection.fetchval(LATELY, sender, at - HOUR) >= most


async def _noticed(connection: Connection, reason: InboundReason | None, letter: Letter | None) -> None:
    """A mail of ours that comes back was not delivered."""
    if reason is InboundReason.BOUNCE and letter is not None:
        await connection.execute(BOUNCED, list(returned(letter)))


def returned(letter: Letter) -> "set[UUID]":
    """Mails of ours whose ids stand in what came back."""
    found = set()
    said = " ".join([*letter.answers, letter.text, *(file.content.decode("latin-1") for file in letter.files)])
    for word in said.replace("<", " ").replace(">", " ").split():
        name, _, _ = word.partition("@")
        if len(name) == 36 and "@" in word:
            try:
                found.add(UUID(name))
            except ValueError:
                continue
    return found


def _status(reason: InboundReason | None) -> InboundStatus:
    if reason is None:
        return InboundStatus.QUARANTINED
    return InboundStatus.QUARANTINED if reason in QUARANTINE else InboundStatus.STOPPED


def _digest(raw: bytes) -> bytes:
    """The same for a mail that comes twice, over whatever servers: its id, sender, day and content."""
    heads = heads_of(raw)
    name, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    said = [value(heads, header) for header in ("message-id", "from", "date", "subject")]
    about = clean("\0".join(" ".join(one.split()) for one in said)).encode()
    return sha256(about + b"\0" + (body.rstrip() if body.strip() else name)).digest()
