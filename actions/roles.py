"""Ships the roles that a new installation starts with."""

import json

import asyncpg

from rules.roles import facets_of, shipped, types_of


async def ship(connection: asyncpg.Connection) -> list[str]:
    """Adds the shipped roles that are not there yet; edited ones are left alone. Returns the codes added."""
    async with connection.transaction():
        return [code for code in shipped() if await _add(connection, code)]


async def _add(connection: asyncpg.Connection, code: str) -> bool:
    role = shipped()[code]
    key = await connection.fetchval(
        "INSERT INTO role (code, name, description, is_shipped) VALUES ($1, $2, $3, true)"
        " ON CONFLICT (code) DO NOTHING RETURNING id",
        code,
        role["name"],
        role["description"],
    )
    if key is None:
        return False
    types = [(key, name, scope and json.dumps(scope)) for name, scope in types_of(role).items()]
    await connection.executemany("INSERT INTO type_grant (role_id, type_name, scope) VALUES ($1, $2, $3)", types)
    classes = [(key, name, *_facets(said)) for name, said in role.get("classes", {}).items()]
    await connection.executemany(
        "INSERT INTO class_grant (role_id, sensitivity, read, may_filter, may_write) VALUES ($1, $2, $3, $4, $5)",
        classes,
    )
    fields = [(key, *name.split("."), *_facets(said)) for name, said in role.get("fields", {}).items()]
    await connection.executemany(
        "INSERT INTO field_grant (role_id, type_name, field, read, may_filter, may_write)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        fields,
    )
    permissions = [(key, permission) for permission in role.get("permissions", ())]
    await connection.executemany("INSERT INTO role_permission (role_id, permission) VALUES ($1, $2)", permissions)
    return True


def _facets(said: dict[str, object]) -> tuple[str, bool, bool]:
    facets = facets_of(said)
    return facets.read.name, facets.filter, facets.write
