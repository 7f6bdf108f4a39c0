"""Copies of lists that leave the house: each is noted before its first row goes out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record
from rules.exports import check_export
from rules.viewer import Viewer


async def start(connection: Connection, by: Viewer, given: Mapping[str, Any]) -> Written:
    """What is exported is told by names alone: no value that was filtered by is kept. Raises Refused."""
    check_export(given)
    told = {"type": given["typeName"], "fields": given["fields"], "filteredBy": given.get("filteredBy") or []}
    await record(connection, by.name, "list.exported", given["typeName"], None, told, by.staff_id and UUID(by.staff_id))
    return {"isStarted": True}
