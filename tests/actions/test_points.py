import asyncio
from datetime import timedelta

import orjson
import pytest

from actions.sessions import HASHER
from tests import make
from tests.actions.teller import Teller

EARN = """mutation Earn($no: String!, $points: Points!, $key: String!, $until: DateTime) {
  pointsEarn(
    member: {memberNo: $no}, points: $points, reason: "Welcome back", expiresAt: $until, idempotencyKey: $key
  ) {
    member { memberNo points { available } } entry { id kind delta balanceAfter reason actor }
    userErrors { __typename code message path ... on ValidationError { limit } } } }"""
SPEND = """mutation Spend($no: String!, $points: Points!, $key: String!, $pin: String) {
  pointsSpend(member: {memberNo: $no}, points: $points, reason: "A mug", idempotencyKey: $key, pin: $pin) {
    member { points { available } } entry { id delta balanceAfter } userErrors { code message path } } }"""
ADJUST = """mutation Adjust($no: String!, $delta: Points!, $key: String!) {
  pointsAdjust(member: {memberNo: $no}, delta: $delta, reason: "Counted again", idempotencyKey: $key) {
    member { points { available } } entry { id kind delta } userErrors { code message } } }"""
REVERSE = """mutation Reverse($id: ID!, $key: String!) {
  pointsReverse(entryId: $id, reason: "By mistake", idempotencyKey: $key) {
    member { points { available } } entry { kind delta reverses { id } } userErrors { code message } } }"""


async def test_points_are_given_with_an_entry_and_a_lot(teller: Teller) -> None:
    payload = await teller(EARN, points=40)
    assert payload["userErrors"] == []
    assert payload["member"] == {"memberNo": "M1", "points": {"available": 140}}
    assert (payload["entry"]["kind"], payload["entry"]["delta"], payload["entry"]["balanceAfter"]) == ("EARN", 40, 140)
    lot = await teller.connection.fetchrow("SELECT granted, remaining, expires_at FROM points_lot ORDER BY id DESC")
    assert tuple(lot) == (40, 40, None)


async def test_what_expires_first_is_spent_first(teller: Teller) -> None:
    await teller(EARN, points=50, until=(make.NOW + timedelta(days=5)).isoformat())
    await teller(EARN, points=50)
    payload = await teller(SPEND, points=120)
    assert payload["entry"]["balanceAfter"] == 80
    left = await teller.connection.fetch("SELECT remaining FROM points_lot ORDER BY expires_at NULLS LAST")
    assert [row[0] for row in left] == [0, 30, 50]


async def test_more_than_there_is_cannot_be_spent(teller: Teller) -> None:
    assert await teller.code(SPEND, points=101) == "INSUFFICIENT_BALANCE"


async def test_expired_points_cannot_be_spent(teller: Teller) -> None:
    await teller.connection.execute("UPDATE points_lot SET expires_at = now() - interval '1 minute'")
    assert await teller.code(SPEND, points=1) == "INSUFFICIENT_BALANCE"


@pytest.mark.parametrize("points", [0, -5, 1_000_000_001])
async def test_an_amount_that_makes_no_sense_is_refused(teller: Teller, points: int) -> None:
    assert await teller.code(EARN, points=points) == "INVALID"
    assert await teller.code(SPEND, points=points) == "INVALID"


async def test_who_is_not_there_is_said(teller: Teller) -> None:
    assert await teller.code(EARN, points=1, no="M9") == "NOT_FOUND"


@pytest.mark.parametrize("status", ["FROZEN", "CANCELLED"])
async def test_who_is_not_active_neither_earns_nor_spends(teller: Teller, status: str) -> None:
    await teller.connection.execute("UPDATE member SET status = $1", status)
    assert await teller.code(EARN, points=1) == "STATE"
    assert await teller.code(SPEND, points=1) == "STATE"
    assert (await teller(ADJUST, delta=-1))["member"]["points"]["available"] == 99


async def test_a_key_sent_again_is_answered_from_the_first_time(teller: Teller) -> None:
    first = await teller(SPEND, points=60, key="till-7")
    assert await teller(SPEND, points=60, key="till-7") == first
    assert await teller.balance() == 40


async def test_a_key_with_another_input_is_refused(teller: Teller) -> None:
    await teller(EARN, points=60, key="till-7")
    assert await teller.code(EARN, points=61, key="till-7") == "IDEMPOTENCY_MISMATCH"


