import asyncio
from datetime import timedelta
from typing import Any

import pytest

from actions.holds import time_out
from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

HOLD = """mutation Hold($no: String!, $points: Points!, $until: DateTime!, $key: String!) {
  pointsHold(member: {memberNo: $no}, points: $points, reason: "A trip", expiresAt: $until, idempotencyKey: $key) {
    member { points { available held lifetimeSpent } holds { nodes { amount status } } } hold { id status amount }
    userErrors { code message path } } }"""
CAPTURE = """mutation Close($id: ID!) { pointsHoldCapture(id: $id) {
  member { points { available held } } hold { status } userErrors { code } } }"""
RELEASE = CAPTURE.replace("Capture", "Release")
SOON = (make.NOW + timedelta(days=2)).isoformat()


async def hold(teller: Teller, points: int = 30, **given: Any) -> Any:
    return await teller(HOLD, **{"points": points, "until": SOON} | given)


async def test_held_points_are_out_of_reach(teller: Teller) -> None:
    payload = await hold(teller)
    assert payload["member"]["points"] == {"available": 70, "held": 30, "lifetimeSpent": 30}
    assert payload["member"]["holds"]["nodes"] == [{"amount": 30, "status": "HELD"}]


@pytest.mark.parametrize(("given", "code"), [
    ({"points": 101}, "INSUFFICIENT_BALANCE"), ({"points": 0}, "INVALID"),
    ({"until": make.LONG_AGO.isoformat()}, "INVALID"), ({"until": "2999-01-01T00:00:00Z"}, "INVALID"),
    ({"no": "M9"}, "NOT_FOUND"),
])  # fmt: skip
async def test_what_cannot_be_held_is_refused(teller: Teller, given: dict[str, Any], code: str) -> None:
    before = await teller.state()
    payload = await hold(teller, **given)
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert payload["hold"] is None
    assert await teller.state() == before


async def test_captured_points_are_spent_once(teller: Teller) -> None:
    held = (await hold(teller))["hold"]["id"]
    payload = await teller(CAPTURE, id=held)
    assert payload["member"]["points"] == {"available": 70, "held": 0}
    assert payload["hold"]["status"] == "CAPTURED"
    assert (await teller(RELEASE, id=held))["userErrors"] == [{"code": "STATE"}]


async def test_released_points_come_back_to_their_lots(teller: Teller) -> None:
    held = (await hold(teller))["hold"]["id"]
    assert (await teller(RELEASE, id=held))["member"]["points"] == {"available": 100, "held": 0}
    lot = await teller.connection.fetchrow("SELECT remaining, expires_at FROM points_lot")
    assert (lot["remaining"], lot["expires_at"]) == (100, make.NOW + timedelta(days=20))
    assert (
        await teller.connection.fetchval(
            "SELECT total_out FROM ledger_account WHERE bucket = 'AVAILABLE' AND asset = 'POINTS'"
        )
        == 0
    )


async def test_released_points_that_expired_meanwhile_expire_at_once(teller: Teller) -> None:
    held = (await hold(teller))["hold"]["id"]
    await teller.connection.execute("UPDATE points_lot SET expires_at = now() - interval '1 minute'")
    assert (await teller(RELEASE, id=held))["member"]["points"] == {"available": 0, "held": 0}


async def test_two_who_end_a_hold_at_once_end_it_once(teller: Teller) -> None:
    held = (await hold(teller))["hold"]["id"]
    payloads = await asyncio.gather(*(teller(document, id=held) for document in (CAPTURE, RELEASE) * 3))
    assert sum(not payload["userErrors"] for payload in payloads) == 1


async def test_ten_who_hold_at_once_never_hold_too_much(teller: Teller) -> None:
    payloads = await asyncio.gather(*(hold(teller, 30) for _ in range(10)))
    assert sum(not payload["userErrors"] for payload in payloads) == 3


async def test_one_key_holds_once(teller: Teller) -> None:
    payloads = await asyncio.gather(*(hold(teller, key="trip") for _ in range(5)))
    assert len({payload["hold"]["id"] for payload in payloads}) == 1


async def test_what_is_held_too_long_comes_back(teller: Teller) -> None:
    await hold(teller)
    async with teller.connection.transaction():
        assert await time_out(teller.connection, viewer("admin"), make.NOW + timedelta(days=1)) == 0
        assert await time_out(teller.connection, viewer("admin"), make.NOW + timedelta(days=3)) == 1
    assert await teller.balance() == 100
    assert await teller.connection.fetchval("SELECT status FROM points_hold") == "TIMED_OUT"
