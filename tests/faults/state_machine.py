"""Random histories of a member, against a small pure model after every step: `python -m tests.faults.state_machine`."""

import asyncio
import random
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as bounds
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from actions.expiry import expire
from settings import Settings
from tests import make
from tests.faults import documents as say
from tests.faults.ground import Ground, ground, order
from tests.faults.model import Member
from tests.faults.running import main

POINTS = st.integers(1, 60)
LOTS = """
    SELECT remaining FROM points_lot WHERE account_id = $1 AND remaining > 0 ORDER BY expires_at NULLS LAST, id"""
TIER = "SELECT code FROM tier JOIN member ON member.tier_id = tier.id WHERE member.id = $1"
FIGURES = """
    SELECT (SELECT balance FROM ledger_account WHERE id = member.points_account_id),
        (SELECT coalesce(sum(balance), 0)::int FROM ledger_account
         WHERE member_id = member.id AND asset = 'POINTS' AND bucket = 'HELD'),
        figures.order_count, figures.total_spend, member.status,
        (SELECT count(*) FILTER (WHERE status = 'REDEEMED') FROM coupon WHERE member_id = member.id)
    FROM member JOIN member_metrics figures ON figures.member_id = member.id WHERE member.id = $1"""


class History(RuleBasedStateMachine):
    """One member's; every refusal is foreseen by the model too."""

    shop: ClassVar[Ground]
    loop: ClassVar[asyncio.AbstractEventLoop]
    steps: ClassVar[int] = 0
    entries, holds, orders, coupons = Bundle("entries"), Bundle("holds"), Bundle("orders"), Bundle("coupons")
    merges = Bundle("merges")

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def ask(self, refusal: str | None, document: str, **given: Any) -> Any:
        """The payload; the code is the one that the model foresaw."""
        payload = self.do(self.shop.ask(document, **{"no": self.no} | given))
        assert [error["code"] for error in payload["userErrors"]] == ([refusal] if refusal else []), payload
        History.steps += 1
        return payload

    @initialize()
    def join(self) -> None:
        self.no, self.model = f"H-{uuid4().hex[:12]}", Member()
        self.id: UUID = self.do(self._made())
        self.account = self.do(self.shop.one("SELECT points_account_id FROM member WHERE id = $1", self.id))

    async def _made(self) -> UUID:
        async with self.shop.connection.transaction():
            return await make.member(self.shop.connection, self.no)

    @rule(target=entries, points=POINTS, days=st.sampled_from([None, 5, 10, 20]))
    def earn(self, points: int, days: int | None) -> Any:
        until = days and (datetime.now(UTC) + timedelta(days=days)).isoformat()
        refusal = self.model.frozen and "STATE"
        payload = self.ask(refusal, say.EARN, points=points, until=until)
        return (None, None) if refusal else (payload["entry"]["id"], self.model.credit(points, days))

    @rule(target=entries, points=POINTS)
    def spend(self, points: int) -> Any:
        refusal = (self.model.frozen and "STATE") or self.model.lacks(points)
        payload = self.ask(refusal, say.SPEND, points=points)
        return (None, None) if refusal else (payload["entry"]["id"], self.model.debit(points))

    @rule(target=entries, delta=POINTS | st.integers(-60, -1))
    def adjust(self, delta: int) -> Any:
        refusal = self.model.lacks(-delta)
        payload = self.ask(refusal, say.ADJUST, delta=delta)
        change = None if refusal else self.model.credit(delta, None) if delta > 0 else self.model.debit(-delta)
        return (payload["entry"]["id"], change) if change else (None, None)

    @rule(entry=entries)
    def reverse(self, entry: Any) -> None:
        key, change = entry
        if key is not None:
            self.ask(self.model.reverse(change), say.REVERSE, id=key)

    @rule(target=holds, points=POINTS)
    def hold(self, points: int) -> Any:
        refusal = (self.model.frozen and "STATE") or self.model.lacks(points)
        until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        payload = self.ask(refusal, say.HOLD, points=points, until=until)
        return (None, None) if refusal else (payload["hold"]["id"], self.model.hold(points))

    @rule(hold=holds, is_captured=st.booleans())
    def close(self, hold: Any, is_captured: bool) -> None:
        key, change = hold
        if key is not None:
            refusal = self.model.close(change, is_captured)
            self.ask(refusal, say.CAPTURE if is_captured else say.RELEASE, id=key)

    @rule(days=st.sampled_from([6, 12]))
    def time_passes(self, days: int) -> None:
        self.do(self._expired(datetime.now(UTC) + timedelta(days=days)))
        self.model.expire(days)

    async def _expired(self, at: datetime) -> None:
        async with self.shop.connection.transaction():
            await expire(self.shop.connection, at, [self.account])

    @rule(target=orders)
    def buy(self) -> Any:
        number = uuid4().hex[:20]
        payload = self.ask(None, say.RECORD, input=order(number, self.no))
        change = self.model.buy()
        assert payload["order"]["pointsEarned"] == change.points
        return number, change

    @rule(bought=orders, is_cancelled=st.booleans())
    def bring_back(self, bought: Any, is_cancelled: bool) -> None:
        number, change = bought
        if change.is_gone:
            return
        lines = order(number)["cart"]["lines"]
        refusal = self.model.bring_back(change, is_cancelled)
        document = say.CANCEL if is_cancelled else say.RETURN
        self.ask(refusal, document, number=number, **({} if is_cancelled else {"lines": lines}))

    @rule(target=coupons)
    def get_coupon(self) -> Any:
        payload = self.ask(self.model.frozen and "STATE", say.ISSUE, template="TEN")
        return payload["coupon"] and payload["coupon"]["code"]

    @rule(code=consumes(coupons))
    def use_coupon(self, code: str | None) -> None:
        if code:
            self.ask(self.model.frozen and "STATE", say.REDEEM, code=code)
            self.model.coupons_used += not self.model.frozen

    @rule()
    def freeze_or_thaw(self) -> None:
        self.ask(None, say.UNFREEZE if self.model.frozen else say.FREEZE, id=self.do(self._global_id()))
        self.model.frozen = not self.model.frozen

    @rule(target=merges, points=POINTS)
    def merge(self, points: int) -> Any:
        other, number = self.do(self._stranger(points))
        self.ask(None, say.MERGE, id=self.do(self._global_id()), other=other)
        return other, number, self.model.merge(points)

    async def _stranger(self, points: int) -> tuple[str, str]:
        """Somebody with points who bought once: the id, and the number of the order."""
        no, number = f"S-{uuid4().hex[:12]}", uuid4().hex[:20]
        async with self.shop.connection.transaction():
            key = await make.member(self.shop.connection, no, points=points)
        await self.shop.must(say.RECORD, input=order(number, no))
        return f"mem_{key}", number

    @rule(target=orders, merged=merges)
    def look_at_what_came(self, merged: Any) -> Any:
        _, number, change = merged
        return number, change.bought

    @rule(merged=merges)
    def part(self, merged: Any) -> None:
        other, _, change = merged
        self.ask(self.model.part(change), say.UNMERGE, other=other)

    @rule(tier=st.sampled_from(["BASE", "GOLD"]))
    def set_tier(self, tier: str) -> None:
        """A floor and a cap hold it there, whatever is bought, brought back, merged and parted."""
        self.ask(None, say.SET_TIER, id=self.do(self._global_id()), tier=tier, floor=tier, cap=tier)
        self.model.tier = tier

    @rule()
    def tier_by_the_rules(self) -> None:
        refusal = None if self.model.tier else "STATE"
        self.ask(refusal, say.BY_THE_RULES, id=self.do(self._global_id()))
        self.model.tier = None

    @invariant()
    def a_tier_set_by_hand_stays(self) -> None:
        if hasattr(self, "model") and self.model.tier:
            told = self.do(self.shop.one(TIER, self.id))
            assert told == self.model.tier

    async def _global_id(self) -> str:
        query = "query ($no: String!) { member(by: {memberNo: $no}) { id } }"
        return (await self.shop.ask(query, no=self.no))["id"]

    @invariant()
    def the_database_says_the_same(self) -> None:
        if hasattr(self, "model"):
            assert self.do(self._told()) == self.model.told()

    async def _told(self) -> tuple[list[int], tuple[Any, ...]]:
        lots = [row[0] for row in await self.shop.connection.fetch(LOTS, self.account)]
        return lots, tuple(await self.shop.connection.fetchrow(FIGURES, self.id))


async def explore(shop: Ground, number: int, examples: int, steps: int) -> int:
    """How many steps were taken. Raises what hypothesis found, as small as it could make it."""
    History.shop, History.loop, History.steps = shop, asyncio.get_running_loop(), 0
    given = bounds(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    await asyncio.to_thread(run_machine, seed(number)(History), settings=given)
    await shop.check()
    return History.steps


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Members with random histories."""
    examples = 2_000 if full else 200
    async with ground(settings, url) as shop:
        steps = await explore(shop, chance.randrange(10**6), examples, 30)
    return f"{examples} histories, {steps} steps, model = database after each"


if __name__ == "__main__":
    main(measure)
