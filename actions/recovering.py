"""A forgotten password: a link by mail to who it belongs to, and nothing told to anybody else."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import attempts, links
from actions.mail import Post
from actions.recording import record
from rules.attempts import Counted
from rules.links import LASTS, LinkPurpose
from rules.refusals import Refused
from rules.sessions import RECOVERIES

NAMED = """
    SELECT id, username, name, email, locale FROM staff
    WHERE is_active AND NOT is_demo AND email IS NOT NULL AND (lower(username) = lower($1) OR lower(email) = lower($1))
    ORDER BY lower(username) = lower($1) DESC, id LIMIT 1 FOR UPDATE
"""
PATH = "/recover/"


async def ask(connection: Connection, named: str, at: datetime, post: Post) -> bool:
    """Mails a link to whoever has this name or address; False if nobody has, or was mailed too often."""
    person = await connection.fetchrow(NAMED, named.strip()[:254])
    if person is None:
        return False
    try:
        await attempts.begin(connection, [Counted("recovery of", str(person["id"]), RECOVERIES)], at)
    except Refused:
        return False
    await mail_link(connection, person, at, post)
    await record(connection, "recovery", "staff.recovery_asked", "Staff", person["id"], {}, person["id"])
    return True


async def mail_link(connection: Connection, person: Record, at: datetime, post: Post) -> str:
    """The link, which is also on its way by mail if mail is set up and there is an address."""
    token = await links.make(connection, LinkPurpose.STAFF_RECOVERY, person["id"], at)
    link, until = post.link(PATH + token), at + LASTS[LinkPurpose.STAFF_RECOVERY]
    if person["email"]:
        values = {"name": person["name"], "username": person["username"], "until": until.isoformat()}
        await post.send(
            connection, "staff_recovery", person["email"], person["locale"], at,
            values=values, secrets={"link": link}, useless_at=until,
        )  # fmt: skip
    return link


async def named(connection: Connection, purpose: LinkPurpose, token: str, at: datetime) -> Record:
    """Whom a link is for. Raises Refused if it is worn out."""
    staff: UUID = await links.whose(connection, purpose, token, at)
    return await connection.fetchrow("SELECT username, name FROM staff WHERE id = $1", staff)
