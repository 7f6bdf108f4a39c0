"""One key is one effect: with another input always refused, at once however often: `python -m tests.faults.keys`."""

import asyncio
import random
from typing import Any

import orjson

from settings import Settings
from tests.faults import documents as say
from tests.faults.crash_points import VERBS
from tests.faults.ground import Ground, ground
from tests.faults.running import main

AT_ONCE = 50


def another(given: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same call with one value changed, so little that it would be allowed by itself."""
    name = chance.choice([name for name in given if name not in ("id", "number", "template", "until")])
    value = given[name]
    changed = {
        int: lambda: value + chance.choice([-1, 1]),
        str: lambda: str(int(value) - 1) if value.isdecimal() else value + "x",
        dict: lambda: value | {"number": value["number"] + "x"},
        list: lambda: [line | {"quantity": "1"} for line in value],
    }
    return given | {name: changed[type(value)]()}


NAMED_ALONE = ("pointsReverse", "couponIssue", "couponRedeem", "orderCancel", "paymentRefund")
CHANGEABLE = tuple(verb for verb in VERBS if verb not in NAMED_ALONE)
"""Whose input is more than the name of a row: with the name of another one it is no longer the same question."""


async def other_input(shop: Ground, verb: str, key: str, chance: random.Random, times: int) -> None:
    """The same key with another input is refused each time, and nothing changes."""
    document, given = await VERBS[verb](shop, key)
    await shop.must(document, **given, key=key)
    before = await shop.state()
    for _ in range(times):
        payload = await shop.ask(document, **another(given, chance), key=key)
        assert [error["code"] for error in payload["userErrors"]] == ["IDEMPOTENCY_MISMATCH"], payload
    assert await shop.state() == before


async def at_once(shop: Ground, verb: str, key: str, times: int = AT_ONCE) -> None:
    """Many at once are one effect, and each gets the same answer."""
    document, given = await VERBS[verb](shop, key)
    posted, kept = await shop.one("SELECT count(*) FROM ledger_transaction"), await _keys(shop)
    answers = await asyncio.gather(*(shop.insist(document, **given, key=key) for _ in range(times)))
    assert len({orjson.dumps(answer) for answer in answers}) == 1
    assert answers[0]["userErrors"] == [], answers[0]
    assert await _keys(shop) == kept + 1
    once = await shop.one("SELECT count(*) FROM ledger_transaction") - posted
    assert once == await _alone(shop, verb, f"{key} alone"), f"{verb} posted {once} transactions"


async def _alone(shop: Ground, verb: str, key: str) -> int:
    """How many transactions the verb posts when it is asked once."""
    document, given = await VERBS[verb](shop, key)
    posted = await shop.one("SELECT count(*) FROM ledger_transaction")
    await shop.must(document, **given, key=key)
    return await shop.one("SELECT count(*) FROM ledger_transaction") - posted


async def _keys(shop: Ground) -> int:
    return await shop.one("SELECT count(*) FROM idempotency_key")


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Keys with another input, and keys that many use at once."""
    inputs, rounds = (10_000, 200) if full else (1_000, 20)
    async with ground(settings, url) as shop:
        await shop.must(say.EARN, points=1_000_000)
        for n in range(len(CHANGEABLE)):
            await other_input(shop, CHANGEABLE[n], f"other-{n}", chance, inputs // len(CHANGEABLE))
        for n in range(rounds):
            await at_once(shop, chance.choice(list(VERBS)), f"once-{n}")
    return f"{inputs} other inputs refused; {rounds} rounds of one key {AT_ONCE} times at once, one effect each"


if __name__ == "__main__":
    main(measure)
