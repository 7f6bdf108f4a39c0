"""Makes staff accounts and API tokens."""

from uuid import UUID

import asyncpg

from actions.clients import make_plain
from actions.recording import record
from actions.sessions import HASHER
from actions.tokens import add
from rules.passwords import check_new_password
from rules.refusals import ErrorCode, Refused
from rules.staff import check_username


async def create(
    connection: asyncpg.Connection,
    actor: str,
    username: str,
    role: str,
    password: str,
    name: str | None = None,
    *,
    is_demo: bool = False,
) -> UUID:
    """A person with one role. Raises Refused: unknown role, taken or malformed username, unusable password.

    Everybody may know the password of a demo account, so nothing is asked of it.
    """
    username = check_username(username)
    if not is_demo:
        check_new_password(password, [username, name or ""])
    role_id = await role_named(connection, role)
    key = await connection.fetchval(
        "INSERT INTO staff (username, name, password_hash, is_demo) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING id",
        username,
        name or username,
        HASHER.hash(password),
        is_demo,
    )
    if key is None:
        message = "There is already somebody called '{username}'."
        raise Refused(ErrorCode.DUPLICATE, message, ("username",), username=username)
    await connection.execute("INSERT INTO staff_role (staff_id, role_id) VALUES ($1, $2)", key, role_id)
    await record(connection, actor, "staff.created", "Staff", key, {"username": username, "roles": [role]})
    return key


async def create_token(
    connection: asyncpg.Connection,
    actor: str,
    name: str,
    role: str,
    store_code: str | None = None,
    member_no: str | None = None,
) -> str:
    """A program with one token, which is told once. Raises Refused for an unknown role, store or member."""
    role_id = await role_named(connection, role)
    store = await _key(connection, "SELECT id FROM store WHERE code = $1", store_code, "store")
    member = await _key(connection, "SELECT id FROM member WHERE member_no = $1", member_no, "member")
    client = await make_plain(connection, name, role_id, store)
    token, key = await add(connection, client, name, actor, member)
    changes = {"name": name, "role": role, "store": store_code, "member": member_no}
    await record(connection, actor, "api_token.created", "ApiToken", key, changes)
    return token


async def role_named(connection: asyncpg.Connection, code: str) -> UUID:
    found = await connection.fetchval("SELECT id FROM role WHERE code = $1", code)
    if found is None:
        known = await connection.fetch("SELECT code FROM role ORDER BY code")
        names = ", ".join(row["code"] for row in known)
        raise Refused(
            ErrorCode.NOT_FOUND, "There is no role '{role}'. Roles: {names}.", ("role",), role=code, names=names
        )
    return found


async def _key(connection: asyncpg.Connection, question: str, code: str | None, what: str) -> UUID | None:
    if code is None:
        return None
    found = await connection.fetchval(question, code)
    if found is None:
        message = "There is no store '{name}'." if what == "store" else "There is no member '{name}'."
        raise Refused(ErrorCode.NOT_FOUND, message, (what,), name=code)
    return found
