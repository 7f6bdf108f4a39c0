"""Makes the times of open tickets anew after a calendar or a policy was changed: a job, batch by batch."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import jobs
from actions.clocks.keeping import Renewal, keep
from actions.jobs import Step, Work
from rules.viewer import Viewer

KIND = "tickets.clocks"
BATCH = 100
OPEN = "status NOT IN ('RESOLVED', 'CLOSED', 'MERGED')"
COUNT = f"SELECT count(*) FROM ticket WHERE {OPEN}"
NEXT = f"""
    SELECT id FROM ticket WHERE {OPEN} AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT {BATCH} FOR NO KEY UPDATE
"""


async def ask(connection: Connection, by: Viewer, renewal: Renewal, at: datetime) -> UUID:
    """For every open ticket: the calendar as it is now, or policy and calendar."""
    total = await connection.fetchval(COUNT)
    return await jobs.ask(connection, by, KIND, {"renewal": renewal}, at, total=total)


async def step(connection: Connection, work: Work) -> Step:
    last = work.state.get("last")
    rows = await connection.fetch(NEXT, last and UUID(last))
    renewal = Renewal(work.given["renewal"])
    changed = 0
    for row in rows:
        changed += await keep(connection, row["id"], work.at, renewal)
    state = {"last": str(rows[-1]["id"])} if rows else dict(work.state)
    return Step(len(rows), state, len(rows) < BATCH, figures={"changed": changed})
