"""Hands messages to members on: e-mails to the outbox, text and app messages to whoever delivers them."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from actions import messages
from actions.mail import Post
from actions.messages import Outgoing
from jobs.mail import Postman
from rules.contacting import ContactChannel

WHEN = "* * * * *"
MOST = 1_000
"Messages of one minute and worker."
KIND = "member_message"
log = logging.getLogger("memberdesk.jobs")
Carry = Callable[[Outgoing], Awaitable[None]]


class NotTaken(Exception):
    """Whoever delivers messages did not take one; the text says why, and nothing of the message."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How messages leave the house: by mail, by whoever carries them; in-site ones stay in it."""

    postman: Postman | None
    carry: Carry | None

    @property
    def ready(self) -> frozenset[ContactChannel]:
        mail = {ContactChannel.EMAIL} if self.postman else set()
        carried = {ContactChannel.SMS, ContactChannel.PUSH} if self.carry else set()
        return frozenset({ContactChannel.IN_SITE} | mail | carried)


async def deliver(url: str, ways: Ways) -> int:
    """Everything that is due. Returns how many were taken."""
    connection = await asyncpg.connect(url)
    try:
        taken = 0
        for _ in range(MOST):
            async with connection.transaction():
                message = await messages.take(connection, ways.ready, datetime.now(UTC))
            if message is None:
                break
            taken += await _handed_on(connection, message, ways)
        return taken
    finally:
        await connection.close()


async def _handed_on(connection: asyncpg.Connection, message: Outgoing, ways: Ways) -> bool:
    now = datetime.now(UTC)
    if message.channel is ContactChannel.EMAIL and ways.postman is not None:
        async with connection.transaction():
            post = Post("", True, ways.postman.secret)
            values = {"title": message.subject, "text": message.body}
            await post.send(connection, KIND, message.email or "", message.language, now, values=values)
            await messages.sent(connection, message.id, now)
        return True
    try:
        if ways.carry is None:
            raise NotTaken("nothing is set up for this channel")
        await ways.carry(message)
    except NotTaken as error:
        async with connection.transaction():
            await messages.failed(connection, message, str(error), datetime.now(UTC))
        log.warning("message %s was not taken: %s", message.id, error)
        return False
    await messages.sent(connection, message.id, datetime.now(UTC))
    return True
