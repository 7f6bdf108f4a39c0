import asyncio
from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_points import SPEND

SET = """mutation Set($id: ID!, $pin: String!, $current: String, $asks: Boolean) {
  memberPinSet(id: $id, pin: $pin, currentPin: $current, asksForQueries: $asks) {
    member { memberNo } userErrors { code message path } } }"""
IDENTITY = """mutation Identity($id: ID!, $number: String!, $current: String) {
  memberIdentitySet(id: $id, identityNumber: $number, currentIdentityNumber: $current) {
    member { memberNo } userErrors { code path } } }"""
RESET = """mutation Reset($id: ID!, $number: String!, $pin: String!) {
  memberPinReset(id: $id, identityNumber: $number, newPin: $pin) {
    member { memberNo } userErrors { code message path } } }"""
NUMBER = "110101 1990-0307 123x"
SECRETS = "SELECT pin_hash, identity_hash, asks_for_queries, failures, locked_until FROM member_secret"


async def _tell(teller: Teller, document: str, **given: Any) -> str | None:
    """The code of the refusal, if it was one."""
    member = await teller.connection.fetchval("SELECT id FROM member WHERE member_no = 'M1'")
    errors = (await teller(document, id=f"mem_{member}", **given))["userErrors"]
    return errors[0]["code"] if errors else None


async def _refused(teller: Teller, document: str, **given: Any) -> str | None:
    """Proves that no secret changed and nothing was recorded."""
    hashes = "SELECT pin_hash, identity_hash FROM member_secret"
    before = await teller.connection.fetch(hashes), await teller.state()
    code = await _tell(teller, document, **given)
    assert (await teller.connection.fetch(hashes), await teller.state()) == before
    return code


async def _spend(teller: Teller, pin: str) -> str | None:
    errors = (await teller(SPEND, points=1, pin=pin))["userErrors"]
    return errors[0]["code"] if errors else None


async def _failures(teller: Teller) -> int:
    return await teller.connection.fetchval("SELECT failures FROM member_secret")


async def test_a_first_pin_is_set_and_asked_for(teller: Teller) -> None:
    assert await _tell(teller, SET, pin="2468", asks=True) is None
    kept = await teller.connection.fetchrow(SECRETS)
    assert kept["pin_hash"].startswith("$argon2")
    assert kept["asks_for_queries"] is True
    assert await teller.code(SPEND, points=1) == "PIN_REQUIRED"
    assert await _spend(teller, "2468") is None


async def test_another_pin_needs_the_current_one(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    assert await _refused(teller, SET, pin="1357") == "PIN_REQUIRED"
    assert await _refused(teller, SET, pin="1357", current="1111") == "PIN_REQUIRED"
    assert await _tell(teller, SET, pin="1357", current="2468") is None
    assert await _spend(teller, "1357") is None


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "", "١٢٣٤"])
async def test_a_pin_has_four_to_twelve_digits(teller: Teller, pin: str) -> None:
    assert await _refused(teller, SET, pin=pin) == "INVALID"
    assert await _refused(teller, RESET, pin=pin, number=NUMBER) == "INVALID"


