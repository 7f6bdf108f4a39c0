"""A year of care, day by day, against a model that knows nothing of tables: `python -m tests.faults.care_year`.

Right dates, inside the windows, within capacity; caps never passed, with 50 campaigns that write to everybody at once.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from actions import care
from actions.contacting import Wish, claim
from models.invariants import INVARIANTS
from rules.contacting import ContactChannel, ContactPurpose
from rules.refusals import Refused
from rules.viewer import Viewer
from settings import Settings
from tests.actions.clinic import Clinic, call, message
from tests.conftest import viewer
from tests.faults.running import main

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 1, 1)
OUTCOMES = ("REACHED", "REACHED", "REACHED", "NOT_REACHED", "WRONG_NUMBER", "OPT_OUT", "COMPLAINT")
AFTER = {0: 3, 1: 21}
"Days after the first order on which the first two calls are due; the third comes after three months."
CAPS = {"day": 1, "week": 2, "month": 4}
HOLIDAYS = {date(2026, 5, day) for day in (1, 2, 3)}
CAPACITY = 12
CAMPAIGNS = 50


@dataclass
class Year:
    """What happened, as the simulation did it itself."""

    clinic: Clinic
    pool: asyncpg.Pool
    chance: random.Random
    callers: list[Viewer]
    ordered: dict[UUID, date] = field(default_factory=dict)
    stopped: dict[UUID, date] = field(default_factory=dict)
    calls: int = 0
    asked: int = 0

    async def live(self, day: date, newcomers: int) -> None:
        """People buy, the clock looks after series, calls are made in both windows, campaigns storm."""
        for _ in range(newcomers):
            when = _local(day, 9, self.chance.randrange(60))
            member = await self.clinic.member(f"M{len(self.ordered)}", when, birthday=date(1990, 2, 28))
            self.ordered[member] = day
        if self.ordered and self.chance.random() < 0.2:
            self._stop(await self._comes_back(day), day)
        if day.day % 10 == 0:
            await self._storm(_local(day, 10))
        for hour, minute in ((10, 30), (11, 5), (13, 0), (16, 10), (17, 30)):
            await self.clinic.look(_local(day, hour, minute))
            if hour in (11, 16):
                await self._call(_local(day, hour, minute), day)
            else:
                await self._try_out_of_hours(_local(day, hour, minute))

    def _stop(self, member: UUID, day: date) -> None:
        self.stopped.setdefault(member, day)

    async def _comes_back(self, day: date) -> UUID:
        """Somebody complains."""
        member = self.chance.choice(list(self.ordered))
        await self.clinic.connection.execute(
            """INSERT INTO interaction (kind, member_id, summary, at) VALUES ('COMPLAINT', $1, 'x', $2)""",
            member, _local(day, 10, 5),
        )  # fmt: skip
        return member

    async def _call(self, when: datetime, day: date) -> None:
        """Half of what is planned now, the rest in the afternoon or another day."""
        rows = await self.clinic.connection.fetch("SELECT * FROM care_task WHERE status = 'PLANNED' ORDER BY id")
        for task in rows:
            assert (task["planned_on"], day.isoweekday() < 7, day in HOLIDAYS) == (day, True, False)
            assert task["due_on"] <= day
            assert task["member_id"] not in self.stopped or self.stopped[task["member_id"]] > day, "an ended series"
            if self.chance.random() < 0.5:
                await self._one_call(task, when)

    async def _one_call(self, task: Any, when: datetime) -> None:
        by, outcome = self.chance.choice(self.callers), self.chance.choice(OUTCOMES)
        async with self.clinic.connection.transaction():
            await care.begin(self.clinic.connection, by, task["id"], None, when)
            given = {"outcome": outcome, "note": "Said so", "isForAll": True}
            await care.note_outcome(self.clinic.connection, by, task["id"], given, None, when + timedelta(minutes=2))
        self.calls += 1
        if outcome in ("WRONG_NUMBER", "OPT_OUT", "COMPLAINT"):
            self._stop(task["member_id"], when.astimezone(ZONE).date())

    async def _try_out_of_hours(self, when: datetime) -> None:
        task = await self.clinic.one("SELECT id FROM care_task WHERE status = 'PLANNED' LIMIT 1")
        if task is None:
            return
        try:
            async with self.clinic.connection.transaction():
                await care.begin(self.clinic.connection, self.callers[0], task, None, when)
        except Refused:
            return
        raise AssertionError(f"a call was begun at {when}")

    async def _storm(self, when: datetime) -> None:
        """Fifty campaigns at once write to the same members."""
        members = self.chance.sample(list(self.ordered), min(5, len(self.ordered)))
        channels = list(ContactChannel)

        async def campaign(number: int) -> None:
            async with self.pool.acquire() as own:
                for member in members:
                    wish = Wish(member, channels[number % 5], ContactPurpose.CAMPAIGN, f"campaign {number}", "test")
                    try:
                        await claim(own, wish, when)
                    except Refused:
                        self.asked += 1

        await asyncio.gather(*(campaign(number) for number in range(CAMPAIGNS)))


def _local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """A year of care with every figure held against the model."""
    days, newcomers = (365, 4) if full else (150, 1)
    return await simulate(url, chance, days, newcomers)


async def simulate(url: str, chance: random.Random, days: int, newcomers: int) -> str:
    pool = await asyncpg.create_pool(url, min_size=1, max_size=20)
    connection = await asyncpg.connect(url)
    try:
        clinic = await Clinic(connection).open(
            CAPACITY, 3, per_day=CAPS["day"], per_week=CAPS["week"], per_month=CAPS["month"]
        )
        await clinic.limit("night", quiet_from="21:00", quiet_until="09:00")
        await clinic.series(
            "FIRST_ORDER", call(3), call(3, "WEEKS"), call(3, "MONTHS"), code="three", starts_from=_local(FIRST, 0)
        )
        await clinic.series("BIRTHDAY", message(-7), code="birthday", starts_from=_local(FIRST, 0))
        people = await connection.fetch("SELECT id FROM staff ORDER BY username")
        year = Year(clinic, pool, chance, [viewer("supervisor", staff_id=str(row["id"])) for row in people])
        for number in range(days):
            await year.live(FIRST + timedelta(days=number), newcomers)
        contacts = await _checked(year)
        return (
            f"{days} days, {len(year.ordered)} members, {year.calls} calls, {contacts} contacts, {year.asked} refused"
        )
    finally:
        await connection.close()
        await pool.close()


async def _checked(year: Year) -> int:
    """Everything that is left in the tables, against what the model says."""
    connection = year.clinic.connection
    for name, query in INVARIANTS.items():
        if "contact" in name or "planned call" in name:
            assert await connection.fetch(query) == [], name
    rows = await connection.fetch("SELECT * FROM contact WHERE released_at IS NULL")
    for span, key in (
        ("day", lambda d: d),
        ("week", lambda d: d.isocalendar()[:2]),
        ("month", lambda d: (d.year, d.month)),
    ):
        counted = Counter((row["member_id"], key(row["day"])) for row in rows)
        assert max(counted.values()) <= CAPS[span], f"more contacts in a {span} than the limit allows"
    await _check_dates(year)
    full = await connection.fetch(
        "SELECT count(*) AS n FROM care_task WHERE planned_on IS NOT NULL GROUP BY call_team_id, planned_on"
    )
    assert all(row["n"] <= CAPACITY for row in full)
    return len(rows)


async def _check_dates(year: Year) -> None:
    """Steps that were never tried or put off are due on the day that the series says."""
    rows = await year.clinic.connection.fetch(
        """SELECT t.*, r.began_on FROM care_task t JOIN care_run r ON r.id = t.run_id JOIN care_series s
           ON s.id = t.series_id WHERE s.code = 'three' AND t.tries = 0"""
    )
    assert {row["began_on"] for row in rows} <= set(year.ordered.values())
    for row in rows:
        began = year.ordered[row["member_id"]]
        if row["place"] in AFTER:
            assert row["due_on"] == began + timedelta(days=AFTER[row["place"]])
        else:
            assert (row["due_on"].month - began.month) % 12 == 3
            assert row["due_on"].day <= began.day
    begun = await year.clinic.one("SELECT count(*) FROM care_run r JOIN care_series s ON s.id = r.series_id"
                                  " WHERE s.code = 'three'")  # fmt: skip
    assert begun == len(year.ordered), "each first order begins its series, once"


if __name__ == "__main__":
    main(measure)
