"""The outbox of mails: written with the change that they tell of; each is sent after it, and not twice knowingly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries

from actions.once import Written
from actions.recording import record
from rules.mail import SILENT_AFTER, MailStatus, check_again, next_try
from rules.secrecy import CannotOpen, seal, unseal
from rules.viewer import Viewer

ENTRYPOINT = "mail"
"Of the queue."
PURPOSE = "mail"
ADD = """
    INSERT INTO mail (kind, recipient, locale, body, due_at, created_at, useless_at)
    VALUES ($1, $2, $3, $4::text::jsonb, $5, $5, $6) RETURNING id
"""
SEAL = "UPDATE mail SET sealed = $2 WHERE id = $1"
CLAIM = """
    UPDATE mail SET status = 'SENDING', tries = tries + 1, due_at = $2::timestamptz + $3
    WHERE id = (SELECT id FROM mail
                WHERE status IN ('WAITING', 'SENDING') AND due_at <= $2 AND ($1::uuid IS NULL OR id = $1)
                ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, recipient, locale, body::text, sealed, tries, useless_at, ticket_message_id
"""
SENT = "UPDATE mail SET status = 'SENT', sent_at = $2, sealed = NULL, error = NULL WHERE id = $1 AND status = 'SENDING'"
AGAIN = "UPDATE mail SET status = 'WAITING', due_at = $2, error = $3 WHERE id = $1 AND status = 'SENDING'"
GIVE_UP = "UPDATE mail SET status = 'FAILED', sealed = NULL, error = $2 WHERE id = $1 AND status = 'SENDING'"


FOUND = "SELECT status, recipient, kind FROM mail WHERE id = $1 FOR UPDATE"
ANEW = "UPDATE mail SET status = 'WAITING', tries = 0, due_at = $2, error = NULL WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Post:
    """What a verb needs to know to write mails with links: where people reach us, and whether mail is set up."""

    public_url: str
    is_set_up: bool
    secret: str = field(repr=False)
    reply_to: str = ""
    "Where answers to mails of tickets go; a `*` in it stands for the ticket's mark."

    async def send(
        self,
        connection: Connection,
        kind: str,
        recipient: str,
        locale: str | None,
        at: datetime,
        *,
        values: Mapping[str, Any] | None = None,
        secrets: Mapping[str, str] | None = None,
        useless_at: datetime | None = None,
    ) -> bool:
        """Puts a mail on its way, in the caller's transaction; False if mail is not set up, then nothing is written.

        `kind` names the text in `admin_ui/templates/letters/`; `values` and `secrets` (links:
        sealed, and gone when it is sent) fill it. After `useless_at` it is not sent any more.
        """
        put = await self.put(
            connection, kind, recipient, locale, at, values=values, secrets=secrets, useless_at=useless_at
        )
        return put is not None

    async def put(
        self,
        connection: Connection,
        kind: str,
        recipient: str,
        locale: str | None,
        at: datetime,
        *,
        values: Mapping[str, Any] | None = None,
        secrets: Mapping[str, str] | None = None,
        useless_at: datetime | None = None,
    ) -> UUID | None:
        """As `send`, and gives the key of the mail."""
        if not self.is_set_up:
            return None
        body = dumps(dict(values or {}), default=str)
        mail = await connection.fetchval(ADD, kind, recipient, locale or "", body, at, useless_at)
        if secrets:
            sealed = seal(self.secret, f"{PURPOSE} {mail}", dumps(dict(secrets)))
            await connection.execute(SEAL, mail, sealed)
        await Queries(AsyncpgDriver(connection)).enqueue(ENTRYPOINT, str(mail).encode())
        return mail

    def link(self, path: str) -> str:
        """An address of ours that works from outside; `path` begins with a slash."""
        return self.public_url + path


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that is being sent now, by whoever took it."""

    id: UUID
    kind: str
    recipient: str
    locale: str
    values: Mapping[str, Any] = field(repr=False)
    tries: int
    message: UUID | None = None
    "The message of a ticket that it carries, with its files."


async def take(connection: Connection, secret: str, at: datetime, mail: UUID | None = None) -> Taken | None:
    """The next mail that is due (or this one, if it is), taken so that no other worker has it; None if there is none.

    Commit before it is sent. One whose worker falls silent is due again after some minutes, under the same message id.
    """
    row = await connection.fetchrow(CLAIM, mail, at, SILENT_AFTER)
    if row is None:
        return None
    if row["useless_at"] is not None and row["useless_at"] <= at:
        await connection.execute(GIVE_UP, row["id"], "Its time was over before it could be sent.")
        return await take(connection, secret, at, mail)
    try:
        sealed = loads(unseal(secret, f"{PURPOSE} {row['id']}", row["sealed"])) if row["sealed"] else {}
    except CannotOpen as error:
        await connection.execute(GIVE_UP, row["id"], str(error))
        return await take(connection, secret, at, mail)
    values = loads(row["body"]) | sealed
    return Taken(
        row["id"], row["kind"], row["recipient"], row["locale"], values, row["tries"], row["ticket_message_id"]
    )


async def again(connection: Connection, by: Viewer, mail: UUID, at: datetime) -> Written:
    """Tries one that was given up from the start. Raises Refused for another, and for one that has lost its secret."""
    row = await connection.fetchrow(FOUND, mail)
    check_again(MailStatus(row["status"]), row["kind"], row["recipient"])
    await connection.execute(ANEW, mail, at)
    await Queries(AsyncpgDriver(connection)).enqueue(ENTRYPOINT, str(mail).encode())
    told = {"status": [row["status"], MailStatus.WAITING]}
    await record(connection, by.name, "mail.sent_again", "Mail", mail, told, by.staff_id and UUID(by.staff_id))
    return {"mail": mail}


async def sent(connection: Connection, mail: Taken, at: datetime) -> None:
    """Its secrets are forgotten."""
    await connection.execute(SENT, mail.id, at)


async def failed(
    connection: Connection, mail: Taken, error: str, at: datetime, *, for_ever: bool = False
) -> MailStatus:
    """It is tried again later, unless it cannot ever be sent or was tried often enough."""
    again = None if for_ever else next_try(mail.tries, at)
    if again is None:
        await connection.execute(GIVE_UP, mail.id, error[:300])
        return MailStatus.FAILED
    await connection.execute(AGAIN, mail.id, again, error[:300])
    await Queries(AsyncpgDriver(connection)).enqueue(ENTRYPOINT, str(mail.id).encode(), execute_after=again - at)
    return MailStatus.WAITING
