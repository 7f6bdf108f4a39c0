"""The night: who is silent for long enough is put away, and memberships that nobody uses end where that is wanted."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from actions import archiving
from models.invariants import INVARIANTS
from tests import make
from tests.jobs.test_points import AT, Clock

LONG = AT - timedelta(days=40)
STANDING = "SELECT member_no, status, archived_at IS NOT NULL AS away FROM member ORDER BY 1"


@pytest_asyncio.fixture
async def night(connection: asyncpg.Connection) -> AsyncIterator[Clock]:
    await connection.execute("SET TIME ZONE 'UTC'")
    for code in ("ARCHIVE", "ELIMINATION"):
        await make.insert(connection, "policy", code=code, value='{"isOn": true, "inactiveMonths": 1}')
    yield Clock(connection, [])
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name


async def _member(night: Clock, number: str, **facts: Any) -> Any:
    async with night.connection.transaction():
        return await make.member(night.connection, number, **{"joined_at": LONG, "updated_at": LONG} | facts)


async def _standing(night: Clock) -> dict[str, tuple[str, bool]]:
    return {row["member_no"]: (row["status"], row["away"]) for row in await night.connection.fetch(STANDING)}


async def test_silent_members_are_archived_and_others_are_not(night: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archiving, "BATCH", 1)
    for number, facts in {
        "silent": {}, "quiet": {"last_order_at": LONG}, "buys": {"last_order_at": AT}, "new": {"joined_at": AT},
        "edited": {"updated_at": AT}, "closed": {"status": "ERASED"},
    }.items():  # fmt: skip
        await _member(night, number, **facts)
    await _member(night, "earns")
    await night.connection.execute("UPDATE member SET updated_at = $1 WHERE member_no <> 'edited'", LONG)
    async with night.connection.transaction():
        account = "SELECT points_account_id FROM member WHERE member_no = 'earns'"
        await make.credit(night.connection, await night.connection.fetchval(account), "POINTS", 5, at=AT)
    assert (await night.run(archiving.ARCHIVE))["done"] == 2
    assert [number for number, (_, away) in (await _standing(night)).items() if away] == ["quiet", "silent"]
    assert (await night.run(archiving.ARCHIVE))["done"] == 0
    events = await night.connection.fetch("SELECT actor, action FROM audit_event WHERE subject_type = 'Member'")
    assert [tuple(row) for row in events] == [("timetable", "member.archived")] * 2


async def test_memberships_end_up_to_a_tier_and_never_with_money_in_them(night: Clock) -> None:
    silver = await make.insert(night.connection, "tier", code="SILVER", name="Silver", rank=1)
    gold = await make.insert(night.connection, "tier", code="GOLD", name="Gold", rank=2)
    await night.connection.execute(
        "UPDATE policy SET value = value || '{\"upToTier\": \"SILVER\"}' WHERE code = 'ELIMINATION'"
    )
    await _member(night, "gold", tier_id=gold)
    await _member(night, "none")
    await _member(night, "silver", tier_id=silver)
    await _member(night, "stored", tier_id=silver)
    await night.connection.execute(
        "UPDATE ledger_account SET balance = 1 WHERE asset = 'PRINCIPAL'"
        " AND member_id = (SELECT id FROM member WHERE member_no = 'stored')"
    )
    assert (await night.run(archiving.ELIMINATE))["done"] == 2
    await night.connection.execute("UPDATE ledger_account SET balance = 0 WHERE asset = 'PRINCIPAL'")
    statuses = {number: status for number, (status, _) in (await _standing(night)).items()}
    assert statuses == {"gold": "ACTIVE", "none": "CANCELLED", "silver": "CANCELLED", "stored": "ACTIVE"}


async def test_who_pays_in_at_that_moment_stays(night: Clock, fresh_url: str) -> None:
    await _member(night, "none")
    other = await asyncpg.connect(fresh_url)
    async with other.transaction():
        await other.execute("SELECT FROM member FOR NO KEY UPDATE")
        await other.execute("UPDATE ledger_account SET balance = 1 WHERE asset = 'PRINCIPAL'")
        running = asyncio.create_task(night.run(archiving.ELIMINATE))
        await asyncio.sleep(0.3)
        assert not running.done()
    assert (await running)["done"] == 0
    assert (await _standing(night))["none"] == ("ACTIVE", False)
    await other.execute("UPDATE ledger_account SET balance = 0 WHERE asset = 'PRINCIPAL'")
    await other.close()


async def test_without_a_tier_in_the_setting_only_those_without_one_end(night: Clock) -> None:
    gold = await make.insert(night.connection, "tier", code="GOLD", name="Gold", rank=2)
    await _member(night, "gold", tier_id=gold)
    await _member(night, "none")
    assert (await night.run(archiving.ELIMINATE))["done"] == 1
    assert (await _standing(night))["gold"] == ("ACTIVE", False)


async def test_nothing_is_asked_for_as_shipped(night: Clock) -> None:
    await night.connection.execute("DELETE FROM policy")
    assert await archiving.ask_to_archive(night.connection, AT) is None
    assert await archiving.ask_to_eliminate(night.connection, AT) is None
