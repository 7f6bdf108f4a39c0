"""A team that calls, a series, what members are due by it, and how often they may be contacted."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import Connection

from tests import make

TASK = UUID("0190a5d1-0000-7000-8000-000000000003")
WHEN = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def care(c: Connection, members: Iterable[UUID], ticket: UUID, staff: UUID) -> None:
    first, *others = members
    own = await _series(c)
    call = await c.fetchval("SELECT id FROM interaction LIMIT 1")
    done = {"status": "DONE", "outcome": "COMPLAINT", "tries": 1, "interaction_id": call, "ticket_id": ticket}
    times = {"planned_on": WHEN.date(), "begun_at": WHEN, "done_at": WHEN}
    await _due(c, first, own | times | done | {"assignee_id": staff, "note": "Broken", "id": TASK})
    for other in others:
        await _due(c, other, own)
    for channel in ("ALL", "SMS"):
        await make.insert(
            c, "contact_count", member_id=first, channel=channel, day=WHEN.date(), on_day=1, in_week=1, in_month=1
        )
    await make.insert(c, "contact_limit", code="all", name="All", per_week=3, quiet_from="21:00", quiet_until="09:00")
    await make.insert(c, "contact_limit", code="calls", name="Calls", channel="CALL", per_day=1, tiers=["GOLD"])


async def _series(c: Connection) -> dict[str, UUID]:
    team = await make.insert(
        c, "call_team", code="care", name="Care", daily_capacity=40, stores=["S1"],
        team_id=await c.fetchval("SELECT id FROM team WHERE code = 'care'"),
        calendar_id=await c.fetchval("SELECT id FROM business_calendar WHERE code = 'office'"),
    )  # fmt: skip
    steps = [
        {"kind": "CALL", "after": 3, "unit": "DAYS", "channel": None, "script": "Hello {name}", "scriptZh": "您好"},
        {"kind": "MESSAGE", "after": 3, "unit": "WEEKS", "channel": "SMS", "script": "{points} points", "scriptZh": ""},
    ]
    series = await make.insert(
        c, "care_series", code="first-order", name="First order", trigger="ORDER_ABOVE", amount=5_000, tiers=["GOLD"],
        steps=json.dumps({"rows": steps}), starts_from=WHEN, stops=["RETURN"], call_team_id=team,
        tier_id=await c.fetchval("SELECT id FROM tier ORDER BY rank LIMIT 1"),
        segment_id=await c.fetchval("SELECT id FROM segment ORDER BY code LIMIT 1"),
    )  # fmt: skip
    return {"series_id": series, "call_team_id": team}


async def _due(c: Connection, member: UUID, own: dict[str, Any]) -> None:
    run = await make.insert(
        c, "care_run", series_id=own["series_id"], member_id=member, occasion="1", began_on=WHEN.date(), began_at=WHEN
    )
    contact = await make.insert(
        c, "contact", member_id=member, channel="SMS", purpose="CARE", about="care series first-order", actor="care",
        day=WHEN.date(), at=WHEN, released_at=None if "assignee_id" in own else WHEN,
    )  # fmt: skip
    task = {"run_id": run, "member_id": member}
    await make.insert(
        c, "care_task", place=0, kind="CALL", channel="CALL", script="Hello {name}", script_zh="您好", rank=2,
        due_on=WHEN.date(), **task | own,
    )  # fmt: skip
    await make.insert(
        c, "care_task", place=1, kind="MESSAGE", channel="SMS", script="{points} points of {tier}, {store}",
        due_on=WHEN.date() + timedelta(days=21), held="LIMIT", series_id=own["series_id"], **task,
    )  # fmt: skip
    await make.insert(
        c, "member_message", member_id=member, channel="SMS", language="en", subject="First order", body="Hello",
        about="care series first-order", contact_id=contact, due_at=WHEN, at=WHEN, error="HTTP 503", tries=1,
    )  # fmt: skip
    for channel in ("ALL", "PUSH"):
        await make.insert(
            c, "contact_refusal", member_id=member, channel=channel, reason="By phone", actor="Ana", at=WHEN
        )
