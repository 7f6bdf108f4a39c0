"""Sends the messages of series on their day, through the door that every contact passes."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.care.planning import HELD, HOLD
from actions.contacting import ZONE, Wish, claim
from actions.messages import write
from rules.care import CareHold
from rules.contacting import ContactChannel, ContactPurpose
from rules.refusals import Refused

BATCH = 500
TOO_LATE_DAYS = 14
"A message that could not go out for so long would surprise its reader."
DUE = f"""
    SELECT t.id, t.member_id, t.channel, t.due_on, s.code, s.name, coalesce(g.language, 'en') AS language,
        t.script, t.script_zh, ($1 AT TIME ZONE ({ZONE}))::date AS today
    FROM care_task t JOIN care_series s ON s.id = t.series_id JOIN member m ON m.id = t.member_id
    LEFT JOIN call_team g ON g.id = t.call_team_id
    WHERE t.status = 'WAITING' AND t.kind = 'MESSAGE' AND s.is_active AND t.due_on <= ($1 AT TIME ZONE ({ZONE}))::date
      AND t.id > $3
    ORDER BY t.id LIMIT $2 FOR NO KEY UPDATE OF t SKIP LOCKED
"""
DONE = """
    UPDATE care_task SET status = 'DONE', done_at = $2, contact_id = $3, held = NULL, version = version + 1
    WHERE id = $1
"""
SKIP = "UPDATE care_task SET status = 'SKIPPED', done_at = $2, version = version + 1 WHERE id = $1"


async def send(connection: Connection, at: datetime, ready: Collection[ContactChannel], after: UUID) -> UUID | None:
    """The next messages after this key that are due; `ready` are the channels that this installation can send over.

    What may not be sent now (quiet hours, a limit) waits and is tried again; after two weeks it is skipped. Returns the
    key of the last one, None if none is left.
    """
    found = await connection.fetch(DUE, at, BATCH, after)
    for task in found:
        await _send(connection, task, at, ready)
    return found[-1]["id"] if len(found) == BATCH else None


async def _send(connection: Connection, task: Record, at: datetime, ready: Collection[ContactChannel]) -> None:
    channel = ContactChannel(task["channel"])
    if (task["today"] - task["due_on"]).days > TOO_LATE_DAYS:
        await connection.execute(SKIP, task["id"], at)
        return
    if channel not in ready:
        await connection.execute(HOLD, task["id"], CareHold.NOT_SET_UP)
        return
    about = f"care series {task['code']}"
    try:
        contact = await claim(connection, Wish(task["member_id"], channel, ContactPurpose.CARE, about, "care"), at)
    except Refused as refused:
        await connection.execute(HOLD, task["id"], HELD[refused.code])
        return
    is_chinese = task["script_zh"] and (task["language"].startswith("zh") or not task["script"])
    text, language = (task["script_zh"], "zh-CN") if is_chinese else (task["script"], "en")
    await write(connection, task["member_id"], channel, language, task["name"], text, about, contact, at)
    await connection.execute(DONE, task["id"], at, contact)
