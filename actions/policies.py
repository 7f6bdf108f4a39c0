"""Settings of the program: read with their defaults, and saved."""

from json import dumps, loads
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record
from rules.policies import DEFAULTS, Value, check_policy
from rules.refusals import check_version
from rules.viewer import Viewer

ALL = "SELECT code, value::text FROM policy"
ONE = "SELECT value::text FROM policy WHERE code = $1"
KEPT = "SELECT id, value::text, version FROM policy WHERE code = $1 FOR UPDATE"
MAKE = "INSERT INTO policy (code, value, version) VALUES ($1, $2::text::jsonb, 0) ON CONFLICT (code) DO NOTHING"
SAVE = """
    UPDATE policy SET value = $2::text::jsonb, version = version + 1, updated_at = now() WHERE code = $1 RETURNING id
"""


async def policies(connection: Connection) -> dict[str, Value]:
    """Every setting by code; a part that was never set has its default."""
    kept = {row["code"]: loads(row["value"]) for row in await connection.fetch(ALL)}
    return {code: default | kept.get(code, {}) for code, default in DEFAULTS.items()}


async def policy(connection: Connection, code: str) -> Value:
    kept = await connection.fetchval(ONE, code)
    return DEFAULTS[code] | (loads(kept) if kept else {})


async def save(connection: Connection, by: Viewer, code: str, value: Value, expected: int | None) -> Written:
    """Parts that are not given get their default. Raises Refused: no such policy, an unusable part, changed since."""
    whole = check_policy(code, value)
    await connection.execute(MAKE, code, dumps(DEFAULTS.get(code, {})))
    kept = await connection.fetchrow(KEPT, code)
    check_version(kept["version"], expected)
    key = await connection.fetchval(SAVE, code, dumps(whole))
    changes = {name: [loads(kept["value"]).get(name), part] for name, part in whole.items()}
    await record(connection, by.name, "policy.saved", "Policy", key, changes, by.staff_id and UUID(by.staff_id))
    return {"policy": key}
