"""A company that cares for its members: teams that call, limits, and series as data. Time is an argument."""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from jobs.care import step
from rules.contacting import ContactChannel
from tests import make

EVERYTHING = frozenset(ContactChannel)
WINDOWS = {"rows": [{"weekdays": [1, 2, 3, 4, 5, 6], "from": "11:00", "until": "12:00"},
                    {"weekdays": [1, 2, 3, 4, 5, 6], "from": "16:00", "until": "17:00"}]}  # fmt: skip
MAY = {"rows": [{"day": "2026-05-01", "lastDay": "2026-05-03", "name": "Labour Day"}]}


def at(day: str, hour: int = 3, minute: int = 0) -> datetime:
    """By default the moment at which the first call window of Shanghai opens."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour, minute=minute)


def call(after: int, unit: str = "DAYS", script: str = "Hello {name}", **values: Any) -> dict[str, Any]:
    return {
        "kind": "CALL", "after": after, "unit": unit, "channel": None, "script": script, "scriptZh": "", **values
    }  # fmt: skip


def message(after: int, channel: str = "IN_SITE", **values: Any) -> dict[str, Any]:
    return call(after) | {"kind": "MESSAGE", "channel": channel} | values


class Clinic:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def open(self, capacity: int = 10, people: int = 1, **limits: int | None) -> "Clinic":
        """One team in Shanghai; `limits` are those of all channels together."""
        c = self.connection
        calendar = await make.insert(
            c, "business_calendar", code="calls", name="Calls", zone="Asia/Shanghai", hours=WINDOWS, days=MAY
        )
        team = await make.insert(c, "team", code="care", name="Care")
        for number in range(people):
            person = await make.insert(c, "staff", username=f"caller{number}", name=f"Caller {number}")
            await make.insert(c, "team_member", team_id=team, staff_id=person)
        await make.insert(
            c, "call_team", code="care", name="Care", team_id=team, calendar_id=calendar, daily_capacity=capacity
        )
        await self.limit(**({"per_day": 1} | limits))
        return self

    async def limit(self, code: str = "all", **values: Any) -> None:
        await make.insert(self.connection, "contact_limit", code=code, name=code, **values)

    async def series(self, trigger: str, *steps: dict[str, Any], code: str = "series", **values: Any) -> UUID:
        given = {"starts_from": at("2026-01-01"), "stops": ["RETURN", "COMPLAINT"]} | values
        steps_told = json.dumps({"rows": list(steps)})
        return await make.insert(
            self.connection, "care_series", code=code, name=code.title(), trigger=trigger, steps=steps_told, **given
        )

    async def member(self, no: str, first: datetime | None = None, **values: Any) -> UUID:
        """Reachable over everything; with a first order if it is said when."""
        given = {"phone": f"139{abs(hash(no)) % 10**8:08}", "email": f"{no.lower()}@example.com", "name": no}
        async with self.connection.transaction():
            key = await make.member(self.connection, no, **given | {"joined_at": at("2025-06-01")} | values)
        if first is not None:
            await self.bought(key, first)
        return key

    async def bought(self, member: UUID, when: datetime, total: int = 5_000) -> UUID:
        order = await make.order(self.connection, f"O-{member.hex[:6]}-{when:%m%d%H%M}", member, total, at=when)
        await self.connection.execute(
            """UPDATE member_metrics SET first_order_at = least(first_order_at, $2),
               last_order_at = greatest(last_order_at, $2), order_count = order_count + 1,
               total_spend = total_spend + $3
               WHERE member_id = $1""", member, when, total,
        )  # fmt: skip
        return order

    async def look(self, when: datetime, ready: Collection[ContactChannel] = EVERYTHING) -> None:
        await step(self.connection, when, None, ready)

    async def tasks(self, *columns: str, **where: Any) -> list[Any]:
        """Values of all steps in their order."""
        rows = await self.connection.fetch("SELECT * FROM care_task ORDER BY due_on, place, id")
        kept = [row for row in rows if all(row[name] == value for name, value in where.items())]
        return [row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns) for row in kept]

    async def one(self, question: str, *values: Any) -> Any:
        return await self.connection.fetchval(question, *values)
