"""Everything taken back twice at once: `python -m tests.faults.reversals`."""

import asyncio
import random

from settings import Settings
from tests.faults import documents as say
from tests.faults.ground import Ground, ground
from tests.faults.running import main


async def reverse_all_twice(shop: Ground, chance: random.Random, count: int, workers: int) -> tuple[int, int]:
    """How many were taken back, how many refused. The balance is then what it was before."""
    before = await _balance(shop)
    entries = [await _posted(shop, chance) for _ in range(count)]
    todo = [entry for entry in entries for _ in range(2)]
    chance.shuffle(todo)
    codes: list[str] = []

    async def work() -> None:
        while todo:
            payload = await shop.insist(say.REVERSE, id=todo.pop())
            codes.append(payload["userErrors"][0]["code"] if payload["userErrors"] else "DONE")

    await asyncio.gather(*(work() for _ in range(workers)))
    assert set(codes) <= {"DONE", "STATE"}, set(codes)
    assert await _balance(shop) == before
    return codes.count("DONE"), codes.count("STATE")


async def _posted(shop: Ground, chance: random.Random) -> str:
    document, given = chance.choice(
        [(say.EARN, {"points": 4}), (say.SPEND, {"points": 2}), (say.ADJUST, {"delta": -1}), (say.ADJUST, {"delta": 3})]
    )
    return (await shop.must(document, **given))["entry"]["id"]


async def _balance(shop: Ground) -> int:
    return await shop.one("SELECT balance FROM ledger_account a JOIN member m ON m.points_account_id = a.id")


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Entries that two take back at the same time."""
    count, workers = (5_000, 100) if full else (500, 20)
    async with ground(settings, url) as shop:
        await shop.must(say.EARN, points=100_000)
        done, refused = await reverse_all_twice(shop, chance, count, workers)
    assert (done, refused) == (count, count)
    return f"{count} entries, {2 * count} tries by {workers} at once: {done} taken back, {refused} refused, sum 0"


if __name__ == "__main__":
    main(measure)
