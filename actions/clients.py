"""Programs that come in over the API: who they are, what they may, from where."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from json import dumps, loads
from secrets import token_hex
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.naming import STORE, named
from actions.once import Written
from actions.recording import record, unchanged
from actions.roles.agreeing import check_one
from models.access import ROLES_NAMED
from rules.bounds import limits_given
from rules.callers import access_of
from rules.clients import Fields, beyond, check_end, check_name, check_origins, check_scopes
from rules.permissions import Access, Limit, union
from rules.refusals import Detail, ErrorCode, Refused, check_version
from rules.saving import CODE
from rules.viewer import Viewer

KEPT = """
    SELECT client.id, client.name, client.store_id, client.owner_id, client.types::text, client.permissions::text,
        client.reads_only, client.origins::text, client.limits::text, client.expires_at, client.is_active,
        client.version, client.only_trusted,
        (SELECT coalesce(array_agg(role.code ORDER BY role.code), '{}') FROM api_client_role held
         JOIN role ON role.id = held.role_id WHERE held.client_id = client.id) AS roles
    FROM api_client client WHERE client.code = $1 FOR UPDATE OF client
"""
OWNER = "SELECT id FROM staff WHERE username = $1 AND is_active"
COLUMNS = (
    "name", "store_id", "owner_id", "types", "permissions", "reads_only", "origins", "limits", "expires_at",
    "is_active", "only_trusted",
)  # fmt: skip
MAKE = """
    INSERT INTO api_client
        (code, name, store_id, owner_id, types, permissions, reads_only, origins, limits, expires_at, is_active,
         only_trusted)
    VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb, $7, $8::text::jsonb, $9::text::jsonb, $10, $11, $12)
    ON CONFLICT (code) DO NOTHING RETURNING id
"""
CHANGE = """
    UPDATE api_client SET name = $2, store_id = $3, owner_id = $4, types = $5::text::jsonb,
        permissions = $6::text::jsonb, reads_only = $7, origins = $8::text::jsonb, limits = $9::text::jsonb,
        expires_at = $10, is_active = $11, only_trusted = $12, version = version + 1
    WHERE code = $1 RETURNING id
"""
DROP_ROLES = "DELETE FROM api_client_role WHERE client_id = $1"
GIVE_ROLES = """
    INSERT INTO api_client_role (client_id, role_id) SELECT $1, id FROM role WHERE code = ANY($2::text[])