async def test_a_refused_effect_leaves_its_key_free(teller: Teller) -> None:
    assert await teller.code(SPEND, points=150, key="till-7") == "INSUFFICIENT_BALANCE"
    await teller(EARN, points=100)
    assert (await teller(SPEND, points=150, key="till-7"))["member"]["points"]["available"] == 50


async def test_one_key_twenty_times_at_once_has_one_effect(teller: Teller) -> None:
    payloads = await asyncio.gather(*(teller(EARN, points=10, key="once") for _ in range(20)))
    assert len({orjson.dumps(payload["entry"]) for payload in payloads}) == 1
    assert await teller.balance() == 110


async def test_twenty_who_spend_at_once_never_spend_too_much(teller: Teller) -> None:
    payloads = await asyncio.gather(*(teller(SPEND, points=30) for _ in range(20)))
    assert sum(not payload["userErrors"] for payload in payloads) == 3
    assert await teller.balance() == 10


async def test_an_earning_is_taken_back_once(teller: Teller) -> None:
    entry = (await teller(EARN, points=40))["entry"]["id"]
    payload = await teller(REVERSE, id=entry)
    assert payload["entry"] == {"kind": "REVERSE", "delta": -40, "reverses": {"id": entry}}
    assert payload["member"]["points"]["available"] == 100
    assert await teller.code(REVERSE, id=entry) == "STATE"


async def test_a_spending_goes_back_into_the_lots_it_came_from(teller: Teller) -> None:
    entry = (await teller(SPEND, points=70))["entry"]["id"]
    await teller(REVERSE, id=entry)
    assert await teller.connection.fetchval("SELECT remaining FROM points_lot") == 100


async def test_an_earning_that_was_spent_cannot_be_taken_back(teller: Teller) -> None:
    entry = (await teller(EARN, points=40))["entry"]["id"]
    await teller(SPEND, points=120)
    assert await teller.code(REVERSE, id=entry) == "INSUFFICIENT_BALANCE"


async def test_two_who_take_back_at_once_take_back_once(teller: Teller) -> None:
    entry = (await teller(EARN, points=40))["entry"]["id"]
    payloads = await asyncio.gather(*(teller(REVERSE, id=entry) for _ in range(5)))
    assert sum(not payload["userErrors"] for payload in payloads) == 1
    assert await teller.balance() == 100


async def test_a_correction_says_who_and_why(teller: Teller) -> None:
    payload = await teller(ADJUST, delta=-25)
    assert (payload["entry"]["kind"], payload["entry"]["delta"]) == ("ADJUST", -25)
    event = await teller.connection.fetchrow("SELECT actor, action, changes FROM audit_event ORDER BY id DESC")
    changes = orjson.loads(event["changes"])
    assert (event["actor"], event["action"]) == ("admin", "points.adjusted")
    assert (changes["delta"], changes["reason"]) == (-25, "Counted again")


async def test_nothing_kept_is_made_of_a_pin(teller: Teller) -> None:
    """Or a four-digit PIN could be guessed from the digest of the input."""
    await teller(SPEND, points=5, key="one", pin="1111")
    await teller(SPEND, points=5, key="two", pin="2222")
    assert await teller.connection.fetchval("SELECT count(DISTINCT input_hash) FROM idempotency_key") == 1


async def test_a_pin_is_asked_for_if_there_is_one(teller: Teller) -> None:
    member = await teller.connection.fetchval("SELECT id FROM member")
    await make.insert(teller.connection, "member_secret", member_id=member, pin_hash=HASHER.hash("2468"))
    assert await teller.code(SPEND, points=5) == "PIN_REQUIRED"
    assert await teller.code(SPEND, points=5, pin="1111") == "PIN_REQUIRED"
    assert (await teller(SPEND, points=5, pin="2468"))["entry"]["delta"] == -5


async def limit(teller: Teller, **limits: int) -> None:
    value = orjson.dumps({"roles": {"admin": limits}}).decode()
    await teller.connection.execute("UPDATE policy SET value = $1 WHERE code = 'LIMITS'", value)


async def test_a_role_books_only_so_much_at_once(teller: Teller) -> None:
    await limit(teller, atOnce=50)
    assert await teller.code(ADJUST, delta=-51) == "LIMIT_REACHED"
    assert await teller.code(EARN, points=51) == "LIMIT_REACHED"
    assert (await teller(ADJUST, delta=-50))["userErrors"] == []


async def test_ten_who_book_at_once_stay_below_the_limit_of_the_day(teller: Teller) -> None:
    await limit(teller, perDay=100)
    payloads = await asyncio.gather(*(teller(EARN, points=30) for _ in range(10)))
    assert sum(not payload["userErrors"] for payload in payloads) == 3
