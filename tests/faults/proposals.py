"""What is proposed against what is known to be owed: `python -m tests.faults.proposals`."""

import asyncio
import random
from collections import Counter

from settings import Settings
from tests.faults.ground import Ground, ground
from tests.faults.owing import CASES, Case, furnish
from tests.faults.running import main

ASK = """query ($number: String!) { makeGoodProposals(number: $number) {
    key kind asset amount said reason evidence orderNumber } }"""
GIVE = """mutation ($id: ID!, $input: MakeGoodInput!, $key: String!) {
    r: ticketMakeGood(id: $id, input: $input, idempotencyKey: $key) { makeGood { id } userErrors { code } } }"""


async def proposed(shop: Ground, number: str) -> list[dict[str, str]]:
    return await shop.ask(ASK, number=number)


async def compare(shop: Ground, chance: random.Random, count: int) -> Counter[str]:
    """Each kind in turn, each case a member of its own; the proposals are exactly what the case owes."""
    await furnish(shop)
    made: Counter[str] = Counter()
    for number in range(count):
        name, make_case = CASES[number % len(CASES)]
        case: Case = await make_case(shop, chance, number)
        found = await proposed(shop, case.ticket)
        told = [(one["kind"], one["asset"], one["amount"]) for one in found]
        assert told == case.owed, (name, number, told, case.owed)
        made["owed" if case.owed else "not owed"] += 1
        if case.owed and chance.random() < 0.5:
            await _make_good(shop, case, found[0])
    return made


async def _make_good(shop: Ground, case: Case, one: dict[str, str]) -> None:
    """Given once, though several try at once; then it is proposed no more."""
    gift = {"points": int(one["amount"])} if one["asset"] == "POINTS" else {"amount": one["amount"]}
    ticket = await shop.one("SELECT 'tkt_' || id FROM ticket WHERE number = $1", case.ticket)
    given = {"reason": one["reason"], "proposal": one["key"], "isAgain": True} | gift
    payloads = await asyncio.gather(*(shop.insist(GIVE, id=ticket, input=given) for _ in range(3)))
    assert sorted(bool(payload["makeGood"]) for payload in payloads) == [False, False, True], payloads
    left = [(other["kind"], other["asset"], other["amount"]) for other in await proposed(shop, case.ticket)]
    assert left == case.owed[1:], (case, left)


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Seeded cases of every kind, and those where nothing is owed."""
    count = 2_000 if full else 200
    async with ground(settings, url) as shop:
        made = await compare(shop, chance, count)
    return f"{count} cases: {made['owed']} owed what was proposed, {made['not owed']} owed nothing and got no proposal"


if __name__ == "__main__":
    main(measure)