"""
IS_TAKEN = "SELECT EXISTS (SELECT FROM api_client WHERE code = $1)"
NEW: dict[str, Any] = {
    "name": "", "store_id": None, "owner_id": None, "types": None, "permissions": None, "reads_only": False,
    "origins": [], "limits": {}, "expires_at": None, "is_active": True, "only_trusted": False,
    "roles": [],
}  # fmt: skip
LISTS = ("types", "permissions", "origins", "limits")
FLAGS = {"isReadOnly": "reads_only", "isActive": "is_active", "onlyTrusted": "only_trusted", "origins": "origins"}
"What null sets back."
NAMES = {"store_id": "store", "owner_id": "owner"}


async def save(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    fields: Fields,
    permissions: Iterable[str],
    expected: int | None,
    at: datetime,
) -> Written:
    """Makes a program under a new code, or changes what is given of one.

    `given` is the input of the API; `fields` and `permissions` are all that there are. Raises Refused: unknown roles,
    store, owner or scopes, an unusable origin or end, more rights than one's own, changed since.
    """
    code = given["code"]
    row = await connection.fetchrow(KEPT, code)
    kept = dict(NEW) if row is None else _read(row)
    check_version(kept.get("version", 0), expected)
    wanted = await _wanted(connection, by, kept, given)
    _check_form(code, kept, wanted, at)
    access = await _access(connection, wanted["roles"])
    check_scopes(access, wanted["types"], wanted["permissions"], fields)
    _check_rights(by, kept, await _limited(connection, kept), _narrowed(access, wanted), fields, permissions)
    changed = {name: [kept[name], wanted[name]] for name in wanted if row is None or kept[name] != wanted[name]}
    if not changed:
        unchanged()
        return {"client": kept["id"]}
    await check_one(connection, wanted["name"], wanted["roles"], ("input", "roleCodes"))
    client = await _write(connection, code, wanted, is_new=row is None)
    await _noted(connection, by, client, code, changed)
    return {"client": client}


async def check_handing(
    connection: Connection, by: Viewer, code: str, fields: Fields, permissions: Iterable[str]
) -> None:
    """Who makes a token for a program hands out what the program may. Raises Refused."""
    kept = _read(await connection.fetchrow(KEPT, code))
    _refuse_beyond(by, await _limited(connection, kept), fields, permissions)


async def access_now(connection: Connection, code: str) -> Access:
    """What a program may."""
    return await _limited(connection, _read(await connection.fetchrow(KEPT, code)))


async def make_plain(connection: Connection, name: str, role: UUID, store: UUID | None) -> UUID:
    """A program that may what a role may, under a code made of its name."""
    stem = "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())[:48] or "program"
    code = stem if stem.isascii() else "program"
    if await connection.fetchval(IS_TAKEN, code):
        code = f"{code}-{token_hex(4)}"
    client = await connection.fetchval(
        "INSERT INTO api_client (code, name, store_id) VALUES ($1, $2, $3) RETURNING id", code, name, store
    )
    await connection.execute("INSERT INTO api_client_role (client_id, role_id) VALUES ($1, $2)", client, role)
    return client


def _read(row: Record) -> dict[str, Any]:
    return dict(row) | {name: row[name] and loads(row[name]) for name in LISTS}


async def _wanted(
    connection: Connection, by: Viewer, kept: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """All columns, and `roles`, as they shall be."""
    wanted = {name: kept[name] for name in (*COLUMNS, "roles")}
    plain = {"name": "name", "types": "types", "permissions": "permissions", "expiresAt": "expires_at"}
    wanted |= {column: given[name] for name, column in plain.items() if name in given}
    for name, column in FLAGS.items():
        if name in given:
            wanted[column] = NEW[column] if given[name] is None else given[name]
    if "roleCodes" in given:
        wanted["roles"] = sorted(set(given["roleCodes"] or ()))
    if "storeCode" in given:
        wanted["store_id"] = await named(connection, STORE, given["storeCode"], ("input", "storeCode"))
    if "ownerUsername" in given:
        wanted["owner_id"] = await named(connection, OWNER, given["ownerUsername"], ("input", "ownerUsername"))
    elif "id" not in kept:
        wanted["owner_id"] = by.staff_id and UUID(by.staff_id)
    for name in ("types", "permissions"):
        wanted[name] = None if wanted[name] is None else sorted(set(wanted[name]))
    if given.get("limits") is not None:
        wanted["limits"] = limits_given(given["limits"])
    wanted["origins"] = check_origins(wanted["origins"])
    wanted["name"] = check_name(wanted["name"], ("input", "name"))
    return wanted


def _check_form(code: str, kept: Mapping[str, Any], wanted: Mapping[str, Any], at: datetime) -> None:
    if "id" not in kept and not CODE.fullmatch(code):
        message = "A code has 1 to 64 letters, digits, dots, dashes or underscores, not '{code}'."
        raise Refused(ErrorCode.INVALID, message, ("input", "code"), code=code[:80])
    if not wanted["roles"]:
        raise Refused(ErrorCode.REQUIRED, "A program needs at least one role.", ("input", "roleCodes"))
    if wanted["expires_at"] != kept["expires_at"]:
        check_end(wanted["expires_at"], at, None, ("input", "expiresAt"))


async def _access(connection: Connection, roles: list[str]) -> Access:
    found = loads(await connection.fetchval(ROLES_NAMED, roles) or "[]")
    unknown = sorted(set(roles) - {role["code"] for role in found})
    if unknown:
        message = "There is no role '{code}'."
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "roleCodes"), code=unknown[0][:80])
    return access_of(found)


async def _limited(connection: Connection, kept: Mapping[str, Any]) -> Access:
    return _narrowed(await _access(connection, kept["roles"]), kept)


def _narrowed(access: Access, columns: Mapping[str, Any]) -> Access:
    types, permissions = (None if columns[n] is None else frozenset(columns[n]) for n in ("types", "permissions"))
    return union(access.grants, Limit(types, permissions, columns["reads_only"]))


def _check_rights(
    by: Viewer, kept: Mapping[str, Any], before: Access, after: Access, fields: Fields, permissions: Iterable[str]
) -> None:
    """Neither what it may now nor what it could before is more than one's own: nobody edits who is mightier."""
    if "id" in kept:
        _refuse_beyond(by, before, fields, permissions)
    _refuse_beyond(by, after, fields, permissions)


def _refuse_beyond(by: Viewer, wanted: Access, fields: Fields, permissions: Iterable[str]) -> None:
    missing = beyond(by.access, wanted, fields, permissions)
    if missing:
        raise Refused(
            ErrorCode.FORBIDDEN,
            "A program may have no rights that you have not: {missing}. Limit it, or ask an administrator.",
            ("input", "roleCodes"),
            Detail(missing=tuple(missing)),
            missing=", ".join(missing[:5]),
        )


async def _write(connection: Connection, code: str, wanted: Mapping[str, Any], *, is_new: bool) -> UUID:
    values = [dumps(wanted[name]) if name in LISTS and wanted[name] is not None else wanted[name] for name in COLUMNS]
    client = await connection.fetchval(MAKE if is_new else CHANGE, code, *values)
    if client is None:
        raise Refused(ErrorCode.CONFLICT, "Somebody else made '{code}' in between.", ("input",), code=code)
    await connection.execute(DROP_ROLES, client)
    await connection.execute(GIVE_ROLES, client, wanted["roles"])
    return client


async def _noted(connection: Connection, by: Viewer, client: UUID, code: str, changed: Mapping[str, Any]) -> None:
    told = {NAMES.get(name, name): change for name, change in changed.items()} | {"code": code}
    await record(connection, by.name, "api_client.saved", "ApiClient", client, told, by.staff_id and UUID(by.staff_id))
