"""Makes people of the staff: an invite by link, with which they choose their password."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import links, recovering
from actions.mail import Post
from actions.once import Written
from actions.recording import record
from actions.roles.agreeing import check_one
from rules.links import LASTS, LinkPurpose
from rules.refusals import ErrorCode, Refused
from rules.staff import check_email, check_name, check_username
from rules.viewer import Viewer

PATH = "/invite/"
ADD = """
    INSERT INTO staff (username, name, email, locale, store_id, unit_id) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING RETURNING id
"""
GIVE = "INSERT INTO staff_role (staff_id, role_id) SELECT $1, id FROM role WHERE code = ANY($2::text[])"
PERSON = """
    SELECT id, username, name, email, locale, password_hash, is_active FROM staff WHERE id = $1 FOR UPDATE
"""


async def invite(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    roles: Sequence[str],
    found: Mapping[str, UUID],
    at: datetime,
    post: Post,
) -> Written:
    """A person without a password, and the link to choose one; whoever calls has looked at the roles.

    Raises Refused: a malformed or taken username, no roles, a malformed address.
    """
    username, path = check_username(given["username"], ("input", "username")), ("input", "username")
    name = check_name(given["name"], ("input", "name"))
    email = check_email(given.get("email"), ("input", "email"))
    if not roles:
        raise Refused(
            ErrorCode.REQUIRED, "Somebody without a role sees nothing. Give at least one.", ("input", "roleCodes")
        )
    await check_one(connection, name, roles, ("input", "roleCodes"))
    place = found.get("input.storeCode"), found.get("input.unitCode")
    key = await connection.fetchval(ADD, username, name, email, given.get("locale"), *place)
    if key is None:
        raise Refused(ErrorCode.DUPLICATE, "There is already somebody called '{username}'.", path, username=username)
    await connection.execute(GIVE, key, list(roles))
    changes = {"username": username, "roles": [[], sorted(roles)]}
    await record(connection, by.name, "staff.invited", "Staff", key, changes, _staff(by))
    person = await connection.fetchrow(PERSON, key)
    return await _handed(connection, by, person, at, post)


async def invite_again(connection: Connection, by: Viewer, staff: UUID, at: datetime, post: Post) -> Written:
    """Another link; the one before ends. Raises Refused if the person has a password or does not work here."""
    person = await connection.fetchrow(PERSON, staff)
    check_working(person)
    if person["password_hash"] is not None:
        message = "{name} has chosen a password already. Make a link for a new password instead."
        raise Refused(ErrorCode.STATE, message, ("id",), name=person["name"])
    await record(connection, by.name, "staff.invited_again", "Staff", staff, {}, _staff(by))
    return await _handed(connection, by, person, at, post)


async def reset_password(connection: Connection, by: Viewer, staff: UUID, at: datetime, post: Post) -> Written:
    """A link for a new password, for who cannot be reached by mail. Raises Refused if the person does not work here."""
    person = await connection.fetchrow(PERSON, staff)
    check_working(person)
    await record(connection, by.name, "staff.recovery_link_made", "Staff", staff, {}, _staff(by))
    link = await recovering.mail_link(connection, person, at, post)
    return _shown(person, link, post)


def check_working(person: Record) -> None:
    if not person["is_active"]:
        message = "{name} does not work here any more. Reactivate the account first."
        raise Refused(ErrorCode.STATE, message, ("id",), name=person["name"])


async def _handed(connection: Connection, by: Viewer, person: Record, at: datetime, post: Post) -> Written:
    token = await links.make(connection, LinkPurpose.STAFF_INVITE, person["id"], at)
    link, until = post.link(PATH + token), at + LASTS[LinkPurpose.STAFF_INVITE]
    if person["email"]:
        values = {"by": by.name, "name": person["name"], "username": person["username"], "until": until.isoformat()}
        await post.send(
            connection, "staff_invited", person["email"], person["locale"], at,
            values=values, secrets={"link": link}, useless_at=until,
        )  # fmt: skip
    return _shown(person, link, post)


def _shown(person: Record, link: str, post: Post) -> Written:
    """The link is handed over by hand only where it cannot be mailed."""
    is_mailed = post.is_set_up and person["email"] is not None
    return {"staff": person["id"], "isMailed": is_mailed, "link": None if is_mailed else link}


def _staff(by: Viewer) -> UUID | None:
    return by.staff_id and UUID(by.staff_id)  # type: ignore[return-value]
