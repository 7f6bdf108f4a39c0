"""Does what a macro plans, in one go, and takes it back as a whole as long as its answer waits."""

from collections.abc import Mapping
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import clocks
from actions.changes import Step, keep
from actions.macros.planning import Plan
from actions.notices import mention
from actions.once import Written
from actions.recording import unchanged
from actions.tickets.answering import say
from actions.tickets.locking import hold, noted
from actions.tickets.tagging import give, take
from rules.canned_replies import check_filled
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

WRITE = "UPDATE ticket SET {columns}updated_at = $2, version = version + 1 WHERE id = $1 RETURNING version"
LOCK = "SELECT held_until FROM ticket_message WHERE id = $1 FOR UPDATE"
GONE = "DELETE FROM ticket_message WHERE id = ANY($1)"
BACK = """
    UPDATE ticket SET {columns}updated_at = $3, version = ticket.version + 1
    FROM jsonb_populate_record(NULL::ticket, $2::text::jsonb) given WHERE ticket.id = $1
"""
TURNED = """
    DELETE FROM ticket_turn WHERE ticket_id = $1 AND (at, id) > (
        SELECT at, id FROM ticket_turn WHERE ticket_id = $1 AND status = $2 ORDER BY at DESC, id DESC LIMIT 1)
"""


async def run(plan: Plan, code: str) -> Written:
    """Raises Refused if a variable of its texts is empty: then nothing is done."""
    connection, by, held, at = plan.connection, plan.by, plan.held, plan.at
    for text in (*plan.notes, plan.answer or ""):
        check_filled(text, ("code",))
    added, removed = sorted(plan.tags - plan.tags_before), sorted(plan.tags_before - plan.tags)
    changed = plan.changed
    if not (changed or added or removed or plan.notes or plan.answer):
        unchanged()
        return {"ticket": held.key}
    for name in added:
        await give(connection, by, held.key, name)
    for name in removed:
        await take(connection, held.key, name)
    notes = [await _noted(plan, body) for body in plan.notes]
    answers = [await _answered(plan)] if plan.answer else []
    columns = "".join(f"{name} = ${place}, " for place, name in enumerate(changed, start=3))
    version = await connection.fetchval(WRITE.format(columns=columns), held.key, at, *changed.values())
    await clocks.keep(connection, held.key, at)
    step = {
        "undo": "macro.undo", "ticket": held.key, "version": version, "notes": notes, "answers": answers,
        "before": {name: held.row[name] for name in changed}, "added": added, "removed": removed, "macro": code,
    }  # fmt: skip
    summary = f"{held.number}: {plan.name}"
    change = await keep(connection, by, "macroRun", summary, [step], at)
    told = {name: [held.row[name], value] for name, value in changed.items()}
    told |= {"macro": code, "tags": [sorted(plan.tags_before), sorted(plan.tags)]}
    await noted(connection, by, "macro.run", held.key, told | {"length": len(plan.answer or "")})
    return {"ticket": held.key, "changeSet": change, "message": answers[0] if answers else None}


async def _noted(plan: Plan, body: str) -> UUID:
    await mention(plan.connection, plan.by, body, plan.held.key, plan.held.number, plan.at)
    return await say(plan.connection, plan.by, plan.held.key, None, body, plan.at, is_internal=True)


async def _answered(plan: Plan) -> UUID:
    waits = plan.held.status if plan.by.kind == "STAFF" else None
    return await say(plan.connection, plan.by, plan.held.key, None, plan.answer or "", plan.at, waits=waits)


async def undo(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """The ticket stands as before. Raises Refused if the answer is out, or the ticket was changed since."""
    held = await hold(connection, UUID(step["ticket"]))
    for key in step["answers"]:
        if await connection.fetchval(LOCK, UUID(key)) is None:
            message = "The answer in ticket {number} is out. What else the macro did can be set right by hand."
            raise Refused(ErrorCode.STATE, message, ("id",), number=held.number)
    if held.row["version"] != step["version"]:
        message = "Ticket {number} was changed since the macro was run."
        raise Refused(ErrorCode.CONFLICT, message, ("id",), number=held.number)
    await connection.execute(GONE, [UUID(key) for key in (*step["notes"], *step["answers"])])
    for name in step["added"]:
        await take(connection, held.key, name)
    for name in step["removed"]:
        await give(connection, by, held.key, name)
    await _restored(connection, held.key, step["before"], at)
    await clocks.keep(connection, held.key, at)
    await noted(connection, by, "macro.undone", held.key, {"macro": step["macro"]})


async def _restored(connection: Connection, ticket: UUID, before: Mapping[str, Any], at: datetime) -> None:
    if "status" in before:
        await connection.execute(TURNED, ticket, before["status"])
    columns = "".join(f"{name} = given.{name}, " for name in before)
    await connection.execute(BACK.format(columns=columns), ticket, dumps(before), at)