async def test_a_forgotten_pin_is_set_anew_against_the_identity_number(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468", asks=True)
    assert await _tell(teller, IDENTITY, number=NUMBER) is None
    assert await _tell(teller, RESET, number="11010119900307123X", pin="1357") is None
    assert await _spend(teller, "1357") is None
    assert (await teller.connection.fetchrow(SECRETS))["asks_for_queries"] is True


async def test_another_identity_number_sets_no_pin_and_counts(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    assert await _refused(teller, RESET, number=NUMBER, pin="1357") == "STATE"
    await _tell(teller, IDENTITY, number=NUMBER)
    assert await _refused(teller, RESET, number="110101199003071230", pin="1357") == "FORBIDDEN"
    assert await _failures(teller) == 1


async def test_an_identity_number_is_replaced_only_by_who_knows_it(teller: Teller) -> None:
    await _tell(teller, IDENTITY, number=NUMBER)
    assert await _refused(teller, IDENTITY, number="OTHER-1") == "REQUIRED"
    assert await _refused(teller, IDENTITY, number="OTHER-1", current="OTHER-2") == "FORBIDDEN"
    assert await _tell(teller, IDENTITY, number="OTHER-1", current=NUMBER) is None
    assert await _refused(teller, IDENTITY, number="?", current="OTHER-1") == "INVALID"


async def test_neither_pin_nor_identity_number_is_written_anywhere(teller: Teller) -> None:
    await _tell(teller, SET, pin="246813579")
    await _tell(teller, IDENTITY, number="XYZZY12345")
    await _tell(teller, RESET, number="XYZZY12345", pin="975318642")
    tables = ("audit_event", "member_secret", "idempotency_key", "change_set")
    rows = [str(await teller.connection.fetch(f"SELECT * FROM {table}")) for table in tables]
    assert not any(secret in row for row in rows for secret in ("246813579", "XYZZY12345", "975318642"))
    events = await teller.connection.fetch("SELECT action FROM audit_event ORDER BY id")
    assert [row[0] for row in events] == ["member.pin_set", "member.identity_set", "member.pin_reset"]


async def test_equal_identity_numbers_of_two_members_do_not_look_alike(teller: Teller) -> None:
    async with teller.connection.transaction():
        other = await make.member(teller.connection, "M2")
    await _tell(teller, IDENTITY, number=NUMBER)
    await teller(IDENTITY, id=f"mem_{other}", number=NUMBER)
    assert await teller.connection.fetchval("SELECT count(DISTINCT identity_hash) FROM member_secret") == 2


async def test_a_right_pin_forgives_the_wrong_ones(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    assert [await _spend(teller, "1111") for _ in range(4)] == ["PIN_REQUIRED"] * 4
    assert await _failures(teller) == 4
    assert await _spend(teller, "2468") is None
    assert await _failures(teller) == 0


async def test_wrong_pins_lock_it_also_for_the_right_one(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    await make.insert(teller.connection, "policy", code="PIN", value='{"mostFailures": 2}')
    assert [await _spend(teller, "1111") for _ in range(3)] == ["PIN_REQUIRED", "PIN_REQUIRED", "LIMIT_REACHED"]
    assert await teller.code(SPEND, points=1, pin="2468") == "LIMIT_REACHED"
    (error,) = (await teller(SPEND, points=1, pin="2468"))["userErrors"]
    until = await teller.connection.fetchval("SELECT locked_until FROM member_secret")
    assert until.isoformat()[:10] in error["message"]


async def test_after_its_time_a_lock_opens_and_counts_from_one(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    await teller.connection.execute("UPDATE member_secret SET failures = 5, locked_until = now() - interval '1 second'")
    assert await _spend(teller, "1111") == "PIN_REQUIRED"
    assert await _failures(teller) == 1
    assert await _spend(teller, "2468") is None


async def test_of_wrong_pins_at_once_only_as_many_are_tried_as_may_be(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    codes = await asyncio.gather(*(_spend(teller, "1111") for _ in range(10)))
    assert sorted(codes) == ["LIMIT_REACHED"] * 5 + ["PIN_REQUIRED"] * 5
    assert await _failures(teller) == 5


async def test_a_lock_of_the_try_is_given_back(teller: Teller) -> None:
    await _tell(teller, SET, pin="2468")
    await _spend(teller, "1111")
    await _spend(teller, "2468")
    assert await teller.connection.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0


async def test_of_two_first_pins_at_once_one_is_set(teller: Teller) -> None:
    member = f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"
    payloads = await asyncio.gather(*(teller(SET, id=member, pin=pin) for pin in ("1111", "2222")))
    assert sorted(len(payload["userErrors"]) for payload in payloads) == [0, 1]
