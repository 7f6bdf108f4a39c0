"""Gives tickets to people by rules: at opening, when one comes back to somebody absent, and by the clock."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import clocks
from actions.recording import record
from models.assigning import PRESENT, RULES, TICKET, WAITING
from rules.assigning import AssignmentMethod, AssignmentOccasion, Candidate, chosen, fits
from rules.tickets import ANSWERABLE, FINISHED, TicketStatus

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7874356224010072)"
"Whoever gives a ticket knows what all the others have given: else somebody gets more than he can take."
ACTOR = "assignment"
GIVE = """
    UPDATE ticket SET assignee_id = $2, team_id = $3, updated_at = $4, version = version + 1 WHERE id = $1
"""
TURN = "UPDATE staff_duty SET turn = nextval('assignment_turn') WHERE staff_id = $1"
NOTE = """
    INSERT INTO ticket_assignment (ticket_id, rule_id, team_id, staff_id, before_id, occasion, method, present,
        open_before, capacity, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
BATCH = 100


async def give(connection: Connection, ticket: UUID, occasion: AssignmentOccasion, at: datetime) -> bool:
    """Says whether somebody was given the ticket. Nothing happens to one that somebody has who is present."""
    rules = await connection.fetch(RULES)
    if not rules:
        return False
    await connection.execute(ONE_AT_A_TIME)
    found = await connection.fetchrow(TICKET, ticket)
    status = TicketStatus(found["status"])
    if status not in ANSWERABLE - FINISHED or (found["assignee_id"] is not None and not found["is_absent"]):
        return False
    rule = next((rule for rule in rules if fits(rule, found)), None)
    if rule is None:
        return False
    present = [_candidate(row) for row in await connection.fetch(PRESENT, rule["team_id"])]
    taken = chosen(AssignmentMethod(rule["method"]), present, found["category"])
    if taken is None and found["assignee_id"] is None and found["team_id"] == rule["team_id"]:
        return False
    await _write(connection, found, rule, taken, len(present), occasion, at)
    return taken is not None


async def give_waiting(connection: Connection, at: datetime) -> int:
    """What nobody has, those that are due first; how many were given."""
    given = 0
    for row in await connection.fetch(WAITING, BATCH):
        given += await give(connection, row["id"], AssignmentOccasion.WAITED, at)
    return given


async def _write(
    connection: Connection,
    found: Record,
    rule: Record,
    taken: Candidate | None,
    present: int,
    occasion: AssignmentOccasion,
    at: datetime,
) -> None:
    staff = taken and taken.staff
    await connection.execute(GIVE, found["id"], staff, rule["team_id"], at)
    if taken is not None:
        await connection.execute(TURN, staff)
    figures = (taken and taken.open, taken and taken.capacity)
    await connection.execute(
        NOTE, found["id"], rule["id"], rule["team_id"], staff, found["assignee_id"], occasion, rule["method"], present,
        *figures, at,
    )  # fmt: skip
    await clocks.keep(connection, found["id"], at)
    told = {
        "assignee_id": [found["assignee_id"], staff],
        "team_id": [found["team_id"], rule["team_id"]],
        "rule": rule["code"],
    }
    await record(connection, ACTOR, "ticket.distributed", "Ticket", found["id"], told)


def _candidate(row: Record) -> Candidate:
    return Candidate(row["staff_id"], row["open"], row["capacity"], row["turn"], frozenset(row["skills"]))
