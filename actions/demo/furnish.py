"""Furnishes an installation that holds Complete Journey: staff, tags, segments, tickets, interactions, scores."""

from datetime import UTC, datetime
from hashlib import sha256

from asyncpg import Connection

from actions import sla
from actions.demo.care import care_for_members
from actions.demo.company import found_company, tag_members
from actions.demo.hands import lend_hands
from actions.demo.interactions import note_interactions
from actions.demo.tickets import open_tickets
from actions.imports.reports import Progress, silent
from actions.imports.runs import Run, open_run
from actions.imports.stepping import Step, do
from actions.scoring import score_members

KIND = "demo"
DIGEST = sha256(b"memberdesk demo 1").hexdigest()
TICKETS, INTERACTIONS = 2000, 1500
SAMPLE_SHARE = 0.25
LAST_STEP = "demo"
"The step that says that the demo is complete."


async def furnish(dsn: str, *, sample: bool = False, currency: str = "USD", progress: Progress = silent) -> None:
    """Adds what is not there yet; the second time it does nothing. `sample` makes a quarter of the tickets.

    Dates lie around the moment of the first call, which a call that was cut off keeps.
    """
    details = {"now": datetime.now(UTC).isoformat(), "sample": sample}
    async with open_run(dsn, KIND, DIGEST, details) as run:
        if run.is_finished:
            return
        steps = _steps(datetime.fromisoformat(run.details["now"]), run.details["sample"], currency)
        await run.expect(len(steps))
        await do(run, "furnishing the demo", steps, progress, len(steps), writers=1)
        await run.pool.execute("ANALYZE")
        await run.finish({"counts": await _counts(run)})


def _steps(now: datetime, sample: bool, currency: str) -> list[Step]:
    share = SAMPLE_SHARE if sample else 1
    tickets, interactions = int(TICKETS * share), int(INTERACTIONS * share)

    async def finish(connection: Connection) -> None:
        """Nothing is left to do."""

    return [
        Step("company", 1, found_company),
        Step("tags", 1, tag_members),
        Step("levels", 1, sla.ship),
        Step("care", 1, lambda connection: care_for_members(connection, now)),
        Step("tickets", 1, lambda connection: open_tickets(connection, tickets, now, currency)),
        Step("interactions", 1, lambda connection: note_interactions(connection, interactions, now, currency)),
        Step("hands", 1, lend_hands),
        Step("scores", 1, lambda connection: score_members(connection, now)),
        Step(LAST_STEP, 1, finish),
    ]


async def _counts(run: Run) -> dict[str, int]:
    tables = ("staff", "tag", "segment", "ticket", "ticket_message", "interaction", "canned_reply", "macro")
    return {table: await run.pool.fetchval(f"SELECT count(*) FROM {table}") for table in tables}
