"""Settings of the program: read with their defaults, and saved."""

from datetime import datetime
from json import dumps, loads
from uuid import UUID

from asyncpg import Connection

from actions.changes import keep
from actions.once import Written
from actions.recording import record
from actions.restoring import restoring
from rules.policies import DEFAULTS, Value, check_policy
from rules.refusals import check_version
from rules.viewer import Viewer

ALL = "SELECT code, value::text FROM policy"
ONE = "SELECT value::text FROM policy WHERE code = $1"
KEPT = "SELECT id, value::text, version FROM policy WHERE code = $1 FOR UPDATE"
MAKE = "INSERT INTO policy (code, value, version) VALUES ($1, $2::text::jsonb, 0) ON CONFLICT (code) DO NOTHING"
SAVE = """
    UPDATE policy SET value = $2::text::jsonb, version = version + 1, updated_at = now() WHERE code = $1
    RETURNING id, version
"""


async def policies(connection: Connection, past: str = "") -> dict[str, Value]:
    """Every setting by code; a part that was never set has its default. `past` as in `models.policies.as_of`."""
    kept = {row["code"]: loads(row["value"]) for row in await connection.fetch(past + ALL)}
    return {code: default | kept.get(code, {}) for code, default in DEFAULTS.items()}


async def policy(connection: Connection, code: str, past: str = "") -> Value:
    kept = await connection.fetchval(past + ONE, code)
    return DEFAULTS[code] | (loads(kept) if kept else {})


async def save(
    connection: Connection,
    by: Viewer,
    code: str,
    value: Value,
    expected: int | None,
    at: datetime,
    operation: str = "policySave",
) -> Written:
    """Parts that are not given get their default. Raises Refused: no such policy, an unusable part, changed since."""
    whole = check_policy(code, value)
    await connection.execute(MAKE, code, dumps(DEFAULTS.get(code, {})))
    kept = await connection.fetchrow(KEPT, code)
    check_version(kept["version"], expected)
    before, row = loads(kept["value"]), await connection.fetchrow(SAVE, code, dumps(whole))
    changed = {name: [before.get(name), part] for name, part in whole.items()}
    await record(connection, by.name, "policy.saved", "Policy", row["id"], changed, by.staff_id and UUID(by.staff_id))
    step = restoring("Policy", row["id"], {"value": before}, row["version"])
    change = await keep(connection, by, operation, f"Save policy {code}", [step], at)
    return {"policy": row["id"], "changeSet": change}
