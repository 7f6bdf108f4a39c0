"""Roles in their tables: read whole, written by what differs."""

import json
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from models.access import ONE_ROLE
from rules.callers import grants_of
from rules.granting import Draft, plain, said
from rules.permissions import Grants

MAKE = """
    INSERT INTO role (code, name, description, is_shipped, limits, forced)
    VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb) RETURNING id
"""
NAME = """
    UPDATE role SET name = $2, description = $3, limits = $4::text::jsonb, forced = $5::text::jsonb,
                    version = version + 1
    WHERE id = $1 RETURNING version
"""
EMPTY = (
    "DELETE FROM type_grant WHERE role_id = $1",
    "DELETE FROM class_grant WHERE role_id = $1",
    "DELETE FROM field_grant WHERE role_id = $1",
    "DELETE FROM role_permission WHERE role_id = $1",
)
TYPE = "INSERT INTO type_grant (role_id, type_name, scope) VALUES ($1, $2, $3::text::jsonb)"
CLASS = "INSERT INTO class_grant (role_id, sensitivity, read, may_filter, may_write) VALUES ($1, $2, $3, $4, $5)"
FIELD = (
    "INSERT INTO field_grant (role_id, type_name, field, read, may_filter, may_write) VALUES ($1, $2, $3, $4, $5, $6)"
)
PERMISSION = "INSERT INTO role_permission (role_id, permission) VALUES ($1, $2)"


class Kept:
    """A role as it is kept."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.id = UUID(told["id"])
        self.version: int = told["version"]
        self.is_shipped: bool = told["is_shipped"]
        self.draft = Draft(told["code"], told["name"], told["description"], grants_of(told))

    @property
    def plain(self) -> dict[str, Any]:
        return plain(self.draft)


async def kept(connection: Connection, code: str) -> Kept | None:
    """Locked until the transaction ends."""
    await connection.execute("SELECT FROM role WHERE code = $1 FOR UPDATE", code)
    told = await connection.fetchval(ONE_ROLE, code)
    return Kept(loads(told)) if told else None


async def make(connection: Connection, draft: Draft, *, is_shipped: bool = False) -> UUID:
    key = await connection.fetchval(MAKE, draft.code, draft.name, draft.description, is_shipped, *_own(draft.grants))
    await _fill(connection, key, draft.grants)
    return key


async def change(connection: Connection, key: UUID, draft: Draft) -> int:
    """The new version."""
    for empty in EMPTY:
        await connection.execute(empty, key)
    await _fill(connection, key, draft.grants)
    return await connection.fetchval(NAME, key, draft.name, draft.description, *_own(draft.grants))


def _own(grants: Grants) -> tuple[str, str]:
    """What stands in the role's own row."""
    return json.dumps(dict(grants.limits)), json.dumps(dict(grants.forced))


async def _fill(connection: Connection, key: UUID, grants: Grants) -> None:
    types = [(key, name, None if scope is None else json.dumps(scope)) for name, scope in grants.types.items()]
    await connection.executemany(TYPE, types)
    classes = [(key, name.value, *said(facets)) for name, facets in grants.classes.items()]
    await connection.executemany(CLASS, classes)
    fields = [(key, *name, *said(facets)) for name, facets in grants.fields.items()]
    await connection.executemany(FIELD, fields)
    await connection.executemany(PERMISSION, [(key, name) for name in sorted(grants.permissions)])
