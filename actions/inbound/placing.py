"""Puts a letter where it belongs: into the ticket that it answers, or into a new one of whoever wrote it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import attaching, clocks
from actions.mail import Post
from actions.posting import acknowledge
from actions.tickets.answering import say
from actions.tickets.hearing import HEARD
from actions.tickets.locking import Held, noted, surviving
from actions.tickets.opening import open_ticket
from rules.inbound.finding import is_of, marks, plain_subject
from rules.inbound.judging import judged
from rules.inbound.reading import Letter
from rules.permissions import union
from rules.tickets import LONGEST_SUBJECT, TicketChannel, TicketStatus
from rules.viewer import Viewer

_NOTHING = union([])
MAIL = Viewer("CLIENT", "mail", (), _NOTHING, _NOTHING.fingerprint())
"Who opens and answers tickets for those who write."
KNOWN = "SELECT id FROM member WHERE email = $1 AND status <> 'ERASED' LIMIT 2"
MARKED = "SELECT id FROM ticket WHERE number IN ($1::text, upper($1::text))"
ANSWERED = """
    SELECT said.ticket_id FROM mail JOIN ticket_message said ON said.id = mail.ticket_message_id
    WHERE mail.id = ANY($1::uuid[]) ORDER BY mail.id DESC LIMIT 1
"""
FOLLOWED = """
    SELECT came.ticket_id FROM inbound_mail came JOIN ticket ON ticket.id = came.ticket_id
    LEFT JOIN member ON member.id = ticket.member_id
    WHERE came.message_ref = ANY($1::text[]) AND $2 IN (ticket.contact_address, member.email)
    ORDER BY came.at DESC LIMIT 1
"""
REACHED_AT = "UPDATE ticket SET contact_address = $2, contact_name = $3 WHERE id = $1"
KNOWN_NOW = "UPDATE ticket SET member_id = $2 WHERE id = $1 AND member_id IS NULL"
FIRST = """
    UPDATE ticket_message SET quoted = $2, author = CASE WHEN $4 THEN author ELSE $3 END
    WHERE ticket_id = $1 RETURNING id
"""
QUOTED = "UPDATE ticket_message SET quoted = $2, author = CASE WHEN $4 THEN author ELSE $3 END WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Place:
    ticket: UUID
    message: UUID
    is_new: bool


async def place(connection: Connection, letter: Letter, post: Post, at: datetime) -> Place:
    """What answers a ticket that was merged lands in the one that was kept; what answers a closed one opens another."""
    member = await _member(connection, letter.sender)
    ticket = await found(connection, letter, post.secret)
    if ticket is not None:
        held = await surviving(connection, ticket)
        if held.status is not TicketStatus.CLOSED:
            return await _heard(connection, held, letter, member, at)
    return await _opened(connection, letter, member, post, at)


async def found(connection: Connection, letter: Letter, secret: str) -> UUID | None:
    """By a mark that is ours, by a mail of ours that it answers, or by the sender's own earlier mail."""
    for number, sign in marks(letter.subject, letter.recipients):
        for row in await connection.fetch(MARKED, number):
            if is_of(secret, row["id"], sign):
                return row["id"]
    ours = [key for one in letter.answers if (key := _key(one))]
    answered = await connection.fetchval(ANSWERED, ours) if ours else None
    return answered or await connection.fetchval(FOLLOWED, list(letter.answers), letter.sender)


async def _opened(connection: Connection, letter: Letter, member: UUID | None, post: Post, at: datetime) -> Place:
    subject = plain_subject(letter.subject) or " ".join(_body(letter).split())[:80]
    given = {"subject": subject[:LONGEST_SUBJECT], "body": _body(letter), "channel": TicketChannel.EMAIL}
    ticket = (await open_ticket(connection, MAIL, given, member, None, at))["ticket"]
    await connection.execute(REACHED_AT, ticket, letter.sender, letter.sender_name or None)
    message = await connection.fetchval(FIRST, ticket, letter.quoted or None, letter.author[:200], member is not None)
    await _keep(connection, message, letter, at)
    if judged(letter.message, ()) is None:
        await acknowledge(connection, post, ticket, letter.sender, _body(letter), at)
    return Place(ticket, message, True)


async def _heard(connection: Connection, held: Held, letter: Letter, member: UUID | None, at: datetime) -> Place:
    """In the words of whoever wrote: the ticket's member under his name, everybody else under what the mail says."""
    owner = held.row["member_id"]
    if owner is None and member is not None and held.row["contact_address"] == letter.sender:
        await connection.execute(KNOWN_NOW, held.key, member)
        owner = member
    is_own = member is not None and member == owner
    message = await say(connection, MAIL, held.key, owner if is_own else None, _body(letter), at, is_from_member=True)
    await connection.execute(QUOTED, message, letter.quoted or None, letter.author[:200], is_own)
    files = await _keep(connection, message, letter, at)
    await connection.execute(HEARD, held.key, at)
    await clocks.keep(connection, held.key, at)
    told = {"length": len(letter.text), "fromMember": True, "files": files}
    await noted(connection, MAIL, "ticket.replied", held.key, told)
    return Place(held.key, message, False)


async def _keep(connection: Connection, message: UUID, letter: Letter, at: datetime) -> int:
    for file in letter.files:
        await attaching.keep(connection, message, "mail", file, at)
    return len(letter.files)


async def _member(connection: Connection, address: str) -> UUID | None:
    """Whose address it is, if it is one member's."""
    rows = await connection.fetch(KNOWN, address)
    return rows[0]["id"] if len(rows) == 1 else None


def _body(letter: Letter) -> str:
    """What is said; of a mail without words the names of what it brings."""
    return letter.text or " ".join(f"[{file.name}]" for file in letter.files) or letter.subject


def _key(message_id: str) -> UUID | None:
    try:
        return UUID(message_id.partition("@")[0])
    except ValueError:
        return None
