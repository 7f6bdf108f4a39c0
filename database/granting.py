"""What the role that the processes sign in with may do: everything but change what has happened."""

from asyncpg import Connection

APPEND_ONLY = ("ledger_transaction", "ledger_entry", "audit_event")
SEAL = "sequence, previous_hash, hash"
"Columns of an audit event that are written once, after it."
QUOTED = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = $1"
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON aerich FROM {role}",
    f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(APPEND_ONLY)} FROM {{role}}",
    f"GRANT UPDATE ({SEAL}) ON audit_event TO {{role}}",
)


class NoRole(Exception):
    """PostgreSQL has no such role."""


async def grant(connection: Connection, name: str) -> None:
    """Call it as the owner of the tables, after every migration. Raises NoRole if there is no such role."""
    role = await connection.fetchval(QUOTED, name)
    if role is None:
        raise NoRole(f"PostgreSQL has no role '{name}'. Make it first: CREATE ROLE {name} LOGIN PASSWORD '…'")
    for statement in GRANTS:
        await connection.execute(statement.format(role=role))
