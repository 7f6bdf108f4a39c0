"""A crash before and after every statement of every money-like verb: `python -m tests.faults.crash_points`."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from database.writing import After, WriteConnections
from resolvers.planner import approving
from settings import Settings
from tests import make
from tests.faults import documents as say
from tests.faults import online
from tests.faults.ground import Away, Ground, ground, order
from tests.faults.running import main

ASKING = {"execute", "executemany", "fetch", "fetchrow", "fetchval", "copy_records_to_table"}
Prepared = Callable[[Ground, str], Awaitable[tuple[str, dict[str, Any]]]]


FOR_EVER = 1e9
MOST = 2_000
"More places than any verb has."


class Crash(Exception):
    """Stands for the end of the process."""


class Fuse:
    """Burns down with each place passed; at 0 it crashes. Kills the connection too, as a crash would, if told."""

    def __init__(self, left: int, is_hard: bool) -> None:
        self.left = left
        self.is_hard = is_hard
        self.is_after_commit = False

    def pass_by(self, connection: asyncpg.Connection | None) -> None:
        self.left -= 1
        if self.left:
            return
        if connection is not None and self.is_hard:
            connection.terminate()
        raise Crash


class Fragile:
    """A connection that passes by the fuse before and after each statement."""

    def __init__(self, connection: asyncpg.Connection, fuse: Fuse) -> None:
        self._connection = connection
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._connection, name)
        if name not in ASKING:
            return found

        async def asked(*given: Any, **named: Any) -> Any:
            self._fuse.pass_by(self._connection)
            answer = await found(*given, **named)
            self._fuse.pass_by(self._connection)
            return answer

        return asked


class FragileWrites:
    """Stands before the connections of the desk's verbs."""

    def __init__(self, writes: WriteConnections, fuse: Fuse) -> None:
        self.writes = writes
        self.fuse = fuse

    @asynccontextmanager
    async def transaction(self, after: After | None = None) -> AsyncIterator[Fragile]:
        async with self.writes.transaction(after) as connection:
            yield Fragile(connection, self.fuse)
        self.fuse.is_after_commit = self.fuse.left == 1
        self.fuse.pass_by(None)


