"""Tokens of programs: made, told once, replaced, taken away."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.clients import check_handing
from actions.once import Written
from actions.recording import record
from actions.sessions import hash_of
from rules.clients import MOST_HOURS, PREFIX, SHOWN, Fields, check_end, check_name
from rules.refusals import ErrorCode, Refused
from rules.saving import check_range
from rules.viewer import Viewer

ADD = """
    INSERT INTO api_token (client_id, name, start, token_hash, member_id, reads_only, created_by, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
CLIENT = "SELECT id, code, expires_at FROM api_client WHERE id = $1 FOR SHARE"
LONGEST_ADDRESS = 64
KEPT = """
    SELECT token.id, token.name, token.member_id, token.reads_only, token.expires_at, token.revoked_at,
        client.id AS client_id, client.code, client.expires_at AS client_expires_at
    FROM api_token token JOIN api_client client ON client.id = token.client_id
    WHERE token.id = $1 FOR UPDATE OF token
"""
REVOKE = "UPDATE api_token SET revoked_at = $2 WHERE id = $1"
ALL = """
    SELECT token.start, client.code, token.name, coalesce(member.member_no, '-') AS member,
        coalesce(to_char(token.last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'never') AS used,
        CASE WHEN token.revoked_at IS NOT NULL THEN 'revoked' WHEN token.expires_at <= now() THEN 'expired'
             WHEN NOT client.is_active OR client.expires_at <= now() THEN 'off' ELSE 'live' END AS standing
    FROM api_token token JOIN api_client client ON client.id = token.client_id
    LEFT JOIN member ON member.id = token.member_id ORDER BY client.code, token.created_at
"""
LIVE = """
    SELECT token.id, token.start, token.name, client.code
    FROM api_token token JOIN api_client client ON client.id = token.client_id
    WHERE starts_with(token.start, $1) AND token.revoked_at IS NULL AND coalesce(token.expires_at > now(), true)
    FOR UPDATE OF token
"""
SEEN = """
    UPDATE api_token SET last_used_at = now(), last_address = $2
    WHERE id = $1 AND coalesce(last_used_at < now() - interval '60 s', true)
"""
SHORTEN = "UPDATE api_token SET expires_at = least(coalesce(expires_at, $2), $2) WHERE id = $1"


async def create(
    connection: Connection,
    by: Viewer,
    client: UUID,
    name: str,
    reads_only: bool,
    end: datetime | None,
    fields: Fields,
    permissions: Iterable[str],
    at: datetime,
) -> Written:
    """`secret` is the token, told here and never again. Raises Refused: more rights than one's own, an unusable end."""
    found = await connection.fetchrow(CLIENT, client)
    name = check_name(name, ("name",))
    check_end(end, at, found["expires_at"], ("expiresAt",))
    await check_handing(connection, by, found["code"], fields, permissions)
    token, key = await add(connection, client, name, by.name, reads_only=reads_only, end=end)
    told = {"client": found["code"], "name": name, "isReadOnly": reads_only, "expiresAt": end}
    await _noted(connection, by, "api_token.created", key, told)
    return {"token": key, "client": client, "secret": token}


async def rotate(
    connection: Connection,
    by: Viewer,
    token: UUID,
    hours: int,
    fields: Fields,
    permissions: Iterable[str],
    at: datetime,
) -> Written:
    """A new token in the place of one, which lives on for some hours. Raises Refused if it has ended."""
    check_range(hours, 0, MOST_HOURS, "overlapHours")
    kept = await _alive(connection, token, at)
    await check_handing(connection, by, kept["code"], fields, permissions)
    end = kept["expires_at"] if kept["expires_at"] is not None else None
    secret, key = await add(
        connection, kept["client_id"], kept["name"], by.name, kept["member_id"], reads_only=kept["reads_only"], end=end
    )
    until = at + timedelta(hours=hours)
    await connection.execute(*((SHORTEN, token, until) if hours else (REVOKE, token, at)))
    told = {"client": kept["code"], "name": kept["name"], "replaces": token, "oldEndsAt": until}
    await _noted(connection, by, "api_token.rotated", key, told)
    return {"token": key, "replaced": token, "client": kept["client_id"], "secret": secret}


async def revoke(connection: Connection, by: Viewer, token: UUID, at: datetime) -> Written:
    """Everywhere within a second. Raises Refused if it has ended already."""
    kept = await _alive(connection, token, at)
    await connection.execute(REVOKE, token, at)
    told = {"client": kept["code"], "name": kept["name"]}
    await _noted(connection, by, "api_token.revoked", token, told)
    return {"token": token, "client": kept["client_id"]}


async def seen(connection: Connection, key: UUID, address: str) -> None:
    """Notes that a token is used, at most once a minute."""
    await connection.execute(SEEN, key, address[:LONGEST_ADDRESS] or None)


async def listed(connection: Connection) -> list[str]:
    """A line for each token: first letters, program, name, member, last use, and whether it is let in."""
    return ["  ".join(row) for row in await connection.fetch(ALL)]


async def revoke_by_start(connection: Connection, actor: str, start: str) -> str:
    """Takes away the one live token with these first letters; says which. Raises Refused if there are none or more."""
    found = await connection.fetch(LIVE, start)
    if len(found) != 1:
        message = "{count} live tokens begin with '{start}'. See `memberdesk token list`."
        raise Refused(ErrorCode.NOT_FOUND, message, ("start",), count=len(found), start=start[:40])
    (token,) = found
    await connection.execute(REVOKE, token["id"], datetime.now(UTC))
    told = {"client": token["code"], "name": token["name"]}
    await record(connection, actor, "api_token.revoked", "ApiToken", token["id"], told)
    return f"{token['start']} ({token['code']}, {token['name']})"


async def add(
    connection: Connection,
    client: UUID,
    name: str,
    actor: str,
    member: UUID | None = None,
    *,
    reads_only: bool = False,
    end: datetime | None = None,
) -> tuple[str, UUID]:
    """The token and its row; only its hash is kept."""
    token = f"{PREFIX}{token_urlsafe(32)}"
    given: list[Any] = [client, name, token[:SHOWN], hash_of(token), member, reads_only, actor, end]
    return token, await connection.fetchval(ADD, *given)


async def _alive(connection: Connection, token: UUID, at: datetime) -> Record:
    kept = await connection.fetchrow(KEPT, token)
    if kept["revoked_at"] is not None or (kept["expires_at"] is not None and kept["expires_at"] <= at):
        raise Refused(ErrorCode.STATE, "This token has ended already. Make a new one.", ("id",))
    return kept


async def _noted(connection: Connection, by: Viewer, what: str, token: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "ApiToken", token, told, by.staff_id and UUID(by.staff_id))
