"""Changes that can be taken back: each says how, when it is made."""

from collections.abc import Sequence
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from rules.viewer import Viewer

Step = dict[str, Any]
"""One thing to take back. `undo` names how (a key of `resolvers.changes.UNDO`), the rest is what it needs as JSON."""
KEEP = """
    INSERT INTO change_set (operation, summary, steps, actor, actor_staff_id, at)
    VALUES ($1, $2, $3::text::jsonb, $4, $5, $6) RETURNING id
"""


async def keep(
    connection: Connection, by: Viewer, operation: str, summary: str, steps: Sequence[Step], at: datetime
) -> UUID:
    """The key of the change, for `changeSet` in the payload. Without steps it is told but cannot be taken back."""
    staff = by.staff_id and UUID(by.staff_id)
    return await connection.fetchval(KEEP, operation, summary, dumps(list(steps), default=str), by.name, staff, at)
