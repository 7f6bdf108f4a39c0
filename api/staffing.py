"""What the command line does for people who work here."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import inviting, totp
from actions.mail import Post
from actions.staff import role_named
from api.working import WORKER
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer
from settings import Settings

BY = Viewer("CLIENT", "command line", WORKER.roles, WORKER.access, WORKER.fingerprint)
NAMED = "SELECT id FROM staff WHERE lower(username) = lower($1)"


async def invite(
    connection: Connection, settings: Settings, username: str, role: str, name: str, email: str | None
) -> str:
    """The link, or that it is on its way. Raises Refused."""
    await role_named(connection, role)
    given = {"username": username, "name": name, "email": email}
    done = await inviting.invite(connection, BY, given, [role], {}, datetime.now(UTC), _post(settings))
    return _told(done)


async def reset_password(connection: Connection, settings: Settings, username: str) -> str:
    """The link, or that it is on its way. Raises Refused."""
    staff = await _named(connection, username)
    return _told(await inviting.reset_password(connection, BY, staff, datetime.now(UTC), _post(settings)))


async def reset_totp(connection: Connection, settings: Settings, username: str) -> None:
    """Raises Refused if there is nobody called so, or without codes."""
    await totp.reset(connection, BY, await _named(connection, username), datetime.now(UTC), _post(settings))


async def _named(connection: Connection, username: str) -> UUID:
    found = await connection.fetchval(NAMED, username)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is nobody called '{username}'.", ("username",), username=username)
    return found


def _told(done: dict[str, Any]) -> str:
    return done["link"] or "The link is on its way by mail."


def _post(settings: Settings) -> Post:
    return Post(settings.public_url, settings.smtp_url is not None, settings.signing_key().decode())
