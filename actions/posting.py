"""Mails that carry what was said in tickets: an answer goes out once, in the thread that it belongs to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.mail import Post
from actions.policies import policy
from rules.inbound.finding import mark, marked_address, marked_subject
from rules.languages import written_in

MOST_REFERENCES = 20
GOES = "UPDATE ticket_message SET posts_at = $2 WHERE id = $1"
DUE = """
    SELECT said.id AS message, said.ticket_id, said.body, said.author, ticket.number, ticket.subject, ticket.channel,
        ticket.contact_address, member.email
    FROM ticket_message said JOIN ticket ON ticket.id = said.ticket_id
    LEFT JOIN member ON member.id = ticket.member_id AND member.status <> 'ERASED'
    WHERE said.posts_at <= $1 AND said.held_until IS NULL
    ORDER BY said.posts_at LIMIT 1 FOR UPDATE OF said SKIP LOCKED
"""
"One that can still be taken back waits."
GONE = "UPDATE ticket_message SET posts_at = NULL WHERE id = $1"
CARRIES = "UPDATE mail SET ticket_message_id = $2 WHERE id = $1"
CAME = """
    SELECT message_ref FROM inbound_mail WHERE ticket_id = $1 AND message_ref IS NOT NULL ORDER BY id DESC LIMIT $2
"""
WENT = """
    SELECT mail.id FROM mail JOIN ticket_message said ON said.id = mail.ticket_message_id
    WHERE said.ticket_id = $1 ORDER BY mail.id DESC LIMIT $2
"""
BY_MAIL = ("EMAIL", "WEB")


async def goes_out(connection: Connection, message: UUID, at: datetime) -> None:
    """Says that an answer is to be mailed, if its ticket has somebody to mail to; in the transaction that says it."""
    await connection.execute(GOES, message, at)


async def post_next(connection: Connection, post: Post, at: datetime) -> bool:
    """Puts the next answer that is due on its way, in a transaction of the caller; False if none is."""
    row = await connection.fetchrow(DUE, at)
    if row is None:
        return False
    await connection.execute(GONE, row["message"])
    recipient = recipient_of(row)
    if recipient:
        await _send(connection, post, row, recipient, at)
    return True


def recipient_of(ticket: Record) -> str | None:
    """Where it came from; the member's own address if it came by mail before there was one."""
    if ticket["channel"] not in BY_MAIL:
        return None
    return ticket["contact_address"] or (ticket["email"] if ticket["channel"] == "EMAIL" else None)


async def heads(connection: Connection, post: Post, ticket: UUID, number: str, subject: str) -> dict[str, Any]:
    """What ties a mail to its ticket: a marked subject, where answers go, and the thread so far."""
    sign = mark(post.secret, ticket)
    came = [row["message_ref"] for row in await connection.fetch(CAME, ticket, MOST_REFERENCES)]
    went = [f"{row['id']}@" for row in await connection.fetch(WENT, ticket, MOST_REFERENCES)]
    return {
        "marked": marked_subject(subject, number, sign),
        "replyTo": marked_address(post.reply_to, number, sign),
        "answers": came[0] if came else (went[0] if went else ""),
        "references": [*reversed(came), *reversed(went)],
    }


async def acknowledge(
    connection: Connection, post: Post, ticket: UUID, address: str, body: str, at: datetime, *, is_typed: bool = False
) -> None:
    """Tells whoever wrote that it came in, so that answers find the way; unless the setting MAIL is against it.

    To an address that was only typed nothing is sent that was typed beside it.
    """
    said = await policy(connection, "MAIL")
    if not said["acknowledges"]:
        return
    row = await connection.fetchrow("SELECT number, subject FROM ticket WHERE id = $1", ticket)
    subject = "" if is_typed else f"Re: {row['subject']}"
    thread = await heads(connection, post, ticket, row["number"], subject)
    values = {"isTyped": is_typed, "number": row["number"], "signature": said["signature"]} | thread
    await post.put(connection, "ticket_received", address, written_in(body), at, values=values)


async def _send(connection: Connection, post: Post, row: Record, recipient: str, at: datetime) -> None:
    thread = await heads(connection, post, row["ticket_id"], row["number"], f"Re: {row['subject']}")
    signature = (await policy(connection, "MAIL"))["signature"]
    values = {"author": row["author"], "body": row["body"], "signature": signature, "isAnswer": True} | thread
    mail = await post.put(connection, "ticket_reply", recipient, written_in(row["body"]), at, values=values)
    if mail is not None:
        await connection.execute(CARRIES, mail, row["message"])