async def earned(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.EARN, {"points": 40, "until": "2099-01-01T00:00:00Z"}


async def spent(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.SPEND, {"points": 70}


async def adjusted(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.ADJUST, {"delta": -25}


async def reversed_(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.REVERSE, {"id": (await shop.must(say.SPEND, points=30))["entry"]["id"]}


async def held(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.HOLD, {"points": 30, "until": "2026-12-30T00:00:00Z"}


async def recharged(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.RECHARGE, {"amount": "50", "bonus": "5"}


async def paid(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    await shop.must(say.RECHARGE, amount="50", bonus="5")
    return say.PAY, {"amount": "52"}


async def issued(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.ISSUE, {"template": "TEN"}


async def redeemed(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.REDEEM, {"code": (await shop.must(say.ISSUE, template="TEN"))["coupon"]["code"]}


async def recorded(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    """With everything that an order can use: coupon, points, stored value, budget, a new tier."""
    await shop.must(say.RECHARGE, amount="20", bonus="5")
    code = (await shop.must(say.ISSUE, template="TEN"))["coupon"]["code"]
    given = order(key, payment={"payWithWallet": "22.00"}, couponCodes=[code], pointsToSpend=100)
    return say.RECORD, {"input": given}


async def returned(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    document, given = await recorded(shop, key)
    await shop.must(document, **given)
    return say.RETURN, {"number": key, "lines": [{"productCode": "MILK", "quantity": "2"}]}


async def cancelled(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    document, given = await recorded(shop, key)
    await shop.must(document, **given)
    return say.CANCEL, {"number": key}


async def grown(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    """Into a higher tier."""
    return say.GROW, {"delta": 5_000}


async def made_good(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    """From a ticket of its own, and answered."""
    member = await shop.one("SELECT id FROM member WHERE member_no = 'M1'")
    ticket = await make.ticket(shop.connection, f"T-{key}", "Points?", member)
    return say.MAKE_GOOD, {"id": f"tkt_{ticket}", "points": 5}


async def penalized(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    await make.insert(shop.connection, "penalty_rule", code=key, name="Fraud", points=10)
    return say.PENALIZE, {"rule": key}


async def rewarded(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.TAKE, {"reward": "MUG"}


async def exchanged(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.EXCHANGE, {"id": (await shop.must(say.TAKE, reward="MUG"))["redemption"]["id"], "reward": "CUP"}


async def refunded(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    await shop.must(say.RECHARGE, amount="50", bonus="5")
    return say.REFUND, {"id": (await shop.must(say.PAY, amount="52"))["entry"]["id"], "amount": "30"}


async def corrected(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.CORRECT, {"principal": "12"}


async def acted(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.ACT, {"subject": key}


async def sold(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    return say.SELL, {"load": "40"}


async def started(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    await online.provider(shop.connection)
    return say.TOP_UP, {"amount": "60"}


async def paid_back(shop: Ground, key: str) -> tuple[str, dict[str, Any]]:
    await online.provider(shop.connection)
    payment = (await shop.must(say.TOP_UP, amount="60"))["payment"]
    await online.pay(shop.connection, payment["number"])
    return say.PAY_BACK, {"id": payment["id"]}


VERBS: dict[str, Prepared] = {
    "pointsEarn": earned, "pointsSpend": spent, "pointsAdjust": adjusted, "pointsReverse": reversed_,
    "growthAdjust": grown, "ticketMakeGood": made_good, "memberPenalize": penalized,
    "pointsHold": held, "walletRecharge": recharged, "walletPay": paid, "couponIssue": issued,
    "rewardRedeem": rewarded, "rewardRedemptionExchange": exchanged, "walletRefund": refunded,
    "walletAdjust": corrected, "memberActivityRecord": acted, "memberRegister": sold, "couponRedeem": redeemed,
    "orderRecord": recorded, "orderReturn": returned, "orderCancel": cancelled,
    "walletTopUpStart": started, "paymentRefund": paid_back,
}  # fmt: skip


async def crashed(shop: Ground, verb: str, is_hard: bool, stride: int = 1) -> int:
    """How many places there were. Each crash left nothing behind; the same key then had the effect once.

    With a stride only every so many places are looked at: what one leaves behind is still there at the next look.
    """
    key = f"{verb}-{is_hard}"
    document, given = await VERBS[verb](shop, key)
    writes, before = shop.desk.changer._writes, await shop.state()
    remembered = approving.REMEMBERED_SECONDS
    approving.REMEMBERED_SECONDS = FOR_EVER  # Else what asks for the policies anew would be a place now and then.
    try:
        for place in range(1, MOST):
            fuse = Fuse(place, is_hard)
            shop.desk.changer._writes = FragileWrites(writes, fuse)
            await _crash(shop, document, given | {"key": key})
            assert fuse.left == 0, f"{verb}: it failed by itself, {fuse.left} before place {place}"
            if fuse.is_after_commit:
                break
            if place % stride == 0:
                assert await shop.state() == before, f"{verb}: place {place} left something behind"
        else:
            raise AssertionError(f"{verb}: it never came to the commit")
    finally:
        shop.desk.changer._writes, approving.REMEMBERED_SECONDS = writes, remembered
    await shop.check()
    after = await shop.state()
    assert after != before
    first, second = [await shop.must(document, **given, key=key) for _ in range(2)]
    assert first == second
    assert await shop.state() == after, f"{verb}: the same key had an effect twice"
    return place


async def _crash(shop: Ground, document: str, given: dict[str, Any]) -> None:
    try:
        payload = await shop.ask(document, **given)
    except Away:
        return
    raise AssertionError(f"it did not crash: {payload}")


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """A crash at every place of every money-like verb."""
    async with ground(settings, url) as shop:
        places = [await crashed(shop, verb, is_hard) for verb in VERBS for is_hard in (False, True)]
    return f"{len(VERBS)} verbs, {sum(places)} crashes, 0 left anything, each key then had its effect once"


if __name__ == "__main__":
    main(measure)
