"""Lets staff in who signed in at a provider: by the account linked to them, the first time by a confirmed address."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from json import dumps, loads
from typing import Any

from asyncpg import Connection, Record

from actions.recording import record
from rules.mail import is_address
from rules.providers import Provider
from rules.refusals import ErrorCode, Refused
from rules.secrecy import CannotOpen, seal, unseal
from rules.sessions import STEP_LASTS

PURPOSE = "single sign-on"
BEGIN = """
    INSERT INTO single_sign_on (state_hash, browser_hash, provider, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)
"""
TAKE = """
    DELETE FROM single_sign_on WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND expires_at > $4
    RETURNING sealed
"""
COLUMNS = "staff.id, staff.username, staff.name, staff.is_active"
LINKED = f"""
    SELECT {COLUMNS} FROM staff_account account JOIN staff ON staff.id = account.staff_id
    WHERE account.issuer = $1 AND account.subject = $2
"""
BY_EMAIL = (
    f"SELECT {COLUMNS} FROM staff WHERE lower(email) = lower($1) AND is_active AND NOT is_demo ORDER BY id FOR UPDATE"
)
LINK = "INSERT INTO staff_account (staff_id, issuer, subject) VALUES ($1, $2, $3)"
ADD = f"""
    INSERT INTO staff (username, name, email) VALUES ($1, $2, $1) ON CONFLICT DO NOTHING RETURNING {COLUMNS}
"""
GIVE = "INSERT INTO staff_role (staff_id, role_id) SELECT $1, id FROM role WHERE code = $2 RETURNING id"


async def begin(
    connection: Connection,
    provider: Provider,
    state: str,
    browser: str,
    kept: Mapping[str, str],
    at: datetime,
    secret: str,
) -> None:
    """Remembers what was sent to the provider, for the one browser that it was sent with."""
    sealed = seal(secret, PURPOSE, dumps(dict(kept)))
    await connection.execute(BEGIN, _hash(state), _hash(browser), provider.code, sealed, at + STEP_LASTS)


async def take(
    connection: Connection, provider: Provider, state: str, browser: str, at: datetime, secret: str
) -> dict[str, str]:
    """What was kept, once. Raises Refused if it came back before, too late, to another browser or from elsewhere."""
    sealed = await connection.fetchval(TAKE, _hash(state), _hash(browser), provider.code, at)
    over = Refused(ErrorCode.EXPIRED, "Signing in took too long. Begin again.", ("provider",))
    if sealed is None:
        raise over
    try:
        return loads(unseal(secret, PURPOSE, sealed))
    except CannotOpen:
        raise over from None


async def person_of(connection: Connection, provider: Provider, claims: Mapping[str, Any]) -> Record:
    """Who it is here. Raises Refused if nobody is, or may not sign in any more."""
    linked = await connection.fetchrow(LINKED, provider.issuer, claims["sub"])
    if linked is not None:
        if not linked["is_active"]:
            raise _unknown(provider)
        return linked
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str) or not is_address(email):
        raise _unknown(provider)
    found = await connection.fetch(BY_EMAIL, email)
    if len(found) > 1 or (not found and provider.creates_role is None):
        raise _unknown(provider)
    person = found[0] if found else await _created(connection, provider, email, claims)
    await connection.execute(LINK, person["id"], provider.issuer, claims["sub"])
    changes = {"issuer": provider.issuer}
    await record(connection, person["username"], "staff.account_linked", "Staff", person["id"], changes, person["id"])
    return person


async def refused(connection: Connection, provider: Provider, address: str) -> None:
    changes = {"address": address[:64], "provider": provider.code}
    await record(connection, "sign-in", "staff.sign_in_refused", "Staff", None, changes)


async def _created(connection: Connection, provider: Provider, email: str, claims: Mapping[str, Any]) -> Record:
    name = claims.get("name")
    person = await connection.fetchrow(ADD, email[:64], name[:200] if isinstance(name, str) and name else email)
    if person is None or await connection.fetchval(GIVE, person["id"], provider.creates_role) is None:
        raise _unknown(provider)
    changes = {"username": person["username"], "roles": [provider.creates_role], "provider": provider.code}
    await record(connection, provider.code, "staff.created", "Staff", person["id"], changes)
    return person


def _unknown(provider: Provider) -> Refused:
    message = "Nobody here belongs to your account at {provider}. Ask an administrator to invite you with that address."
    return Refused(ErrorCode.FORBIDDEN, message, ("provider",), provider=provider.name)


def _hash(text: str) -> bytes:
    return sha256(text.encode()).digest()
