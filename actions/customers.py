"""Customers on file: people who buy, and are known by something, before they are members."""

from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.once import Written
from actions.recording import record, unchanged
from rules.joining import check_reference
from rules.personal import masked, told
from rules.refusals import ErrorCode, Refused, check_version
from rules.viewer import Viewer

KEPT = "SELECT id, name, phone, email, version FROM customer WHERE reference = $1 FOR NO KEY UPDATE"
MAKE = """
    INSERT INTO customer (reference, name, phone, email) VALUES ($1, $2, $3, $4)
    ON CONFLICT (reference) DO NOTHING RETURNING id
"""
CHANGE = "UPDATE customer SET name = $2, phone = $3, email = $4, version = version + 1 WHERE id = $1"
COLUMNS = ("name", "phone", "email")


async def save(
    connection: Connection, by: Viewer, given: dict[str, Any], expected: int | None, at: datetime
) -> Written:
    """What is not given stays; null empties it. Raises Refused: an unusable value, changed since."""
    reference = check_reference(given["reference"])
    values = told({name: given[name] for name in COLUMNS if name in given}, at.date())
    kept: Record | None = await connection.fetchrow(KEPT, reference)
    before = {name: kept[name] if kept else None for name in COLUMNS}
    after = before | values
    changed = {name: [masked(name, before[name]), masked(name, after[name])] for name in COLUMNS if name in values}
    changed = {name: told for name, told in changed.items() if before[name] != after[name]}
    if kept is None:
        key = await _made(connection, reference, after)
        changed["reference"] = [None, reference]
    else:
        key = kept["id"]
        check_version(kept["version"], expected)
        if changed:
            await connection.execute(CHANGE, key, *(after[name] for name in COLUMNS))
    if changed:
        staff = UUID(by.staff_id) if by.staff_id else None
        await record(connection, by.name, "customer.saved", "Customer", key, changed, staff)
    else:
        unchanged()
    return {"customer": key}


async def _made(connection: Connection, reference: str, values: dict[str, Any]) -> UUID:
    key = await connection.fetchval(MAKE, reference, *(values[name] for name in COLUMNS))
    if key is None:
        message = "Somebody else made '{code}' in between."
        raise Refused(ErrorCode.CONFLICT, message, ("input", "reference"), code=reference)
    return key
