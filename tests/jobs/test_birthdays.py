"""What tiers give for birthdays: in advance, once, in the days of the installation's zone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest_asyncio

from actions import jobs
from actions.tiers import birthdays
from jobs.kinds import KINDS
from models.invariants import INVARIANTS
from tests import make
from tests.actions.test_jobs import PROGRAM

TODAY = make.NOW.astimezone(PROGRAM.zone).date()


class Desk:
    """Tiers SILVER and GOLD; a benefit of SILVER gives a coupon and one gives 50 points, seven days ahead."""

    def __init__(self, connection: asyncpg.Connection, url: str, tiers: dict[str, UUID]) -> None:
        self.connection, self.url, self.tiers = connection, url, tiers

    async def member(self, born: date | None, no: str = "M1", tier: str = "SILVER", **values: Any) -> UUID:
        async with self.connection.transaction():
            return await make.member(self.connection, no, birthday=born, tier_id=self.tiers[tier], **values)

    async def benefit(self, tier: str, code: str, **values: Any) -> None:
        about = {"name": code, "kind": "GIFT", "occasion": "BIRTHDAY", "days_ahead": 7} | values
        key = await make.insert(self.connection, "benefit", code=code, **about)
        await make.insert(self.connection, "tier_benefit", tier_id=self.tiers[tier], benefit_id=key)

    async def run(self, at: datetime = make.NOW) -> dict[str, Any]:
        """The job as the timetable asks for it, to its end; its figures."""
        async with self.connection.transaction():
            job = await birthdays.ask_if_due(self.connection, at, PROGRAM.zone)
        while job and await self.go_on(self.connection, job, at):
            pass
        row = await self.connection.fetchrow("SELECT status, done, details::text FROM job WHERE id = $1", job)
        return dict(row) if row else {}

    async def go_on(self, connection: asyncpg.Connection, job: UUID, at: datetime = make.NOW) -> bool:
        async with connection.transaction():
            return await jobs.go_on(connection, job, KINDS, at, PROGRAM)

    async def given(self) -> list[tuple[str, str, str]]:
        rows = await self.connection.fetch("""
            SELECT m.member_no, b.code, g.key FROM benefit_grant g JOIN member m ON m.id = g.member_id
            JOIN benefit b ON b.id = g.benefit_id ORDER BY m.member_no, b.code, g.key""")
        return [tuple(row) for row in rows]


def turning(days: int, age: int = 30) -> date:
    """Born so that the birthday lies so many days ahead; in a leap year, so that 29 February is one too."""
    day = TODAY + timedelta(days=days)
    return day.replace(year=day.year - age) if (day.month, day.day) != (2, 29) else date(1996, 2, 29)


@pytest_asyncio.fixture
async def desk(connection: asyncpg.Connection, fresh_url: str) -> AsyncIterator[Desk]:
    silver = await make.insert(connection, "tier", code="SILVER", name="Silver", rank=1)
    gold = await make.insert(connection, "tier", code="GOLD", name="Gold", rank=2)
    found = Desk(connection, fresh_url, {"SILVER": silver, "GOLD": gold})
    about = {"name": "Cake", "kind": "GIFT", "valid_days": 30}
    template = await make.insert(connection, "coupon_template", code="CAKE", **about)
    await found.benefit("SILVER", "cake", template_id=template)
    await found.benefit("SILVER", "points", points=50, points_valid_days=90)
    yield found
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name


async def test_coupon_and_points_are_given_before_the_birthday(desk: Desk) -> None:
    await desk.member(turning(7))
    assert (await desk.run())["status"] == "SUCCEEDED"
    key = f"BIRTHDAY:{(TODAY + timedelta(days=7)).year}"
    assert await desk.given() == [("M1", "cake", key), ("M1", "points", key)]
    coupon = await desk.connection.fetchrow("SELECT status, member_id IS NOT NULL AS owned, valid_until FROM coupon")
    assert (coupon["status"], coupon["owned"]) == ("ISSUED", True)
    assert coupon["valid_until"] > make.NOW + timedelta(days=29)
    notice = await desk.connection.fetchval("SELECT body ->> 'birthday' FROM member_notice")
    assert notice == str(TODAY + timedelta(days=7))


async def test_nobody_gets_it_before_its_day_or_after_the_birthday(desk: Desk) -> None:
    await desk.member(turning(8), "M1")
    await desk.member(turning(-1), "M2")
    await desk.member(None, "M3")
    await desk.member(turning(0), "M4", tier="GOLD")
    assert await desk.run() == {}
    await desk.run(make.NOW + timedelta(days=1))
    assert {who for who, _, _ in await desk.given()} == {"M1"}


async def test_each_benefit_has_its_own_days_ahead(desk: Desk) -> None:
    await desk.benefit("SILVER", "song", points=5, days_ahead=2)
    await desk.member(turning(7))
    await desk.run()
    assert [code for _, code, _ in await desk.given()] == ["cake", "points"]
    await desk.run(make.NOW + timedelta(days=5))
    assert [code for _, code, _ in await desk.given()] == ["cake", "points", "song"]


async def test_it_is_given_once_for_each_birthday(desk: Desk) -> None:
    await desk.member(turning(3))
    for days in (0, 0, 1, 3):
        await desk.run(make.NOW + timedelta(days=days))
    assert len(await desk.given()) == 2
    await desk.run(make.NOW + timedelta(days=366))
    assert len(await desk.given()) == 4


async def test_two_workers_at_once_give_it_once(desk: Desk) -> None:
    for number in range(8):
        await desk.member(turning(number % 7), f"M{number}")
    asked = [await jobs.ask(desk.connection, None, birthdays.KIND, {}, make.NOW) for _ in range(2)]
    others = [await asyncpg.connect(desk.url) for _ in range(4)]
    try:
        await asyncio.gather(*(desk.go_on(own, asked[n % 2]) for n, own in enumerate(others)))
    finally:
        for own in others:
            await own.close()
    assert len(await desk.given()) == 16
    assert await desk.connection.fetchval("SELECT count(*) FROM coupon") == 8
    assert await desk.connection.fetchval("SELECT count(*) FROM member_notice") == 8


async def test_a_batch_that_was_killed_is_done_again(desk: Desk) -> None:
    await desk.member(turning(3))
    job = await jobs.ask(desk.connection, None, birthdays.KIND, {}, make.NOW)
    killed = desk.connection.transaction()
    await killed.start()
    await jobs.go_on(desk.connection, job, KINDS, make.NOW, PROGRAM)
    await killed.rollback()
    assert await desk.given() == []
    await desk.go_on(desk.connection, job)
    assert len(await desk.given()) == 2


async def test_the_day_begins_at_midnight_of_the_zone(desk: Desk) -> None:
    await desk.member(date(1990, 3, 9))
    midnight = datetime(2027, 3, 2, tzinfo=PROGRAM.zone)
    assert await desk.run(midnight - timedelta(seconds=1)) == {}
    await desk.run(midnight)
    assert len(await desk.given()) == 2


async def test_a_leap_day_is_kept_in_every_year(desk: Desk) -> None:
    await desk.member(date(1996, 2, 29))
    for year in (2027, 2028, 2029):
        await desk.run(datetime(year, 2, 21, 12, tzinfo=UTC))
        await desk.run(datetime(year, 2, 28, 12, tzinfo=UTC))
    assert [key for _, code, key in await desk.given() if code == "cake"] == [
        "BIRTHDAY:2027", "BIRTHDAY:2028", "BIRTHDAY:2029",
    ]  # fmt: skip


async def test_a_climb_in_between_gives_no_second_present(desk: Desk) -> None:
    await desk.benefit("GOLD", "party", points=500)
    await desk.member(turning(3))
    await desk.run()
    await desk.connection.execute("UPDATE member SET tier_id = $1", desk.tiers["GOLD"])
    await desk.run()
    assert [code for _, code, _ in await desk.given()] == ["cake", "points"]


async def test_another_date_of_birth_gives_no_second_present(desk: Desk) -> None:
    await desk.member(date(1990, 12, 28))
    await desk.run(datetime(2026, 12, 27, tzinfo=UTC))
    await desk.connection.execute("UPDATE member SET birthday = $1", date(1990, 1, 3))
    await desk.run(datetime(2026, 12, 29, tzinfo=UTC))
    assert len(await desk.given()) == 2
    await desk.run(datetime(2028, 1, 1, tzinfo=UTC))
    assert len(await desk.given()) == 4


async def test_who_is_frozen_gets_it_only_if_the_policy_says_so(desk: Desk) -> None:
    await desk.member(turning(3), status="FROZEN")
    assert await desk.run() == {}
    await desk.connection.execute("UPDATE member SET status = 'ACTIVE'")
    await desk.run()
    assert len(await desk.given()) == 2


async def test_a_template_that_ran_out_stops_nothing_else(desk: Desk) -> None:
    await desk.connection.execute("UPDATE coupon_template SET total_limit = 1")
    await desk.member(turning(3), "M1")
    await desk.member(turning(3), "M2")
    await desk.run()
    assert sorted(code for _, code, _ in await desk.given()) == ["cake", "points", "points"]


async def test_a_benefit_that_is_switched_off_is_not_given(desk: Desk) -> None:
    await desk.connection.execute("UPDATE benefit SET is_active = false WHERE code = 'cake'")
    await desk.member(turning(3))
    await desk.run()
    assert [code for _, code, _ in await desk.given()] == ["points"]
