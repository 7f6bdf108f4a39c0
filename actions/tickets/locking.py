"""A ticket while somebody changes it: locked, counted, and noted in the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import clocks
from actions.recording import record, unchanged
from actions.restoring import restoring
from rules.refusals import check_version
from rules.tickets import TicketStatus
from rules.viewer import Viewer

FOUND = "SELECT * FROM ticket WHERE id = $1 FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket that nobody else changes until the transaction ends."""

    row: Record

    @property
    def key(self) -> UUID:
        return self.row["id"]

    @property
    def number(self) -> str:
        return self.row["number"]

    @property
    def status(self) -> TicketStatus:
        return TicketStatus(self.row["status"])


async def hold(connection: Connection, key: UUID, expected: int | None = None) -> Held:
    """Raises Refused if it was changed since the version that the writer has seen."""
    held = Held(await connection.fetchrow(FOUND, key))
    check_version(held.row["version"], expected)
    return held


async def surviving(connection: Connection, key: UUID) -> Held:
    """The ticket itself, or the one that it was merged into: what is said to a merged one is said there."""
    held = await hold(connection, key)
    while held.status is TicketStatus.MERGED:
        held = await hold(connection, held.row["merged_into_id"])
    return held


async def change(
    connection: Connection, by: Viewer, held: Held, what: str, values: Mapping[str, Any], at: datetime
) -> dict[str, Any] | None:
    """Writes what differs, with one event. Gives the step that takes it back; None if nothing differs."""
    changed = {name: value for name, value in values.items() if held.row[name] != value}
    if not changed:
        unchanged()
        return None
    columns = ", ".join(f"{name} = ${n}" for n, name in enumerate(changed, 3))
    version = await connection.fetchval(
        f"UPDATE ticket SET {columns}, updated_at = $2, version = version + 1 WHERE id = $1 RETURNING version",
        held.key,
        at,
        *changed.values(),
    )
    await clocks.keep(connection, held.key, at)
    told = {name: [held.row[name], value] for name, value in changed.items()}
    await noted(connection, by, what, held.key, told)
    return restoring("Ticket", held.key, {name: held.row[name] for name in changed}, version)


async def noted(connection: Connection, by: Viewer, what: str, key: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "Ticket", key, told, by.staff_id and UUID(by.staff_id))
