"""Points and growth value that are changed by hand move the tier in the same transaction, where tiers ask for them."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from tests import make
from tests.actions.teller import Teller

ERRORS = "userErrors { code path }"
ADJUST = f"""mutation ($no: String!, $delta: Points!, $key: String!) {{
    pointsAdjust(member: {{memberNo: $no}}, delta: $delta, reason: "R", idempotencyKey: $key) {{
        member {{ tier {{ code }} }} entry {{ id }} changeSet {{ id }} {ERRORS} }} }}"""
GROW = ADJUST.replace("pointsAdjust", "growthAdjust")
EARN = ADJUST.replace("pointsAdjust", "pointsEarn").replace("delta: $delta", "points: $delta")
REVERSE = f"""mutation ($id: ID!, $key: String!) {{ pointsReverse(entryId: $id, reason: "R", idempotencyKey: $key) {{
    member {{ tier {{ code }} }} {ERRORS} }} }}"""
HOLD = f"""mutation ($no: String!, $until: DateTime!, $key: String!) {{ pointsHold(member: {{memberNo: $no}},
    points: 60, reason: "R", expiresAt: $until, idempotencyKey: $key) {{ hold {{ id }} {ERRORS} }} }}"""
RELEASE = f"mutation ($id: ID!) {{ pointsHoldRelease(id: $id) {{ member {{ tier {{ code }} }} {ERRORS} }} }}"
UNDO = "mutation ($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code } } }"
CHANGES = "SELECT array_agg(kind ORDER BY at, id) FROM tier_change WHERE kind <> 'JOIN'"
BALANCE = "SELECT balance FROM ledger_account a JOIN member m ON m.growth_account_id = a.id WHERE member_no = 'M1'"


async def tiers(connection: Connection, **asks: Any) -> None:
    """BASIC asks for nothing, GOLD for what is said."""
    await make.insert(connection, "tier", code="BASIC", name="Basic", rank=0)
    await make.insert(connection, "tier", code="GOLD", name="Gold", rank=1, **asks)


def tier(payload: dict[str, Any]) -> Any:
    assert payload["userErrors"] == []
    return payload["member"]["tier"] and payload["member"]["tier"]["code"]


@pytest.mark.parametrize("document", [ADJUST, EARN], ids=["adjust", "earn"])
async def test_points_by_hand_lift_at_once(teller: Teller, document: str) -> None:
    await tiers(teller.connection, points_threshold=150)
    assert tier(await teller(document, delta=49)) == "BASIC"
    assert tier(await teller(document, delta=1)) == "GOLD"
    assert await teller.connection.fetchval(CHANGES) == ["UPGRADE", "UPGRADE"]


async def test_points_that_come_back_lift(teller: Teller) -> None:
    await tiers(teller.connection, points_threshold=100)
    taken = await teller(ADJUST, delta=-10)
    assert tier(taken) == "BASIC"
    assert tier(await teller(REVERSE, id=taken["entry"]["id"])) == "GOLD"


async def test_a_change_that_is_taken_back_looks_again(teller: Teller) -> None:
    await tiers(teller.connection, points_threshold=100)
    taken = await teller(ADJUST, delta=-10)
    assert (await teller(UNDO, id=taken["changeSet"]["id"]))["skipped"] == []
    assert await teller.connection.fetchval(CHANGES) == ["UPGRADE", "UPGRADE"]


async def test_points_that_are_released_lift(teller: Teller) -> None:
    await tiers(teller.connection, points_threshold=100)
    held = await teller(HOLD, until=str(make.NOW + timedelta(days=3)).replace(" ", "T"))
    assert tier(await teller(RELEASE, id=held["hold"]["id"])) == "GOLD"


async def test_growth_value_by_hand_lifts_and_is_taken_back(teller: Teller) -> None:
    await tiers(teller.connection, growth_threshold=500)
    grown = await teller(GROW, delta=500)
    assert tier(grown) == "GOLD"
    undone = await teller(UNDO, id=grown["changeSet"]["id"])
    assert (undone["skipped"], await teller.connection.fetchval(BALANCE)) == ([], 0)
    again = await teller(UNDO, id=grown["changeSet"]["id"])
    assert again["userErrors"] or again["skipped"]
    assert await teller.connection.fetchval(BALANCE) == 0


async def test_growth_value_cannot_fall_below_nothing(teller: Teller) -> None:
    await teller(GROW, delta=30)
    assert await teller.code(GROW, delta=-31) == "INSUFFICIENT_BALANCE"
    assert await teller.code(GROW, delta=0) == "INVALID"


async def test_growth_value_is_given_once_for_a_key(teller: Teller) -> None:
    key = uuid4().hex
    payloads = await asyncio.gather(*(teller(GROW, delta=30, key=key) for _ in range(4)))
    assert len({payload["entry"]["id"] for payload in payloads}) == 1
    assert await teller.connection.fetchval(BALANCE) == 30


async def test_two_at_once_lift_once(teller: Teller) -> None:
    await tiers(teller.connection, points_threshold=150)
    await asyncio.gather(*(teller(ADJUST, delta=25) for _ in range(6)))
    assert await teller.connection.fetchval(CHANGES) == ["UPGRADE", "UPGRADE"]
    assert await teller.balance() == 250


async def test_without_such_a_rule_nobody_looks(teller: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*given: Any, **named: Any) -> None:
        raise AssertionError("The tiers were looked at.")

    await tiers(teller.connection, spend_threshold=1)
    monkeypatch.setattr("actions.tiers.looking.evaluate", never)
    for document in (ADJUST, EARN, GROW):
        assert (await teller(document, delta=5))["userErrors"] == []
