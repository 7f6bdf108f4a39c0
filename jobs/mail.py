"""Sends the mails that are due, over SMTP, one after the other."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import asyncpg

from actions import mail
from actions.mail import Taken
from models.attachments import ENCLOSED
from rules.inbound.judging import LOOP
from rules.scrubbing import scrubbed

TIMEOUT_SECONDS = 20
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WHEN = "* * * * *"
"What a worker that was killed left behind is picked up."
log = logging.getLogger("memberdesk.jobs")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words: subject, plain text, simple HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


Compose = Callable[[str, str, dict[str, object]], Letter]
"Kind, language, values."


class Postman:
    """Sends one mail. `smtp_url` is `smtp://user:password@host:port` (STARTTLS) or `smtps://…` (TLS at once)."""

    def __init__(self, smtp_url: str, sender: str, secret: str, compose: Compose) -> None:
        self.secret = secret
        self._parts = urlsplit(smtp_url)
        self._sender = parseaddr(sender)
        self._compose = compose

    async def send(self, taken: Taken, enclosed: Sequence[Enclosure] = ()) -> None:
        """Raises aiosmtplib.SMTPException or OSError if the server did not accept it."""
        parts, has_tls = self._parts, self._parts.scheme == "smtps"
        user = unquote(parts.username) if parts.username else None
        await aiosmtplib.send(
            self._message(taken, enclosed),
            hostname=parts.hostname,
            port=parts.port or (465 if has_tls else 25),
            username=user,
            password=unquote(parts.password) if parts.password else None,
            use_tls=has_tls,
            start_tls=True if user and not has_tls and parts.hostname not in LOOPBACK else None,
            timeout=TIMEOUT_SECONDS,
        )

    def _message(self, taken: Taken, enclosed: Sequence[Enclosure] = ()) -> EmailMessage:
        letter = self._compose(taken.kind, taken.locale, dict(taken.values))
        name, address = self._sender
        message = EmailMessage(policy=SMTP)
        author = _one_line(taken.values.get("author") or "")
        message["From"] = Address(f"{author} ({name})" if author and name else author or name, addr_spec=address)
        message["To"] = Address(addr_spec=taken.recipient)
        message["Subject"] = _one_line(letter.subject)
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = f"<{taken.id}@{address.rpartition('@')[2]}>"
        message[LOOP] = address
        if not taken.values.get("isAnswer"):
            message["Auto-Submitted"] = "auto-generated"
        _thread(message, taken.values, address)
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        for file in enclosed:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        return message


def _thread(message: EmailMessage, values: Mapping[str, Any], address: str) -> None:
    """Headers that put it into the thread of its ticket. Our own ids stand without their host among the values."""
    host = address.rpartition("@")[2]
    if values.get("replyTo"):
        message["Reply-To"] = Address(addr_spec=values["replyTo"])
    if values.get("answers"):
        message["In-Reply-To"] = _id(values["answers"], host)
        message["References"] = " ".join(_id(one, host) for one in values.get("references") or [values["answers"]])


def _id(reference: str, host: str) -> str:
    return f"<{reference}{host if reference.endswith('@') else ''}>"


def _one_line(text: str) -> str:
    return " ".join(str(text).split())


async def deliver(url: str, postman: Postman | None, one: UUID | None = None) -> int:
    """Everything that is due, or this one if it is. Returns how many mails were accepted."""
    if postman is None:
        return 0
    connection = await asyncpg.connect(url)
    try:
        accepted = 0
        while (taken := await _taken(connection, postman, one)) is not None:
            accepted += await _sent(connection, postman, taken)
            if one is not None:
                break
        return accepted
    finally:
        await connection.close()


async def _taken(connection: asyncpg.Connection, postman: Postman, one: UUID | None) -> Taken | None:
    async with connection.transaction():
        return await mail.take(connection, postman.secret, datetime.now(UTC), one)


async def _sent(connection: asyncpg.Connection, postman: Postman, taken: Taken) -> bool:
    """What goes wrong is kept beside the mail; the log names the mail, never its text."""
    enclosed = [Enclosure(*row) for row in await connection.fetch(ENCLOSED, taken.message)] if taken.message else []
    try:
        await postman.send(taken, enclosed)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        said, for_ever = _said(error), _is_for_ever(error)
        async with connection.transaction():
            status = await mail.failed(connection, taken, said, datetime.now(UTC), for_ever=for_ever)
        log.warning("mail %s was not accepted (%s): %s", taken.id, status, scrubbed(said))
        return False
    await mail.sent(connection, taken, datetime.now(UTC))
    return True


def _is_for_ever(error: Exception) -> bool:
    """The server will not take it at another time either."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(500 <= refused.code < 600 for refused in error.recipients)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return False
    return isinstance(error, ValueError) or (
        isinstance(error, aiosmtplib.SMTPResponseException) and 500 <= error.code < 600
    )


def _said(error: Exception) -> str:
    """Without the text of the mail; what servers answer names at most the address."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
