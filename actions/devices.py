"""Where members are signed in: begun, carried on with tokens that follow each other, ended."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from asyncpg import Connection, Record

from actions.policies import policy
from actions.recording import record
from actions.remembering import Remembered
from rules.logins import (
    LONGEST_DEVICE,
    PAGES_LAST,
    REPEATABLE,
    DeviceEnd,
    access_of,
    first_refresh,
    hash_of,
    next_refresh,
    sign_in_again,
)  # fmt: skip
from rules.members import MemberStatus
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

BEGIN = """
    INSERT INTO member_device (member_id, client_id, name, access_hash, access_expires_at, signed_in_at, expires_at,
        last_used_at, last_address)
    VALUES ($1, (SELECT id FROM api_client WHERE code = $2), $3, $4, $5, $6, $7, $6, $8) RETURNING id
"""
NEXT = "INSERT INTO member_refresh (device_id, token_hash, expires_at) VALUES ($1, $2, $3)"
DEVICE_OF = "SELECT device_id FROM member_refresh WHERE token_hash = $1"
LOCK = "SELECT id FROM member_device WHERE id = $1 FOR UPDATE"
FOUND = """
    SELECT refresh.id, refresh.used_at, refresh.expires_at, device.id AS device, device.access_hash, device.ended_at,
        device.expires_at AS device_ends, client.code AS client, member.id AS member, member.status, member.member_no
    FROM member_refresh refresh JOIN member_device device ON device.id = refresh.device_id
    JOIN member ON member.id = device.member_id LEFT JOIN api_client client ON client.id = device.client_id
    WHERE refresh.token_hash = $1
"""
USE = "UPDATE member_refresh SET used_at = $2 WHERE id = $1"
RENEW = """
    UPDATE member_device SET access_hash = $2, access_expires_at = $3, last_used_at = $4, last_address = $5
    WHERE id = $1
"""
SEEN = """
    UPDATE member_device SET last_used_at = now(), last_address = $2
    WHERE id = $1 AND coalesce(last_used_at < now() - interval '60 s', true)
"""
END = """
    UPDATE member_device SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL AND expires_at > $2
    RETURNING member_id
"""
END_ALL = """
    UPDATE member_device SET ended_at = $2, ended_by = $3
    WHERE member_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $4
"""
CLOSED = (MemberStatus.MERGED, MemberStatus.ERASED)
LONGEST_ADDRESS = 64


@dataclass(frozen=True, slots=True)
class Door:
    """Through what a member comes in: the program (none for our own pages), the device's name, the place."""

    secret: str = field(repr=False)
    client: str | None = None
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Tokens, known here only. Our own pages have no refresh token."""

    access: str = field(repr=False)
    ends: datetime
    refresh: str | None = field(default=None, repr=False)
    refresh_ends: datetime | None = None


async def begin(connection: Connection, door: Door, member: UUID, at: datetime) -> Session:
    """Signs a member in on one more device. Whoever calls has proof of who it is."""
    limits = await policy(connection, "MEMBER_SIGN_IN")
    refresh = first_refresh()
    access = access_of(door.secret, refresh)
    if door.client is None:
        ends = last = at + PAGES_LAST
    else:
        ends, last = at + timedelta(minutes=limits["accessMinutes"]), at + timedelta(days=limits["refreshDays"])
    name, address = door.name.strip()[:LONGEST_DEVICE], door.address[:LONGEST_ADDRESS] or None
    device = await connection.fetchval(BEGIN, member, door.client, name, hash_of(access), ends, at, last, address)
    if door.client is None:
        return Session(access, ends)
    await connection.execute(NEXT, device, hash_of(refresh), last)
    return Session(access, ends, refresh, last)


async def refresh(connection: Connection, door: Door, token: str, at: datetime) -> Session:
    """The next pair of tokens. One that was used before ends the whole sign-in: somebody else has it too.

    Raises Refused if the sign-in has ended, is another program's, or its member's file is closed.
    """
    device = await connection.fetchval(DEVICE_OF, hash_of(token))
    if device is None:
        raise sign_in_again()
    await connection.execute(LOCK, device)
    found = await connection.fetchrow(FOUND, hash_of(token))
    is_over = found["ended_at"] is not None or found["expires_at"] <= at or found["status"] in CLOSED
    if is_over or found["client"] != door.client:
        raise sign_in_again()
    following = next_refresh(door.secret, token)
    access, limits = access_of(door.secret, following), await policy(connection, "MEMBER_SIGN_IN")
    if found["used_at"] is not None:
        _check_repeated(found, access, at)
    ends = at + timedelta(minutes=limits["accessMinutes"])
    await connection.execute(RENEW, device, hash_of(access), ends, at, door.address[:LONGEST_ADDRESS] or None)
    if found["used_at"] is None:
        await connection.execute(USE, found["id"], at)
        await connection.execute(NEXT, device, hash_of(following), found["expires_at"])
    await record(
        connection, found["member_no"], "member.sign_in_renewed", "Member", found["member"], {"device": device}
    )
    return Session(access, ends, following, found["expires_at"])


def _check_repeated(found: Record, access: str, at: datetime) -> None:
    """Asked again at once by who lost the answer, as long as nobody went on from it; else it was stolen."""
    if at - found["used_at"] > REPEATABLE or found["access_hash"] != hash_of(access):
        trace = partial(_end_stolen, device=found["device"], member=found["member"], at=at)
        raise Remembered(sign_in_again(), trace)


async def _end_stolen(connection: Connection, device: UUID, member: UUID, at: datetime) -> None:
    if await connection.fetchval(END, device, at, DeviceEnd.REUSED):
        told = {"device": device, "reason": DeviceEnd.REUSED}
        await record(connection, "member", "member.signed_out", "Member", member, told)


async def end(connection: Connection, by: Viewer, device: UUID, why: DeviceEnd, at: datetime) -> None:
    """Ends one sign-in, everywhere within a second. Raises Refused if it has ended."""
    member = await connection.fetchval(END, device, at, why)
    if member is None:
        raise Refused(ErrorCode.STATE, "This sign-in has ended already.", ("id",))
    told = {"device": device, "reason": why}
    await record(connection, by.name, "member.signed_out", "Member", member, told, by.staff_id and UUID(by.staff_id))


async def end_all(connection: Connection, member: UUID, why: DeviceEnd, at: datetime, but: str | None = None) -> None:
    """Ends every sign-in of a member except one."""
    await connection.execute(END_ALL, member, at, why, but and UUID(but))


async def seen(connection: Connection, key: UUID, address: str) -> None:
    """Notes that a device is used, at most once a minute."""
    await connection.execute(SEEN, key, address[:LONGEST_ADDRESS] or None)
