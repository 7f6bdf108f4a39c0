"""Limits, stock and budgets that many want at once, mixed: `python -m tests.faults.limits`."""

import asyncio
import random
from collections import Counter
from typing import Any

from settings import Settings
from tests import make
from tests.faults import documents as say
from tests.faults.ground import Ground, ground, order
from tests.faults.running import main

TOTAL, EACH, STOCK, BUDGET, MEMBERS = 6, 2, 5, 4, 4
"""Coupons in all and to each, pieces of the reward, orders that the budget pays for, who want them."""
Try = tuple[str, str, dict[str, Any]]


async def rush(shop: Ground, chance: random.Random, around: int) -> Counter[str]:
    """Everybody wants everything at once. Raises AssertionError if a limit was passed or something is left unused."""
    people = [f"R{around}-{n}" for n in range(MEMBERS)]
    async with shop.connection.transaction():
        await _offer(shop, around, people)
    tries = [each for no in people for each in _wanted(around, no)]
    chance.shuffle(tries)
    payloads = await asyncio.gather(*(shop.insist(document, **given) for _, document, given in tries))
    got = Counter(what for (what, _, _), payload in zip(tries, payloads, strict=True) if not payload["userErrors"])
    codes = {error["code"] for payload in payloads for error in payload["userErrors"]}
    assert codes <= {"LIMIT_REACHED", "OUT_OF_STOCK"}, codes
    saved = sum(bool(payload.get("order")) and payload["order"]["total"]["amount"] == "55.00" for payload in payloads)
    assert got == {"total": TOTAL, "each": EACH * MEMBERS, "stock": STOCK, "order": 2 * MEMBERS}, got
    assert saved == BUDGET, f"the budget paid for {saved} orders"
    assert await shop.one("SELECT spent FROM campaign WHERE code = 'SAVE'") == BUDGET * 500
    return got


async def _offer(shop: Ground, around: int, people: list[str]) -> None:
    c = shop.connection
    await c.execute("UPDATE campaign SET spent = 0, budget = $1 WHERE code = 'SAVE'", BUDGET * 500 + 499)
    given = {"name": "Ten off", "kind": "AMOUNT_OFF", "value": 10}
    await make.insert(c, "coupon_template", code=f"TOTAL-{around}", total_limit=TOTAL, **given)
    await make.insert(c, "coupon_template", code=f"EACH-{around}", per_member_limit=EACH, **given)
    await make.insert(c, "reward", code=f"CUP-{around}", name="Cup", kind="GOODS", points=10, stock=STOCK)
    for no in people:
        await make.member(c, no, points=1_000)


def _wanted(around: int, no: str) -> list[Try]:
    coupons = [("total", f"TOTAL-{around}", 3), ("each", f"EACH-{around}", 4)]
    issues = [(what, say.ISSUE, {"no": no, "template": code}) for what, code, times in coupons for _ in range(times)]
    rewards = [("stock", say.TAKE, {"no": no, "reward": f"CUP-{around}"}) for _ in range(3)]
    orders = [("order", say.RECORD, {"input": order(f"{no}-{n}", no)}) for n in range(2)]
    return [*issues, *rewards, *orders]


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Coupons, a reward and a budget, each wanted by more than may have them."""
    rounds = 200 if full else 20
    async with ground(settings, url) as shop:
        got = sum([(await rush(shop, chance, around)) for around in range(rounds)], Counter())
    return f"{rounds} rounds, {sum(got.values())} of {rounds * MEMBERS * 12} given: no limit passed, nothing left"


if __name__ == "__main__":
    main(measure)
