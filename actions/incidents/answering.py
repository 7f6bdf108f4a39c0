"""One answer to all tickets of an incident: seen beforehand, then a job that says it in each of them once."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import jobs
from actions.incidents.handling import hold
from actions.jobs import Step, Work
from actions.once import Written
from actions.tickets import reply, resolve
from rules.incidents import answer_for
from rules.permissions import Access
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KIND = "incident.reply"
BATCH = 20
SHOWN = 5
NOBODY = Viewer("STAFF", "", (), Access(()), "")
LINKED = "incident_id = $1 AND status NOT IN ('CLOSED', 'MERGED')"
COUNT = f"SELECT count(*) FROM ticket WHERE {LINKED}"
FIRST = f"SELECT id, number FROM ticket WHERE {LINKED} ORDER BY id LIMIT {SHOWN}"
NEXT = f"""
    SELECT id, number, status FROM ticket WHERE {LINKED} AND ($2::uuid IS NULL OR id > $2) AND id <= $3
    ORDER BY id LIMIT {BATCH}
"""
LAST = f"SELECT id FROM ticket WHERE {LINKED} ORDER BY id DESC LIMIT 1"


async def foresee(connection: Connection, incident: UUID | None, body: str) -> dict[str, Any]:
    """How many tickets would be answered, and what the first of them would say."""
    rows = await connection.fetch(FIRST, incident)
    answers = [{"ticket_id": row["id"], "text": answer_for(body, row["number"])} for row in rows]
    return {"count": await connection.fetchval(COUNT, incident), "answers": answers}


async def ask_answer(
    connection: Connection, by: Viewer, incident: UUID, body: str, at: datetime, *, resolves: bool
) -> Written:
    """Tickets that are linked later are not answered. Raises Refused: nothing said, closed, no ticket linked."""
    answer_for(body, "T-000000")
    await hold(connection, incident)
    last = await connection.fetchval(LAST, incident)
    if last is None:
        message = "No ticket of this incident can be answered. Link its tickets first."
        raise Refused(ErrorCode.STATE, message, ("id",))
    total = await connection.fetchval(COUNT, incident)
    given = {"incident": incident, "body": body, "resolves": resolves, "last": last, "staff": by.staff_id}
    return {"incident": incident, "job": await jobs.ask(connection, by, KIND, given, at, total=total)}


async def step(connection: Connection, work: Work) -> Step:
    """Some tickets, each answered in the name of who asked; one that was closed meanwhile is left alone."""
    given, last = work.given, work.state.get("last")
    values = (UUID(given["incident"]), last and UUID(last), UUID(given["last"]))
    rows = await connection.fetch(NEXT, *values)
    by = replace(NOBODY, name=work.actor, staff_id=given["staff"])
    for row in rows:
        await reply(connection, by, row["id"], answer_for(given["body"], row["number"]), None, work.at)
        if given["resolves"]:
            await resolve(connection, by, row["id"], work.at)
    state = {"last": str(rows[-1]["id"])} if rows else dict(work.state)
    return Step(len(rows), state, len(rows) < BATCH, figures={"answered": len(rows)})
